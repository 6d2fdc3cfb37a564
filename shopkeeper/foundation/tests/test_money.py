"""Amounts are exact: nothing is rounded in silence, mixed, lost in a split or larger than the books can hold."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopkeeper.foundation.money import MAX_MINOR, Money, MoneyError, apportion, exponent, round_half_up

CURRENCIES = st.sampled_from(["JPY", "EUR", "KWD", "CLF"])
MINOR = st.integers(-MAX_MINOR, MAX_MINOR)


@pytest.mark.parametrize(
    ("currency", "places"), [("JPY", 0), ("ISK", 0), ("EUR", 2), ("KWD", 3), ("TND", 3), ("CLF", 4)]
)
def test_a_currency_has_its_own_number_of_decimals(currency: str, places: int) -> None:
    assert exponent(currency) == places


@pytest.mark.parametrize("code", ["", "EU", "eur", "EURO", "BTC", "E1R", "€", "ＥＵＲ", "XXX", "XTS", "EUR\n", "../"])
def test_what_is_no_currency_is_refused_by_name(code: str) -> None:
    with pytest.raises(MoneyError, match="not a currency code"):
        exponent(code)


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("18", "EUR", 1800),
        ("18.5", "EUR", 1850),
        (" 18.00 ", "EUR", 1800),
        ("18.000", "EUR", 1800),
        (".5", "EUR", 50),
        ("-0", "EUR", 0),
        ("-3.20", "EUR", -320),
        ("1800", "JPY", 1800),
        ("1800.0", "JPY", 1800),
        ("1.234", "KWD", 1234),
        ("1e2", "EUR", 10_000),
        ("9999999999999.99", "EUR", MAX_MINOR - 1),
    ],
)
def test_an_amount_is_read_as_it_is_written(text: str, currency: str, minor: int) -> None:
    assert Money.parse(text, currency) == Money(minor, currency)


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("1.005", "EUR"),
        ("0.5", "JPY"),
        ("1.2345", "KWD"),
        ("1e-3", "EUR"),
        ("1." + "0" * 40 + "1", "EUR"),
        ("1800." + "0" * 60 + "1", "JPY"),
        ("1e-9999999", "EUR"),
    ],
)
def test_more_decimals_than_the_currency_has_are_an_error_however_small_they_are(text: str, currency: str) -> None:
    with pytest.raises(MoneyError, match="decimal places"):
        Money.parse(text, currency)


@pytest.mark.parametrize(
    "text", ["", " ", "x", "18,00", "1.000,00", "1 000", "1_8.00", "0x10", "--1", "1.2.3", "EUR 3", "½", "\x00", "1e"]
)
def test_what_is_no_amount_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(MoneyError, match="18\\.00"):
        Money.parse(text, "EUR")


@pytest.mark.parametrize("text", ["NaN", "sNaN", "Infinity", "-Infinity", "1e30", "1e15", "9" * 400, "1e999999999"])
def test_endless_and_absurd_amounts_are_refused(text: str) -> None:
    with pytest.raises(MoneyError, match=r"finite|large"):
        Money.parse(text, "EUR")


@pytest.mark.parametrize("minor", [MAX_MINOR + 1, -MAX_MINOR - 1, 1.0, True, "1", None, Decimal(1)])
def test_an_amount_is_a_whole_number_within_what_the_books_hold(minor: object) -> None:
    with pytest.raises(MoneyError):
        Money(minor, "EUR")  # type: ignore[arg-type]


@pytest.mark.parametrize("factor", [0.5, Decimal("0.5"), 1.0])
def test_multiplying_by_anything_but_a_whole_number_is_refused(factor: object) -> None:
    with pytest.raises(MoneyError):
        Money(100, "EUR") * factor  # type: ignore[operator]


def test_a_sum_that_outgrows_the_books_is_refused() -> None:
    with pytest.raises(MoneyError):
        Money(MAX_MINOR, "EUR") + Money(1, "EUR")


@pytest.mark.parametrize("step", ["__add__", "__sub__", "__lt__", "__le__", "__gt__", "__ge__"])
def test_currencies_are_never_mixed(step: str) -> None:
    with pytest.raises(MoneyError, match="cannot be mixed"):
        _do(step, Money(1, "EUR"), Money(1, "USD"))


def _do(step: str, left: Money, right: Money) -> object:
    return {
        "__add__": lambda: left + right,
        "__sub__": lambda: left - right,
        "__lt__": lambda: left < right,
        "__le__": lambda: left <= right,
        "__gt__": lambda: left > right,
        "__ge__": lambda: left >= right,
    }[step]()


def test_the_same_number_in_another_currency_is_another_amount() -> None:
    assert Money(100, "EUR") != Money(100, "USD")
    assert len({Money(100, "EUR"), Money(100, "EUR"), Money(100, "USD")}) == 2


@given(MINOR, CURRENCIES)
def test_written_out_and_read_again_it_is_the_same_amount(minor: int, currency: str) -> None:
    amount = Money(minor, currency)

    assert Money.parse(amount.plain(), currency) == amount
    assert amount.decimal.scaleb(exponent(currency)) == minor


@given(st.integers(-(10**14), 10**14), st.integers(-(10**14), 10**14), CURRENCIES)
def test_adding_and_taking_away_again_changes_nothing(left: int, right: int, currency: str) -> None:
    one, other = Money(left, currency), Money(right, currency)

    assert (one + other) - other == one
    assert (-one).minor == -left
    assert (one <= other) == (left <= right)


@given(MINOR, st.lists(st.integers(0, 10**9), min_size=1, max_size=30))
def test_parts_of_an_amount_sum_to_it_and_differ_from_their_share_by_less_than_one(
    minor: int, weights: list[int]
) -> None:
    parts = [part.minor for part in Money(minor, "EUR").split(weights)]

    assert sum(parts) == minor
    whole = sum(weights) or len(weights)
    shares = weights if sum(weights) else [1] * len(weights)
    assert all(abs(part * whole - minor * share) < whole for part, share in zip(parts, shares, strict=True))


@given(st.integers(0, 10**9), st.lists(st.integers(0, 10**6), min_size=1, max_size=12))
def test_a_refund_is_split_as_the_payment_was_and_a_larger_weight_never_gets_less(
    total: int, weights: list[int]
) -> None:
    parts = apportion(total, weights)

    assert apportion(-total, weights) == [-part for part in parts]
    ranked = sorted(zip(weights, parts, strict=True), key=lambda pair: pair[0])
    for (lighter, less), (heavier, more) in pairwise(ranked):
        assert less <= more or lighter == heavier


@pytest.mark.parametrize(
    ("total", "weights", "parts"),
    [
        (100, [1, 1, 1], [34, 33, 33]),
        (10, [0, 0], [5, 5]),
        (1, [0, 0, 0], [1, 0, 0]),
        (0, [], []),
        (0, [3, 4], [0, 0]),
        (7, [0, 1, 0], [0, 7, 0]),
        (101, [333, 667], [34, 67]),
        (-100, [1, 1, 1], [-34, -33, -33]),
    ],
)
def test_what_is_left_over_goes_to_the_largest_fraction_the_earlier_one_on_a_tie(
    total: int, weights: list[int], parts: list[int]
) -> None:
    assert apportion(total, weights) == parts


@pytest.mark.parametrize(("total", "weights"), [(1, []), (5, [1, -1]), (0, [-1])])
def test_an_amount_without_takers_or_with_negative_shares_is_refused(total: int, weights: list[int]) -> None:
    with pytest.raises(MoneyError):
        apportion(total, weights)


@pytest.mark.parametrize(
    ("value", "whole"), [("0.5", 1), ("1.5", 2), ("2.5", 3), ("-0.5", -1), ("-2.5", -3), ("0.4999", 0)]
)
def test_halves_are_rounded_away_from_nothing_as_invoices_do(value: str, whole: int) -> None:
    assert round_half_up(Decimal(value)) == whole


def test_a_portion_of_the_largest_amount_is_exact() -> None:
    assert Money(MAX_MINOR - 1, "EUR").portion(Decimal("0.99999")) == Money(999_990_000_000_000 - 1, "EUR")


@pytest.mark.parametrize(
    ("locale", "shown"),
    [("en", "€1,234.50"), ("de", "1.234,50\xa0€"), ("nl", "€\xa01.234,50"), ("xx-yy", "€1,234.50"), ("", "€1,234.50")],
)
def test_an_amount_is_shown_as_its_reader_writes_it(locale: str, shown: str) -> None:
    assert Money(123450, "EUR").display(locale) == shown
