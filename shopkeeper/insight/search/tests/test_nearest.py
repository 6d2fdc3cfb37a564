"""What is offered instead of something that is gone: near, and to be had."""

from __future__ import annotations

import pytest

from shopkeeper.commerce.catalogue.makers import make_brand, make_category, make_product, place_in
from shopkeeper.commerce.catalogue.models import Category, Product, ProductType
from shopkeeper.commerce.checkout.makers import make_offer, make_shop
from shopkeeper.insight.search import queries
from shopkeeper.insight.search.nearest import Wanted

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _market() -> None:
    make_shop()


def stock(title: str, path: str = "kitchen/mugs", *, price: str = "20.00", units: int = 3, **fields: object) -> Product:
    product = make_product(title, **fields)
    place_in(product, make_category(path))
    make_offer(product=product, price=price, stock=units)
    return product


def instead_of(product: Product, *, limit: int = 2, price: int | None = 2000, **options: str) -> list[str]:
    line = list(Category.objects.filter(path__in=["kitchen", "kitchen/mugs"]).order_by("-path"))
    wanted = Wanted(
        product_id=product.pk,
        category_ids=[row.pk for row in line],
        type_id=product.product_type_id,
        brand_slug=product.brand.slug if product.brand else "",
        attributes=product.attributes,
        options=options,
        price_minor=price,
    )
    return [one.title for one in queries.nearest_in_stock(wanted, market_code="nl-eur", limit=limit)]


def test_the_nearer_stands_first_whatever_sells_better() -> None:
    mug = ProductType.objects.create(slug="mug", name="Mug")
    clay = {"material": "Clay", "volume_ml": 350}
    gone = stock("Gone", units=0, product_type=mug, attributes=clay)
    stock("Best seller", sold_count=900)
    stock("Same kind", product_type=mug, attributes={"material": "Glass"})
    stock("Same clay", product_type=mug, attributes=clay)

    assert instead_of(gone) == ["Same clay", "Same kind"]


def test_price_and_maker_decide_between_the_like() -> None:
    gone = stock("Gone", units=0, brand=make_brand("Tide"))
    stock("Dear", price="90.00")
    stock("Alike", price="21.00")
    stock("Of the maker", price="21.00", brand=make_brand("Tide"))

    assert instead_of(gone, limit=3) == ["Of the maker", "Alike", "Dear"]


def test_nothing_is_offered_that_is_gone_itself_or_is_the_same_thing() -> None:
    gone = stock("Gone", units=0)
    stock("Gone, too", units=0)

    assert instead_of(gone) == []


def test_a_small_shelf_is_filled_from_the_next_one_up_and_from_the_shop() -> None:
    gone = stock("Gone", units=0)
    stock("Mug")
    stock("Pan", "kitchen/cookware")
    stock("Bed", "bedroom")

    assert sorted(instead_of(gone, limit=3)) == ["Bed", "Mug", "Pan"]


def test_something_not_sold_here_has_no_price_to_compare() -> None:
    gone = stock("Gone", units=0)
    stock("Mug")

    assert instead_of(gone, price=None) == ["Mug"]
