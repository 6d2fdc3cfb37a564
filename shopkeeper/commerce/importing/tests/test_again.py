"""Run again, killed half-way, changed and changed back: an import ends where its file says, and nowhere else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError

from shopkeeper.commerce.catalogue import desk as catalogue
from shopkeeper.commerce.catalogue.models import Brand, Category, Collection, Offer, Product, ProductType, Variant
from shopkeeper.commerce.checkout.makers import NOON
from shopkeeper.commerce.importing import operations
from shopkeeper.commerce.importing.models import ImportedRow
from shopkeeper.commerce.importing.operations import ImportReport
from shopkeeper.commerce.inventory import operations as inventory
from shopkeeper.commerce.inventory.allocation import Want
from shopkeeper.commerce.inventory.models import Bucket, Location, Movement
from shopkeeper.commerce.pricing import desk as pricing_desk
from shopkeeper.commerce.pricing import queries as pricing
from shopkeeper.commerce.pricing.models import Market, Price, PriceHistory
from shopkeeper.commerce.pricing.resolve import EffectivePrice
from shopkeeper.foundation.audit.operations import Actor
from shopkeeper.foundation.events.models import OutboxEvent
from shopkeeper.insight.search.follow import shop_index

DAY = timedelta(days=1)
SANNE = Actor(kind="user", id="7", label="Sanne")


def mug(number: int = 1, **more: Any) -> dict[str, Any]:
    told = {"handle": f"mug-{number}", "title": f"Mug {number}", "sku": f"M-{number}", "prices": {"EUR": "18.00"}}
    return {**told, "stock": {"main": 5}, **more}


def told(report: ImportReport) -> str:
    return " ".join(trouble.message for trouble in report.troubles)


def books() -> list[object]:
    """Everything an import writes, keys and times of writing aside."""
    found: list[object] = []
    for model, unlike in (
        (Product, {"updated_at", "created_at"}),
        (Variant, set()),
        (Offer, set()),
        (Brand, set()),
        (Category, set()),
        (Collection, set()),
        (Price, set()),
        (PriceHistory, set()),
        (Bucket, {"updated_at"}),
        (Movement, set()),
        (ImportedRow, set()),
    ):
        names = [field.attname for field in model._meta.concrete_fields if field.attname not in unlike]
        found += list(model.objects.order_by("pk").values_list(*names))
    return found


FILE = [
    mug(1, brand="Linden Row", categories=["kitchen/mugs", "new"], collections=["gifts"], product_type="drinkware"),
    mug(2, list_prices={"EUR": "25.00"}, translations={"de": {"title": "Becher"}}),
    mug(3, prices={"EUR": "1.00", "GBP": "2.00"}, published=False),
    {"title": "Broken"},
]


def test_the_same_file_again_changes_nothing_and_announces_nothing(run: Any) -> None:
    first = run(*FILE)
    before, announced = books(), OutboxEvent.objects.count()

    again = run(*FILE, at=NOON + DAY)

    assert (first.created, first.failed) == (3, 1)
    assert (again.created, again.updated, again.unchanged, again.failed) == (0, 0, 3, 1)
    assert books() == before
    assert OutboxEvent.objects.count() == announced


class PowerCut(Exception):
    pass


@pytest.mark.parametrize("batches", [1, 2])
def test_an_import_killed_half_way_goes_on_where_it_was_and_ends_the_same(
    run: Any, monkeypatch: pytest.MonkeyPatch, batches: int
) -> None:
    monkeypatch.setattr(operations, "BATCH", 4)
    rows = [mug(number) for number in range(11)]
    seen: list[int] = []

    def cut(report: ImportReport) -> None:
        seen.append(report.created)
        if len(seen) == batches:
            raise PowerCut

    with pytest.raises(PowerCut):
        run(*rows, progress=cut)
    assert Product.objects.count() == 4 * batches

    resumed = run(*rows)

    assert (resumed.unchanged, resumed.created, resumed.failed) == (4 * batches, 11 - 4 * batches, 0)
    assert Product.objects.count() == Variant.objects.count() == Price.objects.count() == 11
    assert set(Bucket.objects.values_list("total", flat=True)) == {5}
    assert Movement.objects.count() == 11


def test_a_batch_that_cannot_be_written_leaves_nothing_of_itself(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object, **options: object) -> None:
        raise DatabaseError("disk full")

    monkeypatch.setattr("shopkeeper.commerce.importing.write.write_stock", broken)

    report = run(mug(1), mug(2))

    assert (report.created, report.failed) == (0, 2)
    assert not Product.objects.exists()
    assert not ImportedRow.objects.exists()


@pytest.mark.parametrize("between", [0, 3, 9])
def test_a_handle_that_stands_twice_is_told_however_far_apart_and_the_first_one_is_used(
    run: Any, monkeypatch: pytest.MonkeyPatch, between: int
) -> None:
    monkeypatch.setattr(operations, "BATCH", 4)
    rows = [mug(1, title="First"), *(mug(100 + number) for number in range(between)), mug(1, title="Second", sku="S")]

    report = run(*rows)
    again = run(*rows)

    assert (report.created, report.failed) == (between + 1, 1)
    assert "stands twice in this file" in told(report)
    assert Product.objects.get(slug="mug-1").title == "First"
    assert (again.unchanged, again.updated) == (between + 1, 0)


def price(market_code: str = "nl-eur", *, days: int = 0) -> EffectivePrice:
    offers = Offer.objects.values_list("pk", flat=True)
    market = Market.objects.get(code=market_code)
    (found,) = pricing.prices_in_force(offers, market=market, at=NOON + days * DAY).values()
    return found


def test_a_reduction_ends_with_the_file_that_no_longer_tells_it(run: Any) -> None:
    run(mug(prices={"EUR": "18.00"}, list_prices={"EUR": "25.00"}))
    assert (price().amount_minor, price().regular_minor) == (1800, 2500)

    run(mug(prices={"EUR": "25.00"}), at=NOON + DAY)

    assert (price(days=1).amount_minor, price(days=1).regular_minor, price(days=1).is_reduced) == (2500, 2500, False)


def test_a_reduction_that_was_corrected_leaves_no_lower_one_underneath(run: Any) -> None:
    run(mug(prices={"EUR": "0.18"}, list_prices={"EUR": "25.00"}))

    run(mug(prices={"EUR": "18.00"}, list_prices={"EUR": "25.00"}), at=NOON + DAY)

    assert Price.objects.filter(starts_at__isnull=False).count() == 1
    assert price(days=1).amount_minor == 1800
    assert list(PriceHistory.objects.filter(to_at=None).values_list("amount_minor", flat=True).order_by("pk")) == [
        2500,
        1800,
    ]


def test_a_reduction_told_again_with_another_word_changed_goes_on_from_when_it_began(run: Any) -> None:
    reduced = {"prices": {"EUR": "18.00"}, "list_prices": {"EUR": "25.00"}}
    run(mug(**reduced))

    run(mug(**reduced, summary="New words"), at=NOON + DAY)

    assert price(days=1).since == NOON
    assert Price.objects.count() == 2


def test_a_list_price_below_the_price_is_no_reduction(run: Any) -> None:
    run(mug(prices={"EUR": "18.00"}, list_prices={"EUR": "9.00"}))

    assert (price().amount_minor, price().regular_minor) == (1800, 1800)


def plan(days: int, *, until: int | None) -> None:
    pricing_desk.plan_reduction(
        product_id=1,
        offer_ids=list(Offer.objects.values_list("pk", flat=True)),
        currency="EUR",
        percent=50,
        starts_at=NOON + days * DAY,
        ends_at=None if until is None else NOON + until * DAY,
        actor=SANNE,
        at=NOON,
    )


def test_a_sale_with_an_end_planned_in_the_office_survives_an_import(run: Any) -> None:
    run(mug())
    plan(0, until=9)

    run(mug(title="New name"), at=NOON + DAY)

    assert price(days=2).amount_minor == 900
    assert price(days=9).amount_minor == 1800


def test_a_sale_that_has_not_begun_is_not_taken_for_one_that_has(run: Any) -> None:
    run(mug())
    plan(5, until=None)

    run(mug(prices={"EUR": "9.00"}, list_prices={"EUR": "18.00"}), at=NOON + DAY)

    assert price(days=2).amount_minor == 900
    assert price(days=6).amount_minor == 900


def test_a_price_of_one_market_alone_is_left_to_it(run: Any) -> None:
    run(mug())
    market = Market.objects.get()
    Price.objects.create(offer=Offer.objects.get(), market=market, currency="EUR", amount_minor=1000, starts_at=NOON)

    run(mug(title="New name"), at=NOON + DAY)

    assert price(days=2).amount_minor == 1000


def test_a_product_deleted_in_the_shop_comes_in_again(run: Any) -> None:
    run(mug(1), mug(2))
    Product.objects.get(slug="mug-1").delete()

    report = run(mug(1), mug(2))

    assert (report.created, report.unchanged) == (1, 1)
    assert Product.objects.filter(slug="mug-1").exists()


def test_a_product_given_another_address_in_the_office_is_not_made_a_second_time(run: Any) -> None:
    run(mug(1))
    catalogue.rename(product=Product.objects.get(), slug="blue-mug", actor=SANNE)

    same = run(mug(1))
    changed = run(mug(1, title="New name"))

    assert same.unchanged == 1
    assert "already belongs to the product “blue-mug”" in told(changed)
    assert Product.objects.count() == 1


def test_counts_below_what_is_sold_are_told_and_the_product_is_left_as_it_was(run: Any) -> None:
    run(mug(1), mug(2))
    offer = Offer.objects.get(variant__sku="M-1").pk
    inventory.take(reference="cart:1", wants=[Want("1", offer, 4)], at=NOON, expires_at=NOON)

    report = run(mug(1, title="New", stock={"main": 3}), mug(2, title="New", stock={"main": 3}))

    assert (report.updated, report.failed) == (1, 1)
    assert "already sold or set aside" in told(report)
    assert Product.objects.get(slug="mug-1").title == "Mug 1"
    assert Bucket.objects.get(resource_id=offer).total == 5


def test_what_the_shop_does_not_know_is_told_once_and_imported_all_the_same(run: Any) -> None:
    report = run(
        mug(1, stock={"main": 5, "mian": 9}, tax_class="standrad"),
        mug(2, stock={"mian": 9}, tax_class="standrad"),
    )

    assert report.created == 2
    assert told(report).count("“mian”") == 1
    assert told(report).count("“standrad”") == 1


def test_a_place_that_was_closed_is_told(run: Any) -> None:
    Location.objects.update(is_active=False)

    report = run(mug(1))

    assert "no open location “main”" in told(report)


def test_names_in_any_script_have_keys_of_their_own_and_keep_their_words(run: Any) -> None:
    report = run(
        mug(1, brand="資生堂", product_type="茶碗", categories=["Кухня/Кружки", "茶"], collections=["新着"]),
        mug(2, brand="無印良品", product_type="急須", categories=["Кухня/Чайники"], collections=["新着", "ギフト"]),
    )

    assert report.failed == 0
    assert sorted(Brand.objects.values_list("name", flat=True)) == ["無印良品", "資生堂"]
    assert sorted(ProductType.objects.values_list("name", flat=True)) == ["急須", "茶碗"]
    assert Category.objects.count() == 4
    assert {one.name for one in Category.objects.all()} == {"Кухня", "Кружки", "Чайники", "茶"}
    assert Collection.objects.count() == 2
    assert not Category.objects.filter(path__in=("", "/")).exists()
    assert len({product.brand_id for product in Product.objects.all()}) == 2


@pytest.mark.parametrize(
    "path", ["kitchen/mugs", "/kitchen/mugs/", "kitchen//mugs", " Kitchen / Mugs ", "kitchen/!!!/mugs"]
)
def test_however_a_category_is_written_its_path_has_no_gaps(run: Any, path: str) -> None:
    run(mug(1, categories=[path, "kitchen/mugs"]))

    assert sorted(Category.objects.values_list("path", flat=True)) == ["kitchen", "kitchen/mugs"]
    assert Category.objects.get(path="kitchen/mugs").parent.slug == "kitchen"  # type: ignore[union-attr]
    assert Product.objects.get().placements.count() == 1


@pytest.mark.parametrize("categories", [["!!!"], ["/"], [""], []])
def test_a_category_without_a_letter_is_none(run: Any, categories: list[str]) -> None:
    assert run(mug(1, categories=categories)).created == 1
    assert not Category.objects.exists()


def test_scripts_in_translated_texts_are_cleaned_like_those_in_the_shops_own(run: Any) -> None:
    html = "<p>Fein</p><script>alert(1)</script><img src=x onerror=alert(1)>"

    run(mug(1, description_html=html, translations={"de": {"description_html": html, "title": "<b>Becher"}}))

    product = Product.objects.get()
    for language in ("en", "de"):
        text = product.text("description_html", language)
        assert text.startswith("<p>Fein</p>")
        assert "script" not in text
        assert "onerror" not in text
    assert product.text("title", "de") == "<b>Becher"


STRANGE: list[dict[str, Any]] = [
    {"attributes": {"material": {"a": 1}, "colours": ["a", 5, None], "empty": None, "": ""}},
    {"attributes": {"x" * 500: "y" * 5000}},
    {
        "options": [{"name": "Size", "values": [{"value": 5}]}],
        "variants": [{"options": {"Size": 5}, "prices": {"EUR": 1}}],
    },
    {"media": [{"file": "gone.png", "options": {"Size": 5}}]},
    {"translations": {"de": {"title": ""}, "fr": {}}},
    {"unit_quantity": "0.001", "unit_measure": "g", "prices": {"EUR": "9999999999999"}},
    {"title": "🦆" * 300, "handle": "duck"},
]


@pytest.mark.parametrize("strange", STRANGE, ids=range(len(STRANGE)))
def test_whatever_comes_in_can_be_listed_searched_and_read(run: Any, strange: dict[str, Any]) -> None:
    report = run({**mug(1), **strange}, mug(2))
    assert report.created == 2

    shop_index.forget()

    assert shop_index.current().size == 2


def shirt(colours: dict[str, str]) -> dict[str, Any]:
    variants = [{"sku": sku, "options": {"Colour": one}, "prices": {"EUR": "9.00"}} for sku, one in colours.items()]
    values = [{"value": one} for one in ("Red", "Blue", "Green")]
    return {
        "handle": "shirt",
        "title": "Shirt",
        "options": [{"name": "Colour", "values": values}],
        "variants": variants,
    }


@pytest.mark.parametrize(
    "then", [{"A": "Blue", "B": "Red"}, {"A": "Blue", "B": "Green"}, {"A": "Blue"}, {"B": "Red", "C": "Blue"}]
)
def test_variants_may_take_over_each_others_combinations(run: Any, then: dict[str, str]) -> None:
    run(shirt({"A": "Red", "B": "Blue"}))

    report = run(shirt(then))

    on_sale = Variant.objects.filter(is_active=True)
    assert report.failed == 0, told(report)
    assert {variant.sku: variant.options["Colour"] for variant in on_sale} == then
