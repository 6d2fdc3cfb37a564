"""A guest's whole purchase, as its browser sends it."""

from __future__ import annotations

import re
from functools import partial

from benchmarks.load import Browser
from shopkeeper.foundation import ids

DETAILS = {
    "email": "ada@example.com",
    "name": "Ada",
    "line1": "Keizersgracht 1",
    "postal_code": "1015 CJ",
    "city": "Amsterdam",
    "country": "NL",
}


def add_form(sku: str) -> dict[str, str]:
    return {"sku": sku, "quantity": "1"}


def guest_checkout(sku: str, *, every_page: bool) -> partial[bool]:
    """A journey: add to cart, details, delivery, the page with the total, pay. ``every_page`` also looks at the cart,
    at each form before it is sent, and at the thanks.
    """
    return partial(_buy, sku=sku, every_page=every_page)


def _buy(browser: Browser, *, sku: str, every_page: bool) -> bool:
    def look(path: str) -> bool:
        return not every_page or browser.send("GET", path)[0] == 200

    def sent(path: str, form: dict[str, str]) -> str:
        """Where the answer leads; empty when it is not a way on."""
        status, location, _ = browser.send("POST", path, form)
        return location if status == 303 else ""

    if not sent("/cart/add", {**add_form(sku), "idempotency_key": ids.token()}) or not look("/cart/"):
        return False
    status, details, _ = browser.send("GET", "/checkout/")
    if status != 303 or not look(details):
        return False
    delivery = sent(details, DETAILS)
    if not delivery or not look(delivery):
        return False
    payment = sent(delivery, {"delivery": "standard"})
    if not payment:
        return False
    page = browser.send("GET", payment)[2]
    thanks = sent(payment, {**_hidden(page), "method": "sandbox:sandbox_approve"})
    return thanks.endswith("/thanks") and look(thanks)


def has_checkout(port: int) -> bool:
    """Whether this version of the shop has checkout pages."""
    return Browser(port).send("GET", "/checkout/")[0] != 404


def _hidden(page: str) -> dict[str, str]:
    """The hidden fields of a page's main form."""
    form = page.partition('<form class="form"')[2].partition("</form>")[0]
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))
