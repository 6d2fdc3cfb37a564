"""Which variant a choice of options means, and which values can be had beside it. Pure rules."""

from __future__ import annotations

from random import Random

import pytest

from shopkeeper.commerce.catalogue.models import Product
from shopkeeper.commerce.catalogue.option_names import address_name, chosen_options
from shopkeeper.commerce.catalogue.pictures import Picture, true_to
from shopkeeper.commerce.catalogue.queries import SellableVariant
from shopkeeper.commerce.pricing.resolve import EffectivePrice
from shopkeeper.commerce.shelf.details import OptionGroup, choose, option_groups
from shopkeeper.commerce.shelf.summaries import _range, _Row


def variant(number: int, **options: str) -> SellableVariant:
    return SellableVariant(number, number, f"S{number}", options, 0, "house", 1, None, "", "", "new")


OAT_S, OAT_L, INK_S = (
    variant(1, Colour="Oat", Size="S"),
    variant(2, Colour="Oat", Size="L"),
    variant(3, Colour="Ink", Size="S"),
)
ALL = [OAT_S, OAT_L, INK_S]


@pytest.mark.parametrize(
    ("chosen", "stock", "number"),
    [
        ({}, {1: 1, 2: 1, 3: 1}, 1),
        ({}, {2: 1}, 2),
        ({}, {}, 1),
        ({"Size": "L"}, {1: 1}, 2),
        ({"Colour": "Ink"}, {1: 1}, 3),
        ({"Colour": "Oat"}, {2: 1}, 2),
        ({"Colour": "Ink", "Size": "L"}, {1: 1, 2: 1}, 2),
        ({"Colour": "Ink", "Size": "L"}, {3: 1}, 3),
        ({"Colour": "Mauve"}, {3: 1}, 3),
        ({"Scent": "Rose"}, {}, 1),
    ],
)
def test_the_variant_is_the_one_that_fits_best_then_one_in_stock_then_the_first(
    chosen: dict[str, str], stock: dict[int, int], number: int
) -> None:
    assert choose(ALL, chosen, stock).variant_id == number


def told(groups: tuple[OptionGroup, ...]) -> dict[str, dict[str, str]]:
    return {
        group.name: {
            value.value: ("*" if value.chosen else "")
            + ("in stock" if value.available else "sold out" if value.exists else "none")
            for value in group.values
        }
        for group in groups
    }


def make_product() -> Product:
    return Product(
        options=[
            {"name": "Colour", "values": [{"value": "Oat", "swatch": "#eee"}, {"value": "Ink"}]},
            {"name": "Size", "values": [{"value": "S"}, {"value": "L"}]},
        ]
    )


def test_each_value_says_whether_it_can_be_had_with_everything_else_as_chosen() -> None:
    groups = option_groups(make_product(), ALL, OAT_L, {1: 0, 2: 3, 3: 5}, [])

    assert told(groups) == {
        "Colour": {"Oat": "*in stock", "Ink": "none"},
        "Size": {"S": "sold out", "L": "*in stock"},
    }


@pytest.mark.parametrize("seed", range(20))
def test_one_pass_says_the_same_as_trying_every_value(seed: int) -> None:
    draw = Random(seed)
    names = [f"O{number}" for number in range(draw.randint(1, 3))]
    values = ["a", "b", "c"]
    product = Product(options=[{"name": name, "values": [{"value": one} for one in values]} for name in names])
    combinations = {tuple(draw.choice(values) for _ in names) for _ in range(draw.randint(1, 12))}
    variants = [
        variant(number, **dict(zip(names, one, strict=True))) for number, one in enumerate(sorted(combinations))
    ]
    stock = {one.offer_id: draw.randint(0, 1) for one in variants}
    chosen = draw.choice(variants)

    for group in option_groups(product, variants, chosen, stock, []):
        for value in group.values:
            wanted = {**chosen.options, group.name: value.value}
            same = [one for one in variants if one.options == wanted]
            assert value.exists == bool(same)
            assert value.in_stock == any(stock[one.offer_id] for one in same)


def test_names_of_options_are_understood_as_they_are_and_as_addresses_write_them() -> None:
    asked = {"thread-colour": "Ink", "Size": "L", "price": "1"}

    assert chosen_options(["Thread Colour", "Size", "Scent"], asked) == {"Thread Colour": "Ink", "Size": "L"}


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("Thread Colour", "thread-colour"),
        ("Größe", "grosse"),
        ("  A  B ", "a-b"),
        ("Ｓｉｚｅ", "size"),
        ("色", "色"),
        ("", ""),
    ],
)
def test_an_option_is_written_plainly_in_addresses(name: str, address: str) -> None:
    assert address_name(name) == address
    assert address_name(address) == address


def picture(name: str, **options: str) -> Picture:
    return Picture(name, name, 800, 600, tuple(sorted(options.items())))


def test_pictures_of_the_chosen_options_come_first_and_those_of_others_not_at_all() -> None:
    shown = [
        picture("general"),
        picture("ink", Colour="Ink"),
        picture("oat", Colour="Oat"),
        picture("oat-s", Colour="Oat", Size="S"),
    ]

    assert [one.digest for one in true_to(shown, {"Colour": "Oat", "Size": "S"})] == ["oat", "oat-s", "general"]
    assert [one.digest for one in true_to(shown, {"Colour": "Oat", "Size": "L"})] == ["oat", "general"]
    assert [one.digest for one in true_to(shown, {})] == ["ink", "oat", "oat-s", "general"]


@pytest.mark.parametrize(
    ("width", "widths"),
    [
        (100, (100,)),
        (320, (320,)),
        (700, (320, 480, 640, 700)),
        (1600, (320, 480, 640, 960, 1280, 1600)),
        (4000, (320, 480, 640, 960, 1280, 1600)),
    ],
)
def test_a_picture_is_offered_in_every_smaller_size_and_never_enlarged(width: int, widths: tuple[int, ...]) -> None:
    found = Picture("a" * 64, "A mug", width, width).widths

    assert found == widths


def price(offer: int, now: int, reference: int | None = None) -> EffectivePrice:
    return EffectivePrice(offer, now, 2000, "Reduced price", None, None, reference)


def test_a_range_of_prices_strikes_through_only_what_stands_beside_its_lowest() -> None:
    rows = [_Row(number, 1, f"S{number}", {}) for number in (1, 2, 3)]

    found = _range(rows, {1: price(1, 1500, 2000), 2: price(2, 1200), 3: price(3, 1800)})

    assert found is not None
    assert (found.lowest_minor, found.highest_minor, found.reference_minor, found.percent) == (1200, 1800, 0, 0)
    assert _range(rows, {}) is None
