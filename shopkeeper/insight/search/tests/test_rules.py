"""Collections by rule: what a rule finds, in which market, and that it follows the shop."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shopkeeper.commerce.catalogue import desk
from shopkeeper.commerce.catalogue.collection_rules import parse
from shopkeeper.commerce.catalogue.makers import make_brand, make_category, make_product, place_in
from shopkeeper.commerce.catalogue.models import Collection, CollectionItem, Offer, Product, ProductType
from shopkeeper.commerce.checkout.makers import make_offer, make_shop
from shopkeeper.commerce.inventory import operations as inventory
from shopkeeper.commerce.pricing import operations as pricing
from shopkeeper.commerce.pricing.models import Market
from shopkeeper.commerce.pricing.operations import NewPrice
from shopkeeper.foundation import clock
from shopkeeper.foundation.audit.operations import SYSTEM
from shopkeeper.foundation.money import Money
from shopkeeper.foundation.remember import forget_all
from shopkeeper.insight.search import queries
from shopkeeper.insight.search.listing import Browse

pytestmark = pytest.mark.django_db
NOW = clock.now()


@pytest.fixture
def market() -> Market:
    return make_shop()


def stock(
    title: str,
    *,
    price: str = "18.00",
    units: int = 5,
    brand: str = "",
    path: str = "kitchen/mugs",
    currency: str = "EUR",
    **fields: Any,
) -> Product:
    product = make_product(title, brand=make_brand(brand) if brand else None, **fields)
    place_in(product, make_category(path))
    make_offer(price=price, stock=units, product=product, currency=currency, at=NOW - timedelta(days=40))
    return product


def found(*conditions: dict[str, Any], match: str = "all", market_code: str = "nl-eur") -> list[str]:
    rule = parse({"match": match, "conditions": list(conditions)})
    return sorted(one.title for one in queries.found_by(rule, market_code=market_code, limit=100).items)


def by_rule(*conditions: dict[str, Any], match: str = "all") -> Collection:
    made = desk.make_collection(name="By rule", kind="rule", actor=SYSTEM)
    desk.set_rule(collection=made, data={"match": match, "conditions": list(conditions)}, actor=SYSTEM)
    forget_all()
    return made


def shown(collection: Collection, market_code: str = "nl-eur") -> list[str]:
    return [one.title for one in queries.browse(Browse(market_code, collection_id=collection.pk)).items]


def test_named_things_are_found_by_any_of_their_values_or_none(market: Market) -> None:
    mug = ProductType.objects.create(slug="mug", name="Mug")
    stock("Red mug", brand="Tide", product_type=mug, tags=["Gift"])
    stock("Blue mug", brand="Fern")
    stock("Pan", path="kitchen/cookware")

    assert found({"field": "brand", "any_of": ["tide", "fern"]}) == ["Blue mug", "Red mug"]
    assert found({"field": "brand", "none_of": ["tide"]}) == ["Blue mug", "Pan"]
    assert found({"field": "category", "any_of": ["kitchen"]}) == ["Blue mug", "Pan", "Red mug"]
    assert found({"field": "category", "none_of": ["kitchen/cookware"]}) == ["Blue mug", "Red mug"]
    assert found({"field": "type", "any_of": ["mug"]}) == ["Red mug"]
    assert found({"field": "tag", "any_of": ["gift"]}) == ["Red mug"]
    assert found({"field": "brand", "any_of": ["gone"]}) == []


def test_attributes_are_found_by_value_and_by_range(market: Market) -> None:
    stock("Low", attributes={"height_cm": 5, "material": "Oak", "made": "2026-01-31"})
    stock("Middling", attributes={"height_cm": 9.5, "material": ["Oak", "Steel"], "washable": True})
    stock("High", attributes={"height_cm": 20, "made": "2026-02-01"})

    assert found({"field": "attribute", "slug": "material", "any_of": ["Steel"]}) == ["Middling"]
    assert found({"field": "attribute", "slug": "washable", "any_of": ["True"]}) == ["Middling"]
    assert found({"field": "attribute", "slug": "height_cm", "from": "9.5"}) == ["High", "Middling"]
    assert found({"field": "attribute", "slug": "height_cm", "from": "9", "to": "10"}) == ["Middling"]
    assert found({"field": "attribute", "slug": "made", "from": "2026-02-01"}) == ["High"]


def test_all_conditions_must_be_met_or_any(market: Market) -> None:
    stock("Cheap and here", price="5.00")
    stock("Cheap and gone", price="5.00", units=0)
    stock("Dear and here", price="50.00")
    cheap, here = {"field": "price", "currency": "EUR", "to": 500}, {"field": "in_stock", "is": True}

    assert found(cheap, here) == ["Cheap and here"]
    assert found(cheap, here, match="any") == ["Cheap and gone", "Cheap and here", "Dear and here"]
    assert found({"field": "in_stock", "is": False}) == ["Cheap and gone"]


def test_a_price_is_judged_in_its_currency_wherever_the_visitor_is(market: Market) -> None:
    make_shop("GBP", country="GB")
    both = stock("Both", price="20.00")
    pricing.set_prices(prices=[NewPrice(Offer.objects.get(variant__product=both).pk, Money(2600, "GBP"))], at=NOW)
    stock("Euros only", price="20.00")
    under_25 = {"field": "price", "currency": "EUR", "to": 2500}

    assert found(under_25) == ["Both", "Euros only"]
    assert found(under_25, market_code="gb-gbp") == ["Both"]
    assert found({"field": "price", "currency": "GBP", "to": 2500}, market_code="gb-gbp") == []
    assert found({"field": "price", "currency": "USD", "to": 2500}) == []


def test_a_reduction_counts_where_the_visitor_pays(market: Market) -> None:
    make_shop("GBP", country="GB")
    product = stock("Mug", price="20.00")
    offer = Offer.objects.get(variant__product=product)
    pricing.set_prices(prices=[NewPrice(offer.pk, Money(1600, "GBP"))], at=NOW - timedelta(days=40))
    reduced = NewPrice(
        offer.pk, Money(1500, "EUR"), starts_at=NOW - timedelta(hours=1), ends_at=NOW + timedelta(days=1)
    )
    pricing.set_prices(prices=[reduced], at=NOW - timedelta(hours=1))

    assert found({"field": "on_sale", "is": True}) == ["Mug"]
    assert found({"field": "on_sale", "is": True}, market_code="gb-gbp") == []


def test_new_counts_from_when_shoppers_could_see_it(market: Market) -> None:
    old = stock("Old")
    Product.objects.filter(pk=old.pk).update(created_at=NOW - timedelta(days=90))
    launched = stock("Launched last week", publish_at=NOW - timedelta(days=7))
    Product.objects.filter(pk=launched.pk).update(created_at=NOW - timedelta(days=90))
    stock("Made today")

    assert found({"field": "new", "days": 30}) == ["Launched last week", "Made today"]
    assert found({"field": "new", "days": 5}) == ["Made today"]


def test_a_collection_follows_the_products_it_is_about(market: Market) -> None:
    product = stock("Mug", brand="Tide", units=0)
    collection = by_rule({"field": "brand", "any_of": ["tide"]}, {"field": "in_stock", "is": True})
    assert shown(collection) == []

    offer = Offer.objects.get(variant__product=product)
    inventory.set_on_hand(resource_id=offer.pk, location="main", on_hand=3, reason="", actor="", at=NOW)
    assert shown(collection) == ["Mug"]

    desk.set_publication(product=product, status="draft", publish_at=None, actor=SYSTEM)
    assert shown(collection) == []


def test_a_collection_page_costs_no_query_for_each_product_or_condition(market: Market, settings: Any) -> None:
    settings.SEARCH_REFRESH_SECONDS = 60
    for number in range(30):
        stock(f"Mug {number}")
    collection = by_rule(
        {"field": "category", "any_of": ["kitchen"]}, {"field": "price", "currency": "EUR", "to": 9900}
    )
    queries.browse(Browse("nl-eur"))
    shown(collection)

    with CaptureQueriesContext(connection) as asked:
        assert len(shown(collection)) == 24

    assert len(asked) == 0


@pytest.mark.parametrize(
    "stored", [None, [], {"brand": "linden-row"}, {"conditions": [{"field": "price", "from": "cheap"}]}, "x" * 50]
)
def test_a_rule_that_cannot_be_read_shows_nothing_and_breaks_nothing(market: Market, stored: Any) -> None:
    stock("Mug")
    made = Collection.objects.create(slug="bad", name="Bad", kind="rule", rule=stored if stored is not None else {})

    assert shown(made) == []
    assert queries.in_collection(made.pk, market_code="nl-eur", limit=4) == ()


def test_a_collection_by_hand_stands_in_its_own_order_with_what_is_sold_out_behind(market: Market) -> None:
    made = desk.make_collection(name="Chosen", kind="manual", actor=SYSTEM)
    first, gone, last = stock("First", sold_count=1), stock("Gone", units=0), stock("Last", sold_count=900)
    for product in (gone, first, last):
        desk.put_in(collection=made, product_id=product.pk, actor=SYSTEM)
    assert shown(made) == ["First", "Last", "Gone"]

    item = CollectionItem.objects.get(product=last)
    desk.arrange_collection(collection=made, places={item.pk: 0}, removed=[], actor=SYSTEM)

    assert shown(made) == ["Last", "First", "Gone"]
    assert [one.title for one in queries.in_collection(made.pk, market_code="nl-eur", limit=4)] == ["Last", "First"]


def test_a_collection_turned_to_a_rule_no_longer_shows_what_was_put_in(market: Market) -> None:
    made = by_rule({"field": "in_stock", "is": True})
    gone = stock("Gone", units=0)
    desk.put_in(collection=made, product_id=gone.pk, actor=SYSTEM)
    stock("Here")

    assert shown(made) == ["Here"]
    assert queries.size_of(made, market_code="nl-eur") == 1
