"""Fault F18: a hundred thousand random baskets, and the parts of every one sum to its whole.

The generator is seeded, so a basket that fails can be drawn again; the tax is worked out a second time in exact
fractions, by a formula of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest

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
from shopkeeper.foundation.money import MAX_MINOR, Money, apportion

AT = datetime(2026, 11, 20, tzinfo=UTC)
BASKETS = 16_700
RATES = ["0", "0.021", "0.055", "0.07", "0.081", "0.19", "0.20", "0.21", "0.25", "0.27", "0.08875", "0.99999"]
PRICES = (1, 9, 99, 1_999, 49_900, 10**6, 10**11)


def baskets(currency: str, *, inclusive: bool, seed: int = 18) -> Iterator[tuple[list[QuoteLine], QuoteContext]]:
    draw = Random(f"{currency} {inclusive} {seed}")
    for _ in range(BASKETS):
        lines = [
            QuoteLine(
                key=str(number),
                offer_id=number,
                quantity=draw.choice((1, 1, 2, 3, 7, 12, 999)),
                unit_minor=draw.randint(0, draw.choice(PRICES)),
                tax_class=draw.choice(("standard", "standard", "reduced", "untaxed")),
            )
            for number in range(draw.choice((1, 1, 2, 3, 5, 9)))
        ]
        tax = {name: TaxRule(Decimal(draw.choice(RATES)), name) for name in ("standard", "reduced")}
        freight = draw.choice((None, 0, 1, 495, 1_295, draw.randint(0, 10**6)))
        charge = None if freight is None else ShippingCharge("std", "Standard", freight)
        yield lines, QuoteContext(currency, inclusive, "NL", AT, tax, charge)


def some_off(draft: Draft, context: QuoteContext) -> None:
    """A plug-in's promotion: a seventh off the whole basket, shared out over its lines."""
    nets = [draft.net(index) for index in range(len(draft.lines))]
    for index, part in enumerate(apportion(sum(nets) // 7, nets)):
        draft.discounts[index] += part
        draft.trace[index].append(Adjustment("promotion", "A seventh off", "Test", -part))


@pytest.mark.parametrize("currency", ["JPY", "EUR", "KWD"])
@pytest.mark.parametrize("inclusive", [True, False], ids=["tax inside", "tax on top"])
def test_the_parts_of_every_basket_sum_to_its_whole(currency: str, inclusive: bool) -> None:
    for number, (lines, context) in enumerate(baskets(currency, inclusive=inclusive)):
        steps = [price_step, some_off, shipping_step, tax_step] if number % 3 == 0 else None

        found = quote(lines, context, steps)

        assert_whole(found, number)
        assert_taxed_exactly(found, context, number)


def assert_whole(found: Quote, number: int) -> None:
    on_top = 0 if found.prices_include_tax else found.tax_minor
    assert found.total_minor == found.lines_minor - found.discount_minor + found.shipping_minor + on_top, number
    assert sum(line.total_minor for line in found.lines) == found.lines_minor - found.discount_minor, number
    assert sum(row.tax_minor for row in found.tax_rows) == found.tax_minor, number
    for line in found.lines:
        assert line.total_minor == line.unit_minor * line.quantity - line.discount_minor, number
        assert sum(step.amount_minor for step in line.trace) == line.total_minor, number
        assert line.tax_minor >= 0, number
    if found.total_minor <= MAX_MINOR:
        shown = Money(found.total_minor, found.currency)
        assert Money.parse(shown.plain(), found.currency) == shown, number


def assert_taxed_exactly(found: Quote, context: QuoteContext, number: int) -> None:
    """Each part taxed by itself, in fractions, halves up; then gathered by class."""
    shares = apportion(found.shipping_minor, [line.total_minor for line in found.lines])
    taxed: dict[str, list[int]] = {}
    untaxed = 0
    for line, freight in zip(found.lines, shares, strict=True):
        rule = context.tax.get(line.tax_class)
        assert line.tax_minor == tax_of(line.total_minor, line.tax_rate, context), number
        if rule is None:
            untaxed += line.total_minor + freight
            continue
        tax = line.tax_minor + tax_of(freight, rule.rate, context)
        row = taxed.setdefault(line.tax_class, [0, 0])
        row[0] += line.total_minor + freight - (tax if context.prices_include_tax else 0)
        row[1] += tax
    rows = {row.name: [row.base_minor, row.tax_minor] for row in found.tax_rows}
    assert rows == taxed, number
    assert untaxed + sum(base + tax for base, tax in rows.values()) == found.total_minor, number


def tax_of(minor: int, rate: Decimal, context: QuoteContext) -> int:
    share = Fraction(rate) / (1 + Fraction(rate)) if context.prices_include_tax else Fraction(rate)
    return int(minor * share + Fraction(1, 2))


@pytest.mark.parametrize("seed", range(3))
def test_parcels_of_an_order_sum_to_the_order(seed: int) -> None:
    """However the lines are put into parcels, goods and freight of all parcels are those of the order."""
    draw = Random(seed)
    for number, (lines, context) in zip(range(400), baskets("EUR", inclusive=True, seed=seed), strict=False):
        found = quote(lines, context)
        parcels: dict[int, int] = {}
        for line in found.lines:
            parcel = draw.randrange(3)
            parcels[parcel] = parcels.get(parcel, 0) + line.total_minor

        freight = apportion(found.shipping_minor, list(parcels.values()))

        assert sum(parcels.values()) + sum(freight) == found.total_minor, number


@pytest.mark.parametrize(
    ("minor", "rate", "inside", "on_top"),
    [
        (1800, "0.21", 312, 378),
        (1, "0.21", 0, 0),
        (3, "0.21", 1, 1),
        (250, "0.02", 5, 5),
        (25, "0.02", 0, 1),
        (0, "0.21", 0, 0),
        (999, "0", 0, 0),
    ],
)
def test_tax_is_rounded_half_up_once_for_each_line(minor: int, rate: str, inside: int, on_top: int) -> None:
    line = QuoteLine("1", 1, 1, minor)
    tax = {"standard": TaxRule(Decimal(rate), "VAT")}

    assert quote([line], QuoteContext("EUR", True, "NL", AT, tax)).tax_minor == inside
    assert quote([line], QuoteContext("EUR", False, "NL", AT, tax)).tax_minor == on_top


def test_three_lines_of_one_cent_are_taxed_line_by_line_and_not_as_a_sum() -> None:
    lines = [QuoteLine(str(number), number, 1, 3) for number in range(3)]
    context = QuoteContext("EUR", False, "NL", AT, {"standard": TaxRule(Decimal("0.20"), "VAT")})

    found = quote(lines, context)

    assert [line.tax_minor for line in found.lines] == [1, 1, 1]
    assert (found.tax_minor, found.total_minor) == (3, 12)


def test_delivery_carries_the_tax_of_the_goods_it_goes_with() -> None:
    """Directive 2006/112/EC, article 78: books at 9 % and mugs at 21 % share the freight by value."""
    lines = [QuoteLine("book", 1, 1, 1000, "reduced"), QuoteLine("mug", 2, 1, 3000)]
    tax = {"standard": TaxRule(Decimal("0.21"), "high"), "reduced": TaxRule(Decimal("0.09"), "low")}
    context = QuoteContext("EUR", True, "NL", AT, tax, ShippingCharge("std", "Standard", 400))

    found = quote(lines, context)

    assert {row.name: (row.base_minor, row.tax_minor) for row in found.tax_rows} == {
        "low": (1009, 91),
        "high": (2727, 573),
    }


def test_delivery_of_free_goods_is_shared_equally_and_still_taxed() -> None:
    lines = [QuoteLine("a", 1, 1, 0), QuoteLine("b", 2, 1, 0, "untaxed")]
    context = QuoteContext(
        "EUR", True, "NL", AT, {"standard": TaxRule(Decimal("0.21"), "VAT")}, ShippingCharge("std", "Standard", 495)
    )

    found = quote(lines, context)

    assert (found.total_minor, found.tax_minor) == (495, 43)


def test_an_empty_basket_costs_nothing_not_even_delivery() -> None:
    context = QuoteContext("EUR", True, "NL", AT, {}, ShippingCharge("std", "Standard", 495))

    found = quote([], context)

    assert (found.total_minor, found.shipping_minor, found.lines) == (0, 0, ())


def test_a_fingerprint_changes_with_anything_a_customer_would_see() -> None:
    line = QuoteLine("1", 1, 2, 1800)
    context = QuoteContext("EUR", True, "NL", AT, {"standard": TaxRule(Decimal("0.21"), "VAT")})
    variants = [
        ([line], context),
        ([QuoteLine("1", 1, 3, 1800)], context),
        ([QuoteLine("1", 1, 2, 1801)], context),
        ([QuoteLine("1", 1, 2, 1800, price_reason="Reduced price")], context),
        ([line], QuoteContext("USD", True, "NL", AT, context.tax)),
        ([line], QuoteContext("EUR", False, "NL", AT, context.tax)),
        ([line], QuoteContext("EUR", True, "DE", AT, context.tax)),
        ([line], QuoteContext("EUR", True, "NL", AT, {"standard": TaxRule(Decimal("0.19"), "VAT")})),
        ([line], QuoteContext("EUR", True, "NL", AT, context.tax, ShippingCharge("std", "Standard", 0))),
    ]

    assert len({quote(*one).fingerprint for one in variants}) == len(variants)
