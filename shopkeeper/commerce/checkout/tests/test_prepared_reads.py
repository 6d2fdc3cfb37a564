"""The reads of every page beside the querysets they were written from."""

from __future__ import annotations

import pytest
from django.db.models import Q

from shopkeeper.commerce.cart import queries as carts
from shopkeeper.commerce.cart.models import CartLine
from shopkeeper.commerce.catalogue import queries as catalogue
from shopkeeper.commerce.catalogue.makers import make_product
from shopkeeper.commerce.catalogue.models import Brand, Offer, Product
from shopkeeper.commerce.checkout import queries as checkouts
from shopkeeper.commerce.checkout.makers import NOON, make_cart, make_checkout, make_offer, make_shop
from shopkeeper.commerce.pricing import queries as pricing
from shopkeeper.commerce.pricing.models import Price

pytestmark = pytest.mark.django_db


def test_a_product_comes_whole_with_its_brand() -> None:
    brand = Brand.objects.create(slug="elm", name="Elm")
    made = make_product(attributes={"width": 3}, translations={"de": {"title": "Becher"}})
    Product.objects.filter(pk=made.pk).update(brand=brand)

    found = catalogue.product(made.slug, at=NOON).product

    told = Product.objects.values().get(pk=made.pk)
    assert {name: getattr(found, name) for name in told} == told
    assert (found.brand, found.product_type) == (brand, found.product_type_id and found.product_type)
    assert found.text("title", "de") == "Becher"


def test_a_product_without_brand_and_type_asks_for_neither(django_assert_num_queries: object) -> None:
    made = make_product()
    Product.objects.update(brand=None, product_type=None)

    with django_assert_num_queries(1):  # type: ignore[operator]
        found = catalogue.product(made.slug, at=NOON)
        assert (found.product.brand, found.product.product_type, found.home_category) == (None, None, "")


@pytest.mark.parametrize("count", [1, 3])
def test_prices_are_those_of_this_market_and_of_none(count: int) -> None:
    market = make_shop()
    offers = [make_offer(price=f"{number}.00").pk for number in range(1, count + 1)]
    rows = Price.objects.filter(Q(market=None) | Q(market=market), offer_id__in=offers, currency=market.currency)

    found = pricing.prices_in_force(offers, market=market, at=NOON)

    assert {pk: price.amount_minor for pk, price in found.items()} == dict(rows.values_list("offer_id", "amount_minor"))


def test_a_checkout_comes_whole_with_its_cart(django_assert_num_queries: object) -> None:
    made = make_checkout(make_shop(), make_offer())

    with django_assert_num_queries(1):  # type: ignore[operator]
        found = checkouts.checkout(made.public_id)
        cart = found.cart

    for row in (found, cart):
        told = type(row).objects.values().get(pk=row.pk)
        assert {name: getattr(row, name) for name in told} == told


def test_a_cart_is_read_as_its_lines_stand() -> None:
    market, offers = make_shop(), [make_offer(), make_offer()]
    cart = make_cart(market, *offers, quantity=2)
    lines = CartLine.objects.filter(cart=cart).select_related("offer__variant__product").order_by("pk")

    view = carts.view(cart, market=market, language="en", at=NOON)

    assert carts.open_cart(cart.token) == cart
    assert carts.item_count(cart.token) == view.count == 4
    assert carts.line_numbers(cart) == {line.offer_id: line.pk for line in lines}
    assert [(one.offer_id, one.sku, one.title, one.quantity, one.options) for one in view.lines] == [
        (line.offer_id, line.offer.variant.sku, line.offer.variant.product.title, 2, line.offer.variant.options)
        for line in lines
    ]


@pytest.mark.parametrize("change", [{"status": "draft"}, {"publish_at": NOON.replace(year=2030)}])
def test_what_shoppers_do_not_see_is_not_sold(change: dict[str, object]) -> None:
    make_shop()
    offer = make_offer()
    assert catalogue.is_sold(offer.pk, at=NOON)

    Product.objects.update(**change)

    assert not catalogue.is_sold(offer.pk, at=NOON)


def test_an_offer_taken_out_is_not_sold() -> None:
    make_shop()
    offer = make_offer()
    Offer.objects.update(is_active=False)

    assert not catalogue.is_sold(offer.pk, at=NOON)
