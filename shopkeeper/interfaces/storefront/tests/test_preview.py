"""A product before shoppers see it: by a signed link that ends, marked, kept by nobody, closed to search engines."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import signing
from django.test import Client

from shopkeeper.commerce.catalogue import previews
from shopkeeper.commerce.catalogue.models import Product
from shopkeeper.commerce.checkout.makers import make_shop
from shopkeeper.foundation import clock
from shopkeeper.interfaces.backoffice.makers import at_the_desk, make_staff
from shopkeeper.interfaces.storefront.makers import browser, offer_of, stocked_product, structured_data

pytestmark = pytest.mark.django_db


@pytest.fixture
def shopper() -> Client:
    make_shop()
    return browser()


def draft(**fields: Any) -> Product:
    return stocked_product("Secret mug", stock=(3, 10), **{"status": "draft", **fields})


def link(product: Product, *, days_ago: float = 0) -> str:
    return f"/preview/{previews.preview_token(product.pk, at=clock.now() - timedelta(days=days_ago))}/"


def test_a_draft_is_shown_as_shoppers_would_see_it_and_marked(shopper: Client) -> None:
    product = draft()

    html = shopper.get(link(product)).content.decode()

    for words in ("Secret mug", "€18.00", "Only 3 left", "Arrives <b>", "A draft, not in the shop yet."):
        assert words in html, words
    assert "<title>Preview: Secret mug</title>" in html
    assert shopper.get(f"/p/{product.slug}/").status_code == 404
    assert "Secret mug" not in shopper.get("/c/kitchen/").content.decode()


def test_options_are_chosen_within_the_preview_without_script(shopper: Client) -> None:
    product = draft()
    url = link(product)

    html = shopper.get(url).content.decode()
    chosen = shopper.get(f"{url}?colour=Oat").content.decode()

    assert f'action="{url}"' in html
    assert offer_of(product, 1).variant.sku not in html
    assert "In stock" in chosen


def test_a_preview_is_kept_by_nobody_and_closed_to_search_engines(shopper: Client) -> None:
    answer = shopper.get(link(draft()))

    assert answer["Cache-Control"] == "private, no-store"
    assert "noindex" in answer["X-Robots-Tag"]
    assert '<meta name="robots" content="noindex, nofollow, noarchive">' in answer.content.decode()
    assert structured_data(answer.content.decode()) == []


def test_nothing_can_be_bought_in_a_preview(shopper: Client) -> None:
    product = draft()

    html = shopper.get(link(product)).content.decode()
    sku = offer_of(product).variant.sku
    forced = shopper.post("/cart/add", {"sku": sku, "quantity": "1", "idempotency_key": "k" * 22})

    assert 'action="/cart/add"' not in html
    assert "In a preview nothing can be bought." in html
    assert forced.status_code >= 400


def test_a_scheduled_product_says_when_it_appears(shopper: Client) -> None:
    product = draft(status="live", publish_at=clock.now() + timedelta(days=400))

    assert "In the shop from " in shopper.get(link(product)).content.decode()


def test_a_product_that_has_gone_live_is_shown_where_everybody_sees_it(shopper: Client) -> None:
    product = draft()
    url = link(product)
    Product.objects.filter(pk=product.pk).update(status="live")

    answer = shopper.get(url)

    assert (answer.status_code, answer["Location"]) == (302, f"/p/{product.slug}/")
    assert "no-store" in answer["Cache-Control"]


def test_a_link_ends_after_three_days(shopper: Client) -> None:
    product = draft()

    assert shopper.get(link(product, days_ago=2.9)).status_code == 200
    over = shopper.get(link(product, days_ago=3))

    assert over.status_code == 404
    assert "This preview is over" in over.content.decode()


def test_a_forged_link_opens_nothing(shopper: Client) -> None:
    product = draft()
    good = previews.preview_token(product.pk, at=clock.now())
    forged = [
        good[:-1] + ("A" if good[-1] != "A" else "B"),
        good.split(":")[0],
        "x",
        signing.dumps([product.pk, 2**40]),
        signing.dumps(product.pk, salt=previews.SALT),
        signing.dumps(["x", "y"], salt=previews.SALT),
        signing.dumps([product.pk, 2**80], salt=previews.SALT),
        signing.dumps([10**30, 2**40], salt=previews.SALT),
    ]

    for token in forged:
        assert shopper.get(f"/preview/{token}/").status_code == 404, token


def test_staff_find_the_link_on_a_draft_and_none_on_what_is_live(shopper: Client) -> None:
    office = at_the_desk(make_staff("editor"))
    hidden, seen = draft(), stocked_product("Seen mug")

    page = office.get(f"/office/products/{hidden.pk}/").content.decode()
    url = page.split('href="/preview/')[1].split('"')[0]

    assert shopper.get(f"/preview/{url}").status_code == 200
    assert "/preview/" not in office.get(f"/office/products/{seen.pk}/").content.decode()
