"""Lists, filters and words, and that the index follows what happens in the shop."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from shopkeeper.commerce.catalogue.events import ProductsChanged
from shopkeeper.commerce.catalogue.makers import make_brand, make_category, make_product, make_variant, place_in
from shopkeeper.commerce.catalogue.models import AttributeDefinition, Category, Offer, Product, ProductType
from shopkeeper.commerce.checkout.makers import NOON, make_offer, make_shop
from shopkeeper.commerce.inventory import operations as inventory
from shopkeeper.commerce.inventory.models import Bucket
from shopkeeper.commerce.pricing import operations as pricing
from shopkeeper.commerce.pricing.models import Market
from shopkeeper.commerce.pricing.operations import NewPrice
from shopkeeper.foundation.events import publish
from shopkeeper.foundation.money import Money
from shopkeeper.insight.search import queries
from shopkeeper.insight.search.follow import shop_index
from shopkeeper.insight.search.index import Index
from shopkeeper.insight.search.listing import Browse
from shopkeeper.insight.search.words import one_edit_away, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_index(settings: Any) -> None:
    settings.SEARCH_REFRESH_SECONDS = 0
    shop_index.forget()


@pytest.fixture
def market() -> Market:
    return make_shop()


@pytest.fixture
def mugs() -> Category:
    return make_category("kitchen/mugs")


def stock(
    title: str, mugs: Category, *, price: str = "18.00", units: int = 5, brand: str = "", **fields: Any
) -> Product:
    product = make_product(title, brand=make_brand(brand) if brand else None, **fields)
    place_in(product, mugs)
    make_offer(price=price, stock=units, product=product)
    return product


def titles(**asked: Any) -> list[str]:
    return [summary.title for summary in queries.browse(Browse("nl-eur", **asked)).items]


def test_a_category_holds_what_is_in_the_categories_below_it(market: Market, mugs: Category) -> None:
    stock("Aster mug", mugs)

    assert titles(category_id=Category.objects.get(path="kitchen").pk) == ["Aster mug"]
    assert titles(category_id=mugs.pk) == ["Aster mug"]


def test_filters_of_one_kind_are_alternatives_and_of_two_kinds_conditions(market: Market, mugs: Category) -> None:
    stock("Red cup", mugs, brand="Tide")
    stock("Blue cup", mugs, brand="Fern")
    stock("Dear cup", mugs, brand="Fern", price="90.00")

    assert sorted(titles(chosen={"brand": ("Tide", "Fern")})) == ["Blue cup", "Dear cup", "Red cup"]
    assert titles(chosen={"brand": ("Fern",)}, price_to=5000) == ["Blue cup"]


def test_counts_say_what_each_value_would_show_within_the_other_filters(market: Market, mugs: Category) -> None:
    stock("Red cup", mugs, brand="Tide")
    stock("Blue cup", mugs, brand="Fern")
    stock("Dear cup", mugs, brand="Fern", price="90.00")

    found = queries.browse(Browse("nl-eur", chosen={"brand": ("Tide",)}, price_to=5000))
    brand = next(facet for facet in found.facets if facet.filterable.key == "brand")

    assert {value.value: (value.count, value.chosen) for value in brand.values} == {
        "Tide": (1, True),
        "Fern": (1, False),
    }


def test_a_size_filter_shows_only_products_with_that_size_in_stock(market: Market, mugs: Category) -> None:
    product = make_product("Boot", options=[{"name": "Size", "values": [{"value": "43"}, {"value": "44"}]}])
    place_in(product, mugs)
    for size, units in (("43", 3), ("44", 0)):
        offer = Offer.objects.get(variant=make_variant(product, {"Size": size}))
        pricing.set_prices(prices=[NewPrice(offer.pk, Money(9900, "EUR"))], at=NOON)
        inventory.set_on_hand(resource_id=offer.pk, location="main", on_hand=units, reason="", actor="", at=NOON)

    assert titles(chosen={"size": ("43",)}) == ["Boot"]
    assert titles(chosen={"size": ("44",)}) == []


def test_what_is_sold_out_stands_behind_what_can_be_bought_in_every_order(market: Market, mugs: Category) -> None:
    stock("Gone", mugs, price="1.00", units=0)
    stock("Here", mugs, price="20.00")

    for sort in ("featured", "newest", "price_asc", "price_desc"):
        assert titles(sort=sort) == ["Here", "Gone"]


def test_pages_follow_each_other_without_a_gap_or_a_repetition(market: Market, mugs: Category) -> None:
    for number in range(30):
        stock(f"Cup {number:02}", mugs, price=f"{number + 1}.00")

    first, second = titles(sort="price_asc"), titles(sort="price_asc", page=2)

    assert (len(first), len(second)) == (24, 6)
    assert first + second == [f"Cup {number:02}" for number in range(30)]
    assert titles(sort="price_asc", page=99) == second


@pytest.mark.parametrize(
    "typed", ["aster mug", "ASTER MUGS", "astre mug", "aste", "mug aster", "  aster—mug!! ", "aster" + " " * 500]
)
def test_words_are_found_in_any_order_plural_and_with_one_mistake(typed: str, market: Market, mugs: Category) -> None:
    stock("Aster mug", mugs)
    stock("Linen towel", mugs)

    assert titles(query=typed) == ["Aster mug"]


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "x" * 10_000,
        "🫖",
        "إبريق",
        "'; DROP TABLE x; --",
        "<script>",
        ".*[(",
        '"',
        "\\",
        "\x00",
        "%%",
        "AND OR NOT",
    ],
)
def test_nothing_that_can_be_typed_breaks_the_search(typed: str, market: Market, mugs: Category) -> None:
    stock("Aster mug", mugs)

    found = queries.browse(Browse("nl-eur", query=typed))

    assert found.total in (0, 1)
    assert queries.suggest(typed, market_code="nl-eur")


def test_a_sku_finds_its_product(market: Market, mugs: Category) -> None:
    product = stock("Aster mug", mugs)

    assert titles(query=product.variants.get().sku) == ["Aster mug"]


def test_a_changed_price_is_found_at_once(market: Market, mugs: Category) -> None:
    product = stock("Aster mug", mugs)
    assert titles(price_to=1000) == []

    offer = Offer.objects.get(variant__product=product)
    pricing.set_prices(prices=[NewPrice(offer.pk, Money(900, "EUR"))], at=NOON)

    assert titles(price_to=1000) == ["Aster mug"]


def test_selling_the_last_one_takes_it_out_of_what_is_in_stock(market: Market, mugs: Category) -> None:
    stock("Aster mug", mugs, units=1)
    assert titles(in_stock=True) == ["Aster mug"]

    inventory.adjust(bucket_id=Bucket.objects.get().pk, delta=-1, reason="broken", actor="", at=NOON)

    assert titles(in_stock=True) == []


def test_a_product_taken_off_sale_is_no_longer_found(market: Market, mugs: Category) -> None:
    product = stock("Aster mug", mugs)
    assert titles(query="aster") == ["Aster mug"]

    Product.objects.filter(pk=product.pk).update(status="draft")
    publish(ProductsChanged(source="test", product_ids=[product.pk]))

    assert titles(query="aster") == []
    assert queries.products([product.pk], market_code="nl-eur") == []


def test_a_reduction_begins_and_ends_by_the_timetable(market: Market, mugs: Category, time_machine: Any) -> None:
    time_machine.move_to(NOON)
    product = stock("Aster mug", mugs)
    offer = Offer.objects.get(variant__product=product)
    begins, ends = NOON + timedelta(hours=1), NOON + timedelta(hours=2)
    pricing.set_prices(prices=[NewPrice(offer.pk, Money(900, "EUR"), None, begins, ends)], at=NOON)
    seen = []

    for moment in (NOON, begins + timedelta(seconds=1), ends + timedelta(seconds=1)):
        time_machine.move_to(moment)
        seen.append(titles(on_sale=True) or titles(price_to=1000))

    assert seen == [[], ["Aster mug"], []]


@pytest.mark.parametrize("products", [1, 40])
def test_a_list_costs_no_more_queries_however_long_it_is(
    products: int, market: Market, mugs: Category, django_assert_max_num_queries: Any
) -> None:
    for number in range(products):
        stock(f"Cup {number}", mugs)
    titles(category_id=mugs.pk)

    # Following the outbox (twice while ids are missing, on PostgreSQL), and what is remembered only for seconds.
    with django_assert_max_num_queries(4):
        titles(category_id=mugs.pk)


def test_plurals_and_accents_fold_away() -> None:
    assert words("Blue Mugs, 350 ml — café") == ["blue", "mug", "350", "ml", "cafe"]
    assert list(one_edit_away("lamo", {"lamp", "camp"})) == ["lamp"]


class _Meanwhile(int):
    """A set of documents; while it is intersected, another thread has put a product with a new brand in the index."""

    index: Index

    def __and__(self, other: int) -> int:
        self.index.facets["brand"][f"Brand {len(self.index.facets['brand'])}"] = 1
        return int(self) & other


@pytest.mark.parametrize("brands", [3, 80])
def test_counting_goes_on_while_a_product_with_a_new_brand_comes_in(brands: int) -> None:
    index = Index()
    index.documents = [None]
    index.facets = {"brand": {f"Brand {number}": 1 for number in range(brands)}}
    inside = _Meanwhile(1)
    inside.index = index

    found = index.counts("brand", inside, most=100, besides=("Brand 0",))

    assert found["Brand 0"] == 1


def test_an_option_or_attribute_with_a_name_of_ours_is_a_filter_of_its_own(market: Market, mugs: Category) -> None:
    kind = ProductType.objects.create(slug="book", name="Book")
    for slug in ("page", "collection", "colour"):
        AttributeDefinition.objects.create(product_type=kind, slug=slug, name=slug, filterable=True)
    names = ["collection", "Colour", "brand"]
    product = make_product("Book", product_type=kind, attributes={"page": "A5", "colour": "ink", "collection": "x"})
    product.options = [{"name": name, "values": [{"value": "1"}]} for name in names]
    product.save()
    offer = Offer.objects.get(variant=make_variant(product, dict.fromkeys(names, "1")))
    pricing.set_prices(prices=[NewPrice(offer.pk, Money(900, "EUR"))], at=NOON)
    inventory.set_on_hand(resource_id=offer.pk, location="main", on_hand=1, reason="", actor="", at=NOON)

    assert titles(collection_id=1) == []
    for key, value in {
        "collection": "1",
        "colour": "1",
        "option-brand": "1",
        "attribute-page": "A5",
        "attribute-colour": "ink",
        "attribute-collection": "x",
    }.items():
        assert titles(chosen={key: (value,)}) == ["Book"], key
        assert titles(chosen={key: ("other",)}) == [], key
