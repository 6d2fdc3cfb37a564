"""The price by measure, as Directive 98/6/EC asks for it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopkeeper.commerce.importing.reader import MEASURES
from shopkeeper.commerce.shelf.unit_price import unit_price
from shopkeeper.foundation.money import MAX_MINOR, Money


@pytest.mark.parametrize(
    ("minor", "quantity", "measure", "by", "unit"),
    [
        (750, "250", "g", 3000, "kg"),
        (750, "0.25", "kg", 3000, "kg"),
        (399, "75", "cl", 532, "l"),
        (399, "750", "ml", 532, "l"),
        (1000, "3", "m", 333, "m"),
        (2000, "3", "m", 667, "m"),
        (1000, "250", "cm", 400, "m"),
        (4999, "1.44", "m2", 3472, "m²"),
        (1, "1000", "g", 1, "kg"),
        (1, "3000", "g", 0, "kg"),
        (5, "10000", "g", 1, "kg"),
        (0, "250", "g", 0, "kg"),
        (100, "0.001", "g", 100_000_000, "kg"),
    ],
)
def test_the_price_is_that_of_one_kilogram_litre_or_metre_half_up(
    minor: int, quantity: str, measure: str, by: int, unit: str
) -> None:
    found = unit_price(Money(minor, "EUR"), Decimal(quantity), measure)

    assert found is not None
    assert (found.amount, found.unit) == (Money(by, "EUR"), unit)


@pytest.mark.parametrize("measure", ["", "pieces", "oz", "KG", "m³"])
def test_a_measure_without_a_base_has_no_unit_price(measure: str) -> None:
    assert unit_price(Money(100, "EUR"), Decimal(1), measure) is None


@pytest.mark.parametrize("quantity", ["0", "-1", "-0.001"])
def test_nothing_and_less_has_no_unit_price(quantity: str) -> None:
    assert unit_price(Money(100, "EUR"), Decimal(quantity), "g") is None


def test_an_absurd_price_by_measure_is_left_out_and_breaks_no_page() -> None:
    assert unit_price(Money(MAX_MINOR, "EUR"), Decimal("0.001"), "g") is None


def test_every_measure_an_import_may_bring_has_a_unit_price() -> None:
    assert all(unit_price(Money(100, "EUR"), Decimal(1), measure) for measure in MEASURES)


@given(st.integers(0, 10**7), st.integers(1, 10**6), st.sampled_from(["JPY", "EUR", "KWD"]))
def test_grams_and_kilograms_come_to_the_same(minor: int, grams: int, currency: str) -> None:
    price = Money(minor, currency)

    by_gram = unit_price(price, Decimal(grams), "g")
    by_kilogram = unit_price(price, Decimal(grams) / 1000, "kg")

    assert by_gram == by_kilogram
    assert by_gram is not None
    assert abs(Decimal(by_gram.amount.minor) - Decimal(minor) * 1000 / grams) <= Decimal("0.5")
