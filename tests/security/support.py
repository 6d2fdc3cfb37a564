"""Somebody with something to lose, those who come for it, and every address of the shop."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any
from urllib.parse import quote

import pytest
from django.core import signing
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from shopkeeper.commerce.cart.models import Cart, CartLine
from shopkeeper.commerce.checkout.makers import DETAILS, make_offer, make_shop
from shopkeeper.commerce.checkout.models import Checkout
from shopkeeper.commerce.customers import operations as customers
from shopkeeper.commerce.customers.addresses import PostalAddress
from shopkeeper.commerce.customers.models import Address
from shopkeeper.commerce.orders import operations as orders
from shopkeeper.commerce.orders.models import Order
from shopkeeper.commerce.orders.operations import Actor
from shopkeeper.commerce.orders.queries import status_token
from shopkeeper.commerce.payments.models import Payment, SavedMethod
from shopkeeper.foundation import clock
from shopkeeper.foundation.accounts.models import User
from shopkeeper.foundation.tasks.worker import run_until_idle
from shopkeeper.insight.messaging.models import Message
from shopkeeper.interfaces.storefront.tests.buyers import Buyer, make_buyer

_host = count(1)


def routes(found: Any = None, prefix: str = "") -> Iterator[str]:
    """Every address, as its pattern is written."""
    for one in (found or get_resolver()).url_patterns:
        if isinstance(one, URLResolver):
            yield from routes(one, prefix + str(one.pattern))
        elif isinstance(one, URLPattern):
            yield prefix + str(one.pattern)


PICTURE, SHAPE = (route for route in routes() if "digest" in route)
# Open to everybody; what stands for their arguments.
PUBLIC: dict[str, str] = {
    "livez": "/livez",
    "readyz": "/readyz",
    "": "/",
    "c/<path:path>/": "/c/kitchen/",
    "collections/<slug:slug>/": "/collections/new/",
    "search/": "/search/",
    "search/suggest": "/search/suggest",
    "p/<slug:slug>/": "/p/{slug}/",
    "cart/": "/cart/",
    "cart/add": "/cart/add",
    "cart/fix": "/cart/fix",
    "cart/lines/<int:offer_id>": "/cart/lines/{offer}",
    "cart/lines/<int:offer_id>/remove": "/cart/lines/{offer}/remove",
    "market/": "/market/",
    "shipping/": "/shipping/",
    "returns/": "/returns/",
    "pages/<slug:slug>/": "/pages/about/",
    "contact/": "/contact/",
    "design/": "/design/",
    "sitemap.xml": "/sitemap.xml",
    "sitemap-pages.xml": "/sitemap-pages.xml",
    "sitemap-products-<int:number>.xml": "/sitemap-products-1.xml",
    "robots.txt": "/robots.txt",
    "speculation-rules.json": "/speculation-rules.json",
    PICTURE: f"/media/ab/{'a' * 64}-320.jpg",
    SHAPE: f"/media/ab/{'a' * 64}-4x3-50-50.jpg",
    "checkout/": "/checkout/",
    "orders/find/": "/orders/find/",
    "account/sign-in/": "/account/sign-in/",
    "account/sign-in/code": "/account/sign-in/code",
    "account/sign-in/password": "/account/sign-in/password",
    "account/sign-in/passkey": "/account/sign-in/passkey",
    "account/sign-in/passkey/options": "/account/sign-in/passkey/options",
    "account/sign-out": "/account/sign-out",
    "goodbye/": "/goodbye/",
    "pay/sandbox/<str:provider_id>": "/pay/sandbox/guessed",
    "webhooks/payments/<slug:provider>": "/webhooks/payments/sandbox",
    "webhooks/carriers/<slug:name>": "/webhooks/carriers/simulated",
}
# Belonging to somebody: the address of the victim's own, as an attacker would type it.
OWNED: dict[str, str] = {
    "checkout/<str:checkout_id>/details": "/checkout/{checkout}/details",
    "checkout/<str:checkout_id>/delivery": "/checkout/{checkout}/delivery",
    "checkout/<str:checkout_id>/payment": "/checkout/{checkout}/payment",
    "checkout/<str:checkout_id>/autosave": "/checkout/{checkout}/autosave",
    "checkout/<str:checkout_id>/confirming": "/checkout/{checkout}/confirming",
    "checkout/<str:checkout_id>/return": "/checkout/{checkout}/return",
    "checkout/<str:checkout_id>/other-payment": "/checkout/{checkout}/other-payment",
    "checkout/<str:checkout_id>/thanks": "/checkout/{ordered}/thanks",
    "checkout/<str:checkout_id>/account": "/checkout/{ordered}/account",
    "preview/<str:token>/": "/preview/{forged}/",
    "orders/s/<str:token>/": "/orders/s/{forged}/",
    "orders/s/<str:token>/cancel": "/orders/s/{forged}/cancel",
    "orders/s/<str:token>/invoice": "/orders/s/{forged}/invoice",
    "orders/s/<str:token>/items": "/orders/s/{forged}/items",
    "orders/s/<str:token>/address": "/orders/s/{forged}/address",
    "orders/s/<str:token>/payment": "/orders/s/{forged}/payment",
    "orders/s/<str:token>/change/<str:change_id>": "/orders/s/{forged}/change/forged",
    "orders/s/<str:token>/change/<str:change_id>/back": "/orders/s/{forged}/change/forged/back",
    "orders/s/<str:token>/return": "/orders/s/{forged}/return",
    "orders/s/<str:token>/returns/<str:return_id>": "/orders/s/{forged}/returns/forged",
    "orders/s/<str:token>/returns/<str:return_id>/call-off": "/orders/s/{forged}/returns/forged/call-off",
    "orders/s/<str:token>/invoice.pdf": "/orders/s/{forged}/invoice.pdf",
    "orders/s/<str:token>/invoice.xml": "/orders/s/{forged}/invoice.xml",
    "orders/s/<str:token>/returns/<str:return_id>/credit-note.pdf": "/orders/s/{forged}/returns/x/credit-note.pdf",
    "orders/s/<str:token>/returns/<str:return_id>/credit-note.xml": "/orders/s/{forged}/returns/x/credit-note.xml",
    "orders/s/<str:token>/returns/<str:return_id>/pay": "/orders/s/{forged}/returns/x/pay",
    "account/": "/account/",
    "account/orders/": "/account/orders/",
    "account/orders/<str:number>/": "/account/orders/{number}/",
    "account/orders/<str:number>/cancel": "/account/orders/{number}/cancel",
    "account/orders/<str:number>/invoice": "/account/orders/{number}/invoice",
    "account/orders/<str:number>/items": "/account/orders/{number}/items",
    "account/orders/<str:number>/address": "/account/orders/{number}/address",
    "account/orders/<str:number>/payment": "/account/orders/{number}/payment",
    "account/orders/<str:number>/change/<str:change_id>": "/account/orders/{number}/change/forged",
    "account/orders/<str:number>/change/<str:change_id>/back": "/account/orders/{number}/change/forged/back",
    "account/orders/<str:number>/return": "/account/orders/{number}/return",
    "account/orders/<str:number>/returns/<str:return_id>": "/account/orders/{number}/returns/forged",
    "account/orders/<str:number>/returns/<str:return_id>/call-off": "/account/orders/{number}/returns/forged/call-off",
    "account/orders/<str:number>/invoice.pdf": "/account/orders/{number}/invoice.pdf",
    "account/orders/<str:number>/invoice.xml": "/account/orders/{number}/invoice.xml",
    "account/orders/<str:number>/returns/<str:return_id>/credit-note.pdf": (
        "/account/orders/{number}/returns/x/credit-note.pdf"
    ),
    "account/orders/<str:number>/returns/<str:return_id>/credit-note.xml": (
        "/account/orders/{number}/returns/x/credit-note.xml"
    ),
    "account/orders/<str:number>/returns/<str:return_id>/pay": "/account/orders/{number}/returns/x/pay",
    "account/addresses/": "/account/addresses/",
    "account/addresses/new": "/account/addresses/new",
    "account/addresses/<int:address_id>": "/account/addresses/{address}",
    "account/addresses/<int:address_id>/remove": "/account/addresses/{address}/remove",
    "account/payment-methods/": "/account/payment-methods/",
    "account/payment-methods/<str:public_id>/remove": "/account/payment-methods/{card}/remove",
    "account/payment-methods/<str:public_id>/default": "/account/payment-methods/{card}/default",
    "pay/link/<str:token>/": "/pay/link/{forged}/",
    "account/profile": "/account/profile",
    "unsubscribe/<str:token>": "/unsubscribe/{forged}",
    "account/privacy": "/account/privacy",
    "account/privacy/consent": "/account/privacy/consent",
    "account/privacy/my-data.zip": "/account/privacy/my-data.zip",
    "account/privacy/delete": "/account/privacy/delete",
    "account/password": "/account/password",
    "account/prove": "/account/prove",
    "account/passkeys": "/account/passkeys",
    "account/passkeys/options": "/account/passkeys/options",
    "account/passkeys/remove": "/account/passkeys/remove",
    "account/safety": "/account/safety",
    "account/email": "/account/email",
    "account/email/code": "/account/email/code",
    "account/devices/sign-out": "/account/devices/sign-out",
    "account/devices/sign-out-elsewhere": "/account/devices/sign-out-elsewhere",
    "demo/mail/": "/demo/mail/",
    "demo/mail/<int:message_id>": "/demo/mail/{letter}",
}
# The office's doors; every other address below office/ is closed to those without a right, whatever it is.
DOORS = {
    "office/sign-in",
    "office/second-proof",
    "office/second-proof/passkey",
    "office/second-proof/passkey/options",
    "office/sign-out",
}
OFFICE = sorted(route for route in routes() if route.startswith("office/") and route not in DOORS)


@dataclass
class Victim:
    """A customer with an order, an open checkout, an address and mail."""

    user: User
    buyer: Buyer
    order: Order
    open_buyer: Buyer
    address: Address
    letter: Message
    card: SavedMethod

    @property
    def words(self) -> dict[str, object]:
        return {
            "checkout": self.open_buyer.checkout.public_id,
            "ordered": self.order.checkout_id,
            "number": self.order.number,
            "address": self.address.pk,
            "letter": self.letter.pk,
            "card": self.card.public_id,
            # Signed by this very shop, but for something else.
            "forged": quote(signing.dumps(self.order.pk, salt="shopkeeper.storefront.checkouts"), safe=""),
        }

    @property
    def secrets(self) -> tuple[str, ...]:
        return (self.order.number, "Vincenza", "Verborgenlaan 7", "victim@example.com", status_token(self.order))

    def state(self) -> str:
        """Everything of theirs that an attack could change."""
        found = [
            *Order.objects.order_by("pk").values("pk", "status", "email", "customer_id"),
            *Checkout.objects.order_by("pk").values("pk", "status", "typed", "method_code"),
            *Cart.objects.order_by("pk").values("pk", "status", "customer_id", "token"),
            *CartLine.objects.order_by("pk").values("pk", "quantity"),
            *Address.objects.filter(customer=self.address.customer).order_by("pk").values(),
            *User.objects.filter(pk=self.user.pk).values("email", "name", "password", "role", "is_staff"),
            *Payment.objects.order_by("pk").values("pk", "status"),
            *SavedMethod.objects.order_by("pk").values("pk", "is_default"),
        ]
        return repr(found)


TYPED = {**DETAILS, "email": "victim@example.com", "name": "Vincenza", "line1": "Verborgenlaan 7"}


@pytest.fixture
def victim() -> Victim:
    market, offer = make_shop(), make_offer(stock=50, at=clock.now())
    user = User.objects.create_user("victim@example.com", "a long password", name="Vincenza")
    customer = customers.customer_of(user)
    buyer = make_buyer(market, offer)
    buyer.go_to_payment(**TYPED)
    buyer.press()
    order = Order.objects.get()
    Order.objects.filter(pk=order.pk).update(customer_id=customer.pk)
    run_until_idle()
    second = make_buyer(market, offer)
    second.fill_in(**TYPED)
    second.choose()
    postal = PostalAddress(name="Vincenza", line1="Verborgenlaan 7", postal_code="1015 CJ", city="X", country="NL")
    address = customers.save_address(customer=customer, address=postal)
    order.refresh_from_db()
    orders.pack(package=order.packages.get(), actor=Actor("staff", "sanne"), at=clock.now())
    letter = Message.objects.filter(to="victim@example.com").latest("pk")
    card = SavedMethod.objects.create(
        public_id="sm_OFTHEVICTIM",
        customer=customer,
        provider="sandbox",
        token="sandbox_approve",
        last4="4711",
        agreed_at=clock.now(),
    )
    return Victim(user, buyer, order, second, address, letter, card)


def attacker(kind: str) -> Client:
    """Somebody at a machine of their own, so that one limit does not hide another answer."""
    client = Client(
        HTTP_SEC_FETCH_SITE="same-origin",
        HTTP_ACCEPT="text/html",
        REMOTE_ADDR=f"198.51.100.{next(_host) % 250}",
        raise_request_exception=False,
    )
    if kind == "another customer":
        other = User.objects.create_user("other@example.com", "a long password", name="Otto")
        customers.customer_of(other)
        client.force_login(other)
    elif kind == "staff without right":
        staff = User.objects.create_user("new@example.com", "a long password", name="Nina", is_staff=True, role="")
        client.force_login(staff)
        session = client.session
        session["office_second_factor"] = staff.pk
        session.save()
    return client


def body(answer: HttpResponseBase) -> str:
    return (
        b"".join(answer).decode("utf-8", "replace") if answer.streaming else answer.content.decode("utf-8", "replace")
    )


ATTACKERS = ["anonymous", "another customer", "staff without right"]
METHODS = ["get", "post", "head", "put", "delete"]


def filled(route: str, words: dict[str, object]) -> str:
    """An address below office/ with the victim's own keys in it."""
    known = {"number": words["number"], "message_id": words["letter"]}
    return "/" + re.sub(r"<(?:(\w+):)?(\w+)>", lambda one: str(known.get(one[2], 1 if one[1] == "int" else "x")), route)
