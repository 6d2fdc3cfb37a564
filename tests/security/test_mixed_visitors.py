"""Visitors taking turns never see each other's things (X15)."""

from __future__ import annotations

import re
from itertools import count

import pytest

from shopkeeper.commerce.catalogue.makers import make_category
from shopkeeper.commerce.catalogue.models import Product
from shopkeeper.commerce.checkout.makers import make_shop
from shopkeeper.commerce.customers import operations as customers
from shopkeeper.foundation.accounts.models import User
from shopkeeper.interfaces.storefront.makers import browser, stocked_product
from tests.security.support import OWNED, PUBLIC, Victim, body

pytestmark = pytest.mark.django_db
_host = count(1)


VARYING = [
    "/",
    "/c/kitchen/",
    "/search/?q=mug",
    "/p/{slug}/",
    "/cart/",
    "/contact/",
    "/shipping/",
    "/returns/",
    "/market/",
]


def test_two_visitors_taking_turns_never_see_each_others_things() -> None:
    make_shop()
    product = stocked_product(values=("Ink",), stock=(500,), category=make_category("kitchen"))
    sku = product.variants.get().sku
    people = {}
    for name, units in (("Zarathustra", "7"), ("Quetzalcoatl", "3")):
        user = User.objects.create_user(f"{name.lower()}@example.com", "a long password", name=name)
        customers.customer_of(user)
        client = browser()
        client.force_login(user)
        client.post("/cart/add", {"sku": sku, "quantity": units})
        people[name] = (client, units)
    people["nobody"] = (browser(), "0")

    for _round in range(3):
        for path in VARYING:
            for name, (client, units) in people.items():
                answer = client.get(path.format(slug=product.slug))
                html = body(answer)
                others = [one for one in people if one not in (name, "nobody")]
                assert not [one for one in others if one in html or f"{one.lower()}@" in html], (path, name)
                counted = re.search(r'data-part="cart-count" data-count="(\d+)"', html)
                assert counted is None or counted[1] == units, (path, name)


def test_every_page_that_depends_on_the_visitor_is_private(victim: Victim) -> None:
    words = {**victim.words, "slug": Product.objects.first().slug, "offer": 1}
    client = victim.open_buyer.client
    client.force_login(victim.user)
    open_to_all = {"/livez", "/readyz", "/robots.txt", "/speculation-rules.json"}
    wrong = []

    for path in [*PUBLIC.values(), *OWNED.values()]:
        url = path.format(**words)
        answer = client.get(url)
        said = answer.headers.get("Cache-Control", "")
        about_somebody = any(one in body(answer) for one in ("Vincenza", "cart-count"))
        is_page = answer.headers.get("Content-Type", "").startswith("text/html") and url not in open_to_all
        is_page = is_page and bool(body(answer))
        if (is_page or about_somebody or answer.cookies) and "private" not in said and "no-store" not in said:
            wrong.append((url, answer.status_code, said))
        if about_somebody and ("public" in said or "s-maxage" in said):
            wrong.append((url, said))

    assert not wrong


def test_a_foreign_host_name_is_never_printed(victim: Victim) -> None:
    for path in ("/", "/orders/find/", "/account/sign-in/", "/sitemap.xml", "/robots.txt"):
        answer = browser().get(path, HTTP_HOST="evil.example")
        assert "evil.example" not in body(answer) + answer.headers.get("Location", "")
        assert answer.status_code < 500
