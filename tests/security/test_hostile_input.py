"""No address, query or text makes the shop fall over."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from django.db import connection

from shopkeeper.commerce.catalogue.makers import make_category
from shopkeeper.commerce.checkout.makers import DETAILS
from shopkeeper.commerce.customers.models import Customer
from shopkeeper.commerce.orders.queries import status_token
from shopkeeper.foundation.accounts.models import User
from shopkeeper.foundation.remember import forget_all
from shopkeeper.interfaces.storefront.makers import browser, stocked_product
from tests.security.support import OFFICE, OWNED, PUBLIC, Victim, body, filled

pytestmark = pytest.mark.django_db


LONG = "x" * 10_000
QUERIES = [
    "page=-1",
    "page=0",
    "page=1e9",
    "page=999999999999999999999999",
    "page=%D9%A3",
    "page=",
    "page[]=1",
    "sort='",
    "sort=price;drop",
    "sort=" + LONG,
    "price_min=abc",
    "price_min=-1&price_max=-2",
    "price_min=1e400",
    "price_min=NaN&price_max=Infinity",
    "price_min=99999999999999999999999999999",
    "price_min=%D9%A3",
    "price_min=1&price_min=2&price_min=",
    "colour[]=x",
    "colour=" + "&colour=".join(str(one) for one in range(300)),
    "colour=%00",
    "q=%00",
    "q=%FF%FE%FA",
    "q=" + LONG,
    "q=%22%22%22",
    "q=%22",
    "q=*",
    "q=a*b*",
    "q=NEAR(a b)",
    "q=AND OR NOT",
    "q=%28%28%28",
    "q=-",
    "q=col%3Ax",
    "q=%F0%9F%A6%86",
    "q=" + "a+" * 3000,
    "q=%ED%A0%80",
    "before=-1",
    "before=%D9%A3",
    "before=9999999999999999999",
    "message=99999999999999999",
    "next=//evil.example",
    "next=javascript:alert(1)",
    "next=%00",
    "token=%00",
    "theme=%00&dir=%00&language=%00",
    "%00=%00",
    "=&==&&&;",
    "a" * 3000 + "=1",
    "%",
    "%zz=%u0000",
    "utf8=%C3%28",
    "&".join(f"a{one}=1" for one in range(900)),
    "&".join(f"a{one}=1" for one in range(1100)),
]


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query[:24].replace("\x00", "0"))
def test_no_query_breaks_any_address(victim: Victim, query: str) -> None:
    forget_all()
    stocked_product(category=make_category("kitchen"), slug="kept-mug")
    client = victim.open_buyer.client
    client.raise_request_exception = False
    words = {**victim.words, "slug": "kept-mug", "offer": 1, "forged": quote(status_token(victim.order), safe="")}
    staff = User.objects.create_user("boss@example.com", "a long password", is_staff=True, role="owner")
    wrong = []

    for who in (None, victim.user, staff):
        if who is not None:
            client.force_login(who)
        if who is staff:
            session = client.session
            session["office_second_factor"] = staff.pk
            session.save()
        office = [filled(route, victim.words) for route in OFFICE] if who is staff else []
        owned = list(OWNED.values()) if who is victim.user else []
        for path in [*(PUBLIC.values() if who is None else []), *owned, *office]:
            url = path.format(**words)
            answer = client.get(url, QUERY_STRING=query)
            text = body(answer)
            if answer.status_code >= 500 and answer.status_code != 503:
                wrong.append((url, answer.status_code))
            if (
                "evil.example" in answer.headers.get("Location", "")
                or 'href="//evil' in text
                or 'href="javascript:' in text
            ):
                wrong.append((url, "leads away"))

    assert not wrong


@pytest.mark.parametrize(
    "path",
    [
        "/c/%00/",
        "/c/..%2f..%2fetc/",
        "/c/" + "a/" * 500,
        "/p/%00/",
        "/p/" + "a" * 9000 + "/",
        "/pages/%FF/",
        "/collections/%00/",
        "/cart/lines/99999999999999999999999",
        "/cart/lines/99999999999999999999999/remove",
        "/account/addresses/99999999999999999999999",
        "/account/addresses/99999999999999999999999/remove",
        "/sitemap-products-99999999999999999999999.xml",
        "/sitemap-products-0.xml",
        "/demo/mail/99999999999999999999999",
        "/office/mail/99999999999999999999999",
        "/checkout/%00/details",
        "/checkout/" + "a" * 5000 + "/details",
        "/orders/s/%00/",
        "/orders/s/" + "a" * 5000 + "/",
        "/account/orders/%00/",
        "/account/orders/" + "9" * 400 + "/",
        "/pay/sandbox/%00",
        "/webhooks/payments/" + "a" * 5000,
        "/media/../../etc/passwd",
        "/%2fevil.example",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/static/../secret.key",
        "/static/%2e%2e/secret.key",
    ],
    ids=lambda path: path[:32].replace("\x00", "0"),
)
def test_no_address_breaks_the_shop(victim: Victim, path: str) -> None:
    client = browser()
    client.raise_request_exception = False
    staff = User.objects.create_user("boss@example.com", "a long password", is_staff=True, role="owner")
    for who in (None, victim.user, staff):
        if who is not None:
            client.force_login(who)
        if who is staff:
            session = client.session
            session["office_second_factor"] = staff.pk
            session.save()
        for method in ("get", "post", "head"):
            answer = getattr(client, method)(path)
            assert answer.status_code in range(300, 500), (method, answer.status_code)
            assert "evil.example" not in answer.headers.get("Location", "")


FORMS = {
    "/cart/add": ["sku", "quantity", "idempotency_key", "next"],
    "/cart/fix": ["fix", "idempotency_key"],
    "/market/": ["market", "currency", "country", "postal_code", "next"],
    "/contact/": ["email", "order", "message", "idempotency_key"],
    "/orders/find/": ["number", "email"],
    "/account/sign-in/": ["email", "next"],
    "/account/sign-in/code": ["code"],
    "/account/sign-in/password": ["email", "password", "next"],
    "/account/sign-in/passkey": ["credential"],
    "/account/addresses/new": [*DETAILS, "line2", "company", "phone", "region", "make_default"],
    "/account/profile": ["name", "language", "email"],
    "/account/password": ["password", "new_password", "old_password"],
    "/account/prove": ["password", "code"],
    "/account/passkeys": ["credential", "name"],
    "/account/passkeys/remove": ["passkey", "id"],
    "/checkout/{checkout}/details": [*DETAILS, "line2", "company", "phone", "region", "saved_address"],
    "/checkout/{checkout}/autosave": [*DETAILS, "note"],
    "/checkout/{checkout}/delivery": ["delivery", "note", "phone"],
    "/checkout/{checkout}/payment": ["method", "total_minor", "currency", "billing_name", "billing_country"],
    "/office/sign-in": ["email", "password", "next"],
    "/webhooks/payments/sandbox": ["id"],
}
HOSTILE = [
    "\x00",
    "a\x00b",
    "\ud83d\udc7b" * 50,
    "x" * 20_000,
    "-1",
    "9" * 60,
    "٣",
    "\r\nX: y",
    "'",
    '{"a":',
    "[]",
    "‮",
    "\uffff",
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_text_in_any_field_breaks_a_form(victim: Victim, text: str) -> None:
    client = victim.open_buyer.client
    client.raise_request_exception = False
    client.force_login(victim.user)
    wrong = []

    for path, names in FORMS.items():
        url = path.format(**victim.words)
        for changed in [*([name] for name in names), names]:
            connection.cursor().execute("DELETE FROM http_ratebucket")
            good = {name: DETAILS.get(name, "1") for name in names}
            sent = {**good, **dict.fromkeys(changed, text.encode("utf-16", "surrogatepass").decode("utf-16"))}
            answer = client.post(url, sent)
            if answer.status_code >= 500:
                wrong.append((url, changed, answer.status_code))

    assert not wrong
    assert not Customer.objects.filter(user__email="").exists()
