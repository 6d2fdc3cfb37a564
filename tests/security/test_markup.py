"""Markup in any text field is printed and never acts (X7)."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from urllib.parse import quote

import nh3
import pytest
from django.http import HttpResponseBase

from shopkeeper.commerce.catalogue.makers import make_category
from shopkeeper.commerce.catalogue.models import Brand, Category
from shopkeeper.commerce.checkout.makers import DETAILS, make_offer, make_shop
from shopkeeper.commerce.content.models import Page
from shopkeeper.commerce.customers import operations as customers
from shopkeeper.commerce.customers.addresses import PostalAddress
from shopkeeper.commerce.customers.models import Address
from shopkeeper.commerce.orders.models import Order
from shopkeeper.commerce.orders.queries import status_token
from shopkeeper.foundation.accounts.models import User
from shopkeeper.foundation.remember import forget_all
from shopkeeper.foundation.tasks.worker import run_until_idle
from shopkeeper.insight.messaging.models import Message
from shopkeeper.interfaces.storefront.makers import browser, stocked_product, structured_data
from shopkeeper.interfaces.storefront.tests.buyers import make_buyer
from tests.security.support import body

pytestmark = pytest.mark.django_db


PAYLOADS = [
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "</ScRiPt ><sCrIpT>alert(1)</sCrIpT>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><animate onbegin=alert(1) attributeName=x>",
    '"><script>alert(1)</script>',
    "'><script>alert(1)</script>",
    '" onmouseover="alert(1)',
    "' onfocus='alert(1)' autofocus='",
    '" style="position:fixed;inset:0',
    "javascript:alert(1)",
    '<a href="javascript:alert(1)">x</a>',
    "<iframe src=javascript:alert(1)>",
    '<iframe srcdoc="&lt;script&gt;alert(1)&lt;/script&gt;">',
    "<body onload=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "</title><script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    "--><script>alert(1)</script>",
    "<!--<script>alert(1)",
    "]]><script>alert(1)</script>",
    "{{7*7}}",
    "{% import os %}{{ 7*7 }}",
    "{{ self.__init__.__globals__ }}",
    "${7*7}",
    "#{7*7}",
    "<%= 7*7 %>",
    "%(name)s %s %d {0}",
    "\u2028</script><script>alert(1)</script>",
    "\u202e<script>alert(1)</script>",
    "＜script＞alert(1)＜/script＞",
    "<meta http-equiv=refresh content=0;url=//evil.example>",
    "<base href=//evil.example>",
    "<form action=//evil.example><input name=x>",
    "<link rel=stylesheet href=//evil.example>",
    "<input autofocus onfocus=alert(1)>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\r\nBcc: evil@example.com\r\n\r\n<script>alert(1)</script>",
    '=HYPERLINK("http://evil.example")',
]


class Watch(HTMLParser):
    """What of a page would act: scripts of ours excepted."""

    def __init__(self) -> None:
        super().__init__()
        self.acts: list[str] = []
        self._data = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        handlers = [name for name in found if name.startswith("on")]
        links = [value for name, value in attrs if name in ("href", "src", "action", "formaction", "srcdoc") and value]
        outside = [one for one in links if one.strip().lower().startswith(("javascript:", "data:text", "//evil"))]
        if handlers or outside or tag in ("iframe", "base", "object", "embed", "math"):
            self.acts.append(self.get_starttag_text() or tag)
        if tag == "script" and not found.get("src") and found.get("type") != "application/ld+json":
            self.acts.append(self.get_starttag_text() or tag)
        if tag == "meta" and found.get("http-equiv"):
            self.acts.append(self.get_starttag_text() or tag)


def acting(html: str) -> list[str]:
    watch = Watch()
    watch.feed(html)
    return watch.acts


def assert_harmless(answer: HttpResponseBase, where: str) -> str:
    html = body(answer)
    assert answer.status_code < 500, where
    assert acting(html) == [], where
    assert "alert(1)</script>" not in html.replace("&lt;", "<").replace("\\u003c", "<") or "<script>alert" not in html
    assert "49" not in re.findall(r">\s*(49)\s*<", html), f"{where}: a template was run"
    return html


@pytest.mark.parametrize("payload", PAYLOADS, ids=range(len(PAYLOADS)))
def test_markup_in_a_product_is_printed_and_never_acts(payload: str) -> None:
    make_shop()
    category = make_category("kitchen", payload[:80])
    Category.objects.update(description=payload)
    product = stocked_product(
        payload,
        values=("Ink",),
        category=category,
        summary=payload,
        # The only field with markup of its own; it is cleaned when it is written, as the importer does.
        description_html=nh3.clean(f"<p>{payload}</p>"),
        attributes={"material": payload},
        slug="payload",
    )
    Brand.objects.update(name=payload[:60])
    Page.objects.create(slug="about", title=payload, body_html=nh3.clean(f"<p>{payload}</p>"))
    forget_all()
    client = browser()

    for path in (
        "/",
        "/c/kitchen/",
        "/p/payload/",
        "/search/?q=" + quote(payload),
        "/search/suggest?q=" + quote(payload),
    ):
        html = assert_harmless(client.get(path), path)
        for told in structured_data(html):
            assert isinstance(told, dict), path
        _json_ld_is_closed(html)
    client.post("/cart/add", {"sku": product.variants.get().sku, "quantity": "1"})
    assert_harmless(client.get("/cart/"), "/cart/")
    assert_harmless(
        client.post("/cart/add", {"sku": product.variants.get().sku}, headers={"X-Parts": "cart-drawer cart-count"}),
        "drawer",
    )
    assert_harmless(client.get("/pages/about/"), "/pages/about/")


def _json_ld_is_closed(html: str) -> None:
    for told in re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL):
        json.loads(told)
        assert "<" not in told


@pytest.mark.parametrize("payload", PAYLOADS, ids=range(len(PAYLOADS)))
def test_markup_in_what_a_buyer_types_is_printed_and_never_acts(payload: str) -> None:
    buyer = make_buyer(make_shop(), make_offer(stock=10))
    line = payload.replace("\r", " ").replace("\n", " ")
    typed = {"name": line, "line1": line, "line2": line, "city": line, "company": line, "phone": line, "note": line}
    buyer.begin()

    assert_harmless(buyer.post(buyer.url("details"), **{**DETAILS, **typed, "email": line}), "details refused")
    assert_harmless(buyer.get(buyer.url("details")), "details again")
    buyer.fill_in(**dict.fromkeys(("name", "line1", "line2"), line), phone="", city="Amsterdam")
    assert_harmless(buyer.choose(note=line), "delivery")
    assert_harmless(buyer.get(buyer.url("payment")), "payment")
    buyer.press()
    assert_harmless(buyer.get(buyer.url("thanks")), "thanks")
    run_until_idle()
    for order in Order.objects.all():
        base = f"/orders/s/{status_token(order)}/"
        assert_harmless(buyer.get(base), "status")
        assert_harmless(buyer.get(base + "cancel"), "cancel")
    for letter in Message.objects.all():
        assert acting(letter.html) == []
        assert not {"\r", "\n"} & set(letter.subject + letter.to)
    client = browser()
    sent = client.post("/contact/", {"email": "a@example.com", "order": line, "message": payload})
    assert_harmless(sent, "contact")
    assert_harmless(client.post("/contact/", {"email": line, "order": line, "message": ""}), "contact refused")
    assert_harmless(client.post("/orders/find/", {"number": line, "email": line}), "find")
    assert_harmless(client.post("/account/sign-in/", {"email": line}), "sign-in")
    assert_harmless(client.post("/account/sign-in/password", {"email": line, "password": line}), "password")


@pytest.mark.parametrize("payload", PAYLOADS, ids=range(len(PAYLOADS)))
def test_markup_in_an_account_is_printed_and_never_acts(payload: str) -> None:
    make_shop()
    line = payload.replace("\r", " ").replace("\n", " ")
    user = User.objects.create_user("a@example.com", "a long password", name=line[:100])
    customer = customers.customer_of(user)
    postal = PostalAddress(name=line, line1=line, line2=line, postal_code="1015 CJ", city=line, country="NL")
    customers.save_address(customer=customer, address=postal)
    client = browser()
    client.force_login(user)

    for path in (
        "/",
        "/account/",
        "/account/addresses/",
        "/account/profile",
        "/account/safety",
        "/account/orders/",
        "/account/addresses/new",
    ):
        assert_harmless(client.get(path), path)
    number = Address.objects.get().pk
    assert_harmless(client.get(f"/account/addresses/{number}"), "address")
    assert_harmless(client.post(f"/account/addresses/{number}", {"name": line, "city": ""}), "address refused")
