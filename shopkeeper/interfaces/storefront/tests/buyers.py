"""A buyer at the door: a test client with a cart, and the steps of a purchase in one line each."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse
from django.test import Client

from shopkeeper.commerce.cart.models import Cart
from shopkeeper.commerce.catalogue.models import Offer
from shopkeeper.commerce.checkout.makers import DETAILS, make_cart
from shopkeeper.commerce.checkout.models import Checkout
from shopkeeper.commerce.pricing.models import Market
from shopkeeper.foundation import clock
from shopkeeper.interfaces.storefront.visit import CART_COOKIE


@dataclass
class Buyer:
    """``page`` is the last answer; hidden fields of its form are sent back as a browser would."""

    cart: Cart
    client: Client = field(default_factory=lambda: Client(headers={"sec-fetch-site": "same-origin"}))
    page: Any = None

    def __post_init__(self) -> None:
        self.client.cookies[CART_COOKIE] = self.cart.token

    @property
    def checkout(self) -> Checkout:
        return Checkout.objects.filter(cart=self.cart).latest("pk")

    def url(self, step: str) -> str:
        return f"/checkout/{self.checkout.public_id}/{step}"

    def get(self, url: str) -> HttpResponse:
        self.page = self.client.get(url)
        return self.page

    def post(self, url: str, **typed: str) -> HttpResponse:
        self.page = self.client.post(url, typed)
        return self.page

    def begin(self) -> str:
        return self.client.get("/checkout/").headers["Location"]

    def fill_in(self, **typed: str) -> HttpResponse:
        self.begin()
        return self.post(self.url("details"), **{**DETAILS, **typed})

    def choose(self, method: str = "standard", **typed: str) -> HttpResponse:
        return self.post(self.url("delivery"), delivery=method, **typed)

    def pay(self, script: str = "approve", **changed: str) -> HttpResponse:
        self.get(self.url("payment"))
        return self.press(script, **changed)

    def press(self, script: str = "approve", **changed: str) -> HttpResponse:
        """Press the button of the payment page that is open."""
        sent = {**hidden(self.page), "method": f"sandbox:sandbox_{script}", **changed}
        return self.client.post(self.url("payment"), sent)

    def go_to_payment(self, **typed: str) -> None:
        self.fill_in(**typed)
        self.choose()
        self.get(self.url("payment"))


def hidden(page: HttpResponse) -> dict[str, str]:
    """The hidden fields of the page's main form."""
    form = page.content.decode().partition('<form class="form"')[2].partition("</form>")[0]
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))


def make_buyer(market: Market, *offers: Offer, quantity: int = 1) -> Buyer:
    return Buyer(make_cart(market, *offers, quantity=quantity, at=clock.now()))
