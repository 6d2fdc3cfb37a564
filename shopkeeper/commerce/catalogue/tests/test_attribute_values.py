"""Values of typed attributes: what is typed is what is kept, or refused with a sentence."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopkeeper.commerce.catalogue.attribute_values import read, read_choices, typed, typed_choices
from shopkeeper.commerce.catalogue.models import AttributeDefinition
from shopkeeper.foundation.errors import InvalidInput

OAK = [{"value": "Oak"}, {"value": "Ash"}]


def asked(kind: str, choices: Any = ()) -> AttributeDefinition:
    return AttributeDefinition(slug="x", name="X", kind=kind, choices=list(choices))


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("text", "  Solid oak ", "Solid oak"),
        ("text", "", None),
        ("number", "12", 12),
        ("number", "8,5", 8.5),
        ("number", "12.000", 12),
        ("boolean", "yes", True),
        ("boolean", "no", False),
        ("boolean", "", None),
        ("date", "2026-02-28", "2026-02-28"),
        ("choice", "Oak", "Oak"),
        ("swatch", "Ash", "Ash"),
    ],
)
def test_what_is_typed_becomes_a_value_of_its_kind(kind: str, text: str, value: object) -> None:
    found = read(asked(kind, OAK if kind in ("choice", "swatch") else ()), text)

    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("number", "tall"),
        ("number", "NaN"),
        ("number", "1e400"),
        ("number", "1e999999999"),
        ("number", "9" * 40),
        ("boolean", "perhaps"),
        ("date", "2026-02-30"),
        ("date", "soon"),
        ("choice", "Elm"),
        ("text", "x" * 501),
    ],
)
def test_what_is_no_value_of_its_kind_is_refused_in_a_sentence(kind: str, text: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        read(asked(kind, OAK if kind == "choice" else ()), text)

    assert refusal.value.message.endswith(".")


@pytest.mark.parametrize("kept", [["Oak", "Steel"], "Elm", 8.25, True, False, "12 cm", None])
@pytest.mark.parametrize("kind", ["choice", "number", "text", "boolean", "date", "swatch"])
def test_what_stands_there_unchanged_is_kept_as_it_was(kind: str, kept: object) -> None:
    assert read(asked(kind, OAK), typed(kept), kept=kept) == kept


@given(st.sampled_from(AttributeDefinition.Kind.values), st.text(max_size=30))
def test_any_text_is_a_value_or_a_refusal(kind: str, text: str) -> None:
    try:
        value = read(asked(kind), text)
    except InvalidInput:
        return
    again = read(asked(kind), typed(value))
    assert again == value or (value in ("", None) and again is None)


def test_choices_are_one_a_line_each_once() -> None:
    assert read_choices("Oak\n\n  Smoked   oak \n", with_swatches=False) == [{"value": "Oak"}, {"value": "Smoked oak"}]
    with pytest.raises(InvalidInput, match="twice"):
        read_choices("Oak\nOak", with_swatches=False)


def test_swatches_need_a_colour_each() -> None:
    told = read_choices("Oak #C8A165\nSmoked oak #4a3728", with_swatches=True)

    assert told == [{"value": "Oak", "swatch": "#c8a165"}, {"value": "Smoked oak", "swatch": "#4a3728"}]
    assert read_choices(typed_choices(told), with_swatches=True) == told
    for wrong in ("Oak", "Oak red", "#c8a165", 'Oak #c8a165" onload="x'):
        with pytest.raises(InvalidInput):
            read_choices(wrong, with_swatches=True)
