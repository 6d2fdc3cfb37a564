"""A product with as many variants as there may be is still edited a page at a time."""

from __future__ import annotations

import pytest
from django.test import Client

from shopkeeper.commerce.catalogue.models import Product, Variant
from shopkeeper.commerce.checkout.makers import make_shop
from shopkeeper.commerce.pricing.models import Price
from shopkeeper.interfaces.backoffice.makers import at_the_desk, make_staff
from shopkeeper.interfaces.storefront.tests.test_product import many_variants

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Client:
    make_shop()
    return at_the_desk(make_staff())


def grid(product: Product, start: int, count: int = 100) -> dict[str, str]:
    """What a browser sends of one page of the grid."""
    rows = product.variants.all()[start : start + count]
    told = {"rows": str(start)}
    for row in rows:
        told |= {f"gtin-{row.pk}": "", f"weight-{row.pk}": "250", f"position-{row.pk}": str(row.position)}
        told |= {f"active-{row.pk}": "yes"}
    return told


def test_the_office_shows_a_hundred_variants_at_a_time_at_a_constant_cost(
    office: Client, django_assert_max_num_queries: object
) -> None:
    product = many_variants(2048)

    with django_assert_max_num_queries(20):  # type: ignore[operator]
        first = office.get(f"/office/products/{product.pk}/").content
    last = office.get(f"/office/products/{product.pk}/?rows=2000").content

    assert first.count(b'name="weight-') == 100
    assert first.count(b'name="price-') == 100
    assert b"1\xe2\x80\x93100 of 2,048" in first
    assert b"?rows=100#variants" in first
    assert last.count(b'name="weight-') == 48
    assert b"MANY-2048-2047" in last
    assert len(first) < 300_000


def test_a_page_of_the_grid_is_saved_and_the_others_are_left_alone(office: Client) -> None:
    product = many_variants(2048)

    answer = office.post(f"/office/products/{product.pk}/variants", grid(product, 1900))

    assert answer.headers["Location"] == f"/office/products/{product.pk}/?rows=1900#variants"
    assert Variant.objects.filter(product=product, weight_grams=250).count() == 100
    assert Variant.objects.filter(product=product, is_active=True).count() == 2048


def test_a_wrong_row_comes_back_on_its_own_page(office: Client) -> None:
    product = many_variants(300)
    row = product.variants.all()[250]

    answer = office.post(f"/office/products/{product.pk}/variants", {**grid(product, 200), f"gtin-{row.pk}": "12"})

    assert answer.status_code == 422
    assert f'name="gtin-{row.pk}" value="12"' in answer.content.decode()


def test_prices_are_saved_a_page_at_a_time(office: Client) -> None:
    product = many_variants(300)
    offers = [row.offers.get().pk for row in product.variants.all()[200:300]]

    office.post(
        f"/office/products/{product.pk}/prices",
        {"currency": "EUR", "rows": "200", **{f"price-{pk}": "12.50" for pk in offers}},
    )

    assert Price.objects.filter(amount_minor=1250).count() == 100
    assert Price.objects.filter(amount_minor=900).count() == 200


@pytest.mark.parametrize("rows", ["-1", "x", "99999999", "9999", ""])
def test_a_page_that_is_none_is_no_error(office: Client, rows: str) -> None:
    product = many_variants(3)

    assert office.get(f"/office/products/{product.pk}/", {"rows": rows}).status_code == 200
