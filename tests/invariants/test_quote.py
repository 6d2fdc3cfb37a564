"""Money never rounds away: every quote adds up to the minor unit (invariant 2, fault F18)."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopkeeper.commerce.pricing.quote import (
    Adjustment,
    Draft,
    Quote,
    QuoteContext,
    QuoteLine,
    ShippingCharge,
    TaxRule,
    price_step,
    quote,
    shipping_step,
    tax_step,
)
from shopkeeper.foundation.errors import InvalidInput
from shopkeeper.foundation.money import Money, apportion

AT = datetime(2026, 11, 20, tzinfo=UTC)
RATES = st.decimals(min_value=0, max_value=Decimal("0.3"), places=4)
AMOUNTS = st.integers(min_value=0, max_value=10_000_000)


@st.composite
def carts(draw: st.DrawFn) -> tuple[list[QuoteLine], QuoteContext]:
    classes = draw(st.lists(st.sampled_from(["standard", "reduced", "zero"]), min_size=1, max_size=25))
    lines = [
        QuoteLine(str(n), n, draw(st.integers(1, 999)), draw(st.integers(0, 1_000_000)), tax_class)
        for n, tax_class in enumerate(classes)
    ]
    tax = {name: TaxRule(draw(RATES), name) for name in ("standard", "reduced")}
    charge = draw(st.none() | st.builds(ShippingCharge, st.just("std"), st.just("Standard"), AMOUNTS))
    currency = draw(st.sampled_from(["EUR", "JPY", "KWD"]))
    return lines, QuoteContext(currency, draw(st.booleans()), "NL", AT, tax, charge)


def some_off(draft: Draft, context: QuoteContext) -> None:
    """A plug-in's promotion: a tenth off every line, shared out without loss."""
    total = sum(draft.net(index) for index in range(len(draft.lines)))
    for index, part in enumerate(apportion(total // 10, [draft.net(i) for i in range(len(draft.lines))])):
        draft.discounts[index] += part
        draft.trace[index].append(Adjustment("promotion", "Tenth off", "Test", -part))


@given(carts(), st.booleans())
def test_lines_less_discounts_plus_shipping_plus_tax_is_the_total(
    cart: tuple[list[QuoteLine], QuoteContext], promoted: bool
) -> None:
    lines, context = cart
    steps = [price_step, some_off, shipping_step, tax_step] if promoted else None

    found = quote(lines, context, steps)

    assert_adds_up(found)
    assert found.shipping_minor == (context.shipping.amount_minor if context.shipping else 0)


def assert_adds_up(found: Quote) -> None:
    on_top = 0 if found.prices_include_tax else found.tax_minor
    assert found.total_minor == found.lines_minor - found.discount_minor + found.shipping_minor + on_top
    assert sum(line.total_minor for line in found.lines) == found.lines_minor - found.discount_minor
    assert sum(row.tax_minor for row in found.tax_rows) == found.tax_minor
    taxed = sum(row.base_minor + row.tax_minor for row in found.tax_rows)
    untaxed = sum(line.total_minor for line in found.lines if line.tax_class == "zero")
    assert taxed + untaxed <= found.total_minor + found.shipping_minor
    assert all(line.total_minor >= 0 for line in found.lines)


@given(carts())
def test_the_same_cart_always_costs_the_same(cart: tuple[list[QuoteLine], QuoteContext]) -> None:
    assert quote(*cart).fingerprint == quote(*cart).fingerprint


@given(st.integers(-(10**12), 10**12), st.lists(st.integers(0, 10**6), min_size=1, max_size=40))
def test_a_split_amount_adds_up_again_and_no_part_is_off_by_more_than_one(total: int, weights: list[int]) -> None:
    parts = apportion(total, weights)

    assert sum(parts) == total
    if sum(weights):
        exact = [Decimal(total) * weight / sum(weights) for weight in weights]
        assert all(abs(part - share) < 1 for part, share in zip(parts, exact, strict=True))


@pytest.mark.parametrize("quantity", [0, -1, 10**12])
def test_quantities_that_make_no_sense_are_refused(quantity: int) -> None:
    context = QuoteContext("EUR", True, "NL", AT)

    with pytest.raises(InvalidInput):
        quote([QuoteLine("1", 1, quantity, 10**6)], context)


def test_the_worked_example_of_the_docstring_is_true() -> None:
    context = QuoteContext(
        "EUR", True, "NL", AT, {"standard": TaxRule(Decimal("0.21"), "VAT")}, ShippingCharge("std", "Standard", 495)
    )

    found = quote([QuoteLine("1", 1, 2, 1800)], context)

    assert (found.total_minor, found.lines[0].tax_minor, found.tax_minor) == (4095, 625, 711)


@given(st.sampled_from(["EUR", "JPY", "KWD", "USD"]), st.integers(-(10**12), 10**12))
def test_an_amount_written_out_and_read_again_is_the_same(currency: str, minor: int) -> None:
    amount = Money(minor, currency)

    assert Money.parse(amount.plain(), currency) == amount
