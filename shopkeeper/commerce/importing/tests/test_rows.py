"""A row is taken whole, or what is wrong with it is said; nothing is lost, bent or let through in silence."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopkeeper.commerce.importing.rows import ProductRow, RowError, parse_row, slugify

MUG: dict[str, Any] = {"title": "Mug", "prices": {"EUR": "18.00"}}
OPTIONS = [{"name": "Colour", "values": ["Oat", "Ink"]}]


def variant(colour: str = "Oat", **more: Any) -> dict[str, Any]:
    return {"options": {"Colour": colour}, "prices": {"EUR": "18.00"}, **more}


def problems(data: Any) -> str:
    with pytest.raises(RowError) as refused:
        parse_row(data)
    return refused.value.message


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Oak Stool", "oak-stool"),
        ("  --Oak__Stool!!  ", "oak-stool"),
        ("Café Élise", "cafe-elise"),
        ("Größe XL", "grosse-xl"),
        ("Łódź", "lodz"),
        ("Smørrebrød", "smorrebrod"),
        ("Þórr & Ægir", "thorr-aegir"),
        ("ﬁne ½", "fine-1-2"),
        ("𝐁𝐨𝐥𝐝", "bold"),
        ("茶碗", ""),
        ("!!!", ""),
        ("", ""),
        ("x" * 400, "x" * 255),
    ],
)
def test_a_text_becomes_an_address_of_plain_letters(text: str, slug: str) -> None:
    assert slugify(text) == slug


@given(st.text(max_size=80))
def test_an_address_is_always_an_address_and_making_it_again_changes_nothing(text: str) -> None:
    found = slugify(text)

    assert found == "" or re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", found)
    assert slugify(found) == found


def test_variants_without_a_sku_keep_their_options_and_get_one_each() -> None:
    row = parse_row({**MUG, "options": OPTIONS, "variants": [variant("Oat"), variant("Ink")]})

    assert [(one.sku, one.options) for one in row.variants] == [
        ("mug", {"Colour": "Oat"}),
        ("mug-2", {"Colour": "Ink"}),
    ]


def test_a_sku_made_from_a_long_address_fits() -> None:
    row = parse_row({**MUG, "title": "x" * 255, "options": OPTIONS, "variants": [variant("Oat"), variant("Ink")]})

    skus = [one.sku for one in row.variants]
    assert len(set(skus)) == 2
    assert all(len(sku) <= 100 for sku in skus)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ([{"name": "Colour", "values": [{"swatch": "#fff"}]}], "value"),
        ([{"name": "Colour", "values": [None]}], "value"),
        ([{"name": "Colour", "values": [{"value": ""}]}], "value"),
        ([{"name": "Colour", "values": ["Oat", "Oat"]}], "twice"),
        ([{"name": "Colour", "values": ["Oat"]}, {"name": "Colour", "values": ["Oat"]}], "twice"),
        ([{"name": "Colour", "values": "Oat"}], "values"),
        ([{"name": "Colour"}], "values"),
        ([{"values": ["Oat"]}], "name"),
        ([{"name": "", "values": ["Oat"]}], "name"),
        ([{"name": ["x"], "values": ["Oat"]}], "name"),
        (["Colour"], "name"),
        ("Colour", "list"),
        ([{"name": f"O{number}", "values": ["a"]} for number in range(6)], "at most 5"),
        ([{"name": "Colour", "values": [{"value": "Oat", "swatch": "red;background:url(//evil.example)"}]}], "swatch"),
    ],
)
def test_options_that_cannot_be_shown_are_refused(options: Any, message: str) -> None:
    assert message in problems({**MUG, "options": options, "variants": [variant("Oat", sku="A")]})


@pytest.mark.parametrize(
    ("variants", "message"),
    [
        ([variant("Mauve", sku="A")], "“Mauve”"),
        ([{"sku": "A", "prices": {"EUR": "1"}}], "Colour"),
        ([variant("Oat", sku="A"), variant("Oat", sku="B")], "repeats"),
        ([{**variant("Oat", sku="A"), "options": {"Colour": "Oat", "Scent": "Rose"}}], "Scent"),
        ([{**variant("Oat", sku="A"), "options": "Oat"}], "object"),
        ([3], "object"),
    ],
)
def test_a_variant_nobody_could_choose_is_refused(variants: Any, message: str) -> None:
    assert message in problems({**MUG, "options": OPTIONS, "variants": variants})


def test_option_values_of_any_kind_are_text_in_the_end() -> None:
    row = parse_row({**MUG, "options": [{"name": "Size", "values": [38, {"value": 39}]}],
                     "variants": [{"sku": "A", "options": {"Size": 38}, "prices": {"EUR": 1}}]})  # fmt: skip

    assert row.options == ({"name": "Size", "values": [{"value": "38"}, {"value": "39"}]},)
    assert row.variants[0].options == {"Size": "38"}


@pytest.mark.parametrize(
    "translations",
    [
        "x",
        [1],
        {"de": "Becher"},
        {"de": None},
        {"de": {"title": 5}},
        {"de": {"title": ["x"]}},
        {"de": {"price": "1"}},
        {"x" * 20: {"title": "x"}},
    ],
)
def test_translations_of_another_shape_are_refused_before_they_reach_a_page(translations: Any) -> None:
    assert "translations" in problems({**MUG, "translations": translations})


def test_translations_are_kept_field_by_field() -> None:
    told = {"de": {"title": "Becher", "description_html": "<p>Fein</p>"}, "fr": {}}

    assert parse_row({**MUG, "translations": told}).translations == told


@pytest.mark.parametrize(
    ("prices", "message"),
    [
        ({"EUR": "-0.01"}, "negative"),
        ({"EUR": "1e15"}, "too large"),
        ({"EUR": "9" * 40}, "too large"),
        ({"EUR": "19,00"}, "not an amount"),
        ({"EUR": ""}, "not an amount"),
        ({"EUR": None}, "not an amount"),
        ({"EUR": True}, "not an amount"),
        ({"EUR": ["1"]}, "not an amount"),
        ({"EUR": "1.001"}, "2 decimal places"),
        ({"JPY": "1.5"}, "0 decimal places"),
        ({"KWD": "1.2345"}, "3 decimal places"),
        ({"XXX": "1"}, "not a currency"),
        ({"eur": "1"}, "not a currency"),
        ({"€": "1"}, "not a currency"),
        ({"": "1"}, "not a currency"),
        ({"EUR": "NaN"}, "finite"),
        ({"EUR": "1_000"}, "not an amount"),
        ({}, "no price"),
        ([], "no price"),
        ("18.00", "object"),
    ],
)
def test_a_price_that_cannot_be_charged_is_refused(prices: Any, message: str) -> None:
    assert message in problems({"title": "Mug", "prices": prices})


@pytest.mark.parametrize(
    ("price", "minor"), [("18", 1800), (18, 1800), (18.5, 1850), ("0", 0), (" 18.00 ", 1800), ("1e2", 10000)]
)
def test_a_price_is_read_exactly(price: Any, minor: int) -> None:
    assert parse_row({"title": "Mug", "prices": {"EUR": price}}).variants[0].prices[0].minor == minor


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("stock", {"main": -1}, "whole number"),
        ("stock", {"main": 0.5}, "whole number"),
        ("stock", {"main": "5"}, "whole number"),
        ("stock", {"main": True}, "whole number"),
        ("stock", {"main": 10**10}, "whole number"),
        ("stock", 5, "object"),
        ("weight_grams", -1, "whole number"),
        ("weight_grams", 1.5, "whole number"),
        ("weight_grams", 10**9, "whole number"),
        ("unit_quantity", "0", "above 0"),
        ("unit_quantity", "-1", "above 0"),
        ("unit_quantity", "x", "above 0"),
        ("unit_quantity", "Infinity", "above 0"),
        ("unit_quantity", "0.0004", "3 decimal"),
        ("unit_quantity", "250.12345", "3 decimal"),
        ("unit_measure", "pound", "one of"),
        ("publish_at", "tomorrow", "time with its zone"),
        ("publish_at", "2026-12-01T09:00:00", "time with its zone"),
        ("publish_at", 5, "time with its zone"),
        ("title", ["x"], "text"),
        ("title", True, "text"),
        ("summary", {"a": 1}, "text"),
        ("categories", "kitchen", "list"),
        ("categories", [1], "list"),
        ("collections", {"a": 1}, "list"),
        ("attributes", [1], "object"),
        ("media", ["a.png"], "file"),
        ("media", "a.png", "list"),
        ("media", [{"file": "a.png", "options": "Oat"}], "options"),
        ("published", "no", "true or false"),
    ],
)
def test_a_field_of_the_wrong_kind_is_named(field: str, value: Any, message: str) -> None:
    assert message in problems({**MUG, field: value})


def test_everything_wrong_with_a_row_is_told_at_once() -> None:
    told = problems({"title": "", "options": 5, "variants": [{"sku": "A", "prices": {"EUR": "x"}, "stock": 1}]})

    assert [word for word in ("title", "options", "not an amount", "stock") if word in told] == [
        "title", "options", "not an amount", "stock",
    ]  # fmt: skip


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
FIELDS = [
    *("handle", "title", "brand", "product_type", "categories", "collections", "summary", "description_html"),
    *("attributes", "translations", "tax_class", "published", "publish_at", "options", "variants", "media", "prices"),
    *("list_prices", "stock", "sku", "gtin", "weight_grams", "unit_quantity", "unit_measure"),
]  # fmt: skip


@given(st.dictionaries(st.sampled_from(FIELDS), JSON, max_size=6), st.booleans())
def test_a_row_of_any_shape_is_a_product_or_a_refusal_in_words(data: dict[str, Any], otherwise_fine: bool) -> None:
    try:
        row = parse_row({**MUG, **data} if otherwise_fine else data)
    except RowError:
        return

    assert isinstance(row, ProductRow)
    assert row.slug
    assert row.title
    assert all(price.minor >= 0 for one in row.variants for price in one.prices)
    for texts in row.translations.values():
        assert all(isinstance(text, str) for text in texts.values())
    for option in row.options:
        assert all(isinstance(value["value"], str) for value in option["values"])
