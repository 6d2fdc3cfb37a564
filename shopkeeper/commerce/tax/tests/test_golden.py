"""Golden files: orders whose tax was worked out from the law, by hand, and once more here in exact fractions.

Each file in ``golden/`` names its sources and how its figures come about. ``charged`` is what the law says of each
class (a percentage); everything in ``expected`` follows from it and is never taken from our own quote.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from math import floor
from pathlib import Path
from typing import Any

import pytest

from shopkeeper.commerce.pricing.quote import (
    Draft,
    Quote,
    QuoteContext,
    QuoteLine,
    ShippingCharge,
    price_step,
    quote,
    shipping_step,
    tax_step,
)
from shopkeeper.commerce.tax.decide import Buyer, Rate, Relief, Seller, Terms, decide
from shopkeeper.commerce.tax.regions import tax_place

GOLDEN = Path(__file__).with_name("golden")
FILES = sorted(GOLDEN.glob("*.json"))
CASES = [
    pytest.param(case, id=f"{file.stem}: {case['title']}")
    for file in FILES
    for case in json.loads(file.read_text(encoding="utf-8"))["cases"]
]
ON = date(2026, 3, 2)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_file_names_its_sources_and_how_its_figures_come_about(file: Path) -> None:
    told = json.loads(file.read_text(encoding="utf-8"))

    assert len(told["sources"]) >= 1
    assert all(len(case["derivation"]) > 40 for case in told["cases"])


@pytest.mark.parametrize("case", CASES)
def test_the_figures_of_a_file_follow_from_the_rates_in_exact_fractions(case: dict[str, Any]) -> None:
    assert by_fractions(case) == {name: case["expected"][name] for name in ("line_tax", "tax_minor", "total_minor")}


@pytest.mark.parametrize("case", CASES)
def test_the_quote_says_what_the_file_says(case: dict[str, Any]) -> None:
    found, terms = priced(case)
    expected = case["expected"]

    assert [line.tax_minor for line in found.lines] == expected["line_tax"]
    assert (found.tax_minor, found.total_minor) == (expected["tax_minor"], expected["total_minor"])
    assert sorted(
        [row.jurisdiction, row.category, str((row.rate * 100).normalize()), row.base_minor, row.tax_minor]
        for row in found.tax_rows
    ) == sorted([*row[:2], str(Decimal(row[2]).normalize()), *row[3:]] for row in expected["rows"])
    assert list(terms.flags) == expected.get("flags", [])
    for row in found.tax_rows:
        assert bool(row.reason) == (row.category in {"E", "G", "K"})
        assert expected.get("reason", "") in row.reason


def priced(case: dict[str, Any]) -> tuple[Quote, Terms]:
    lines = [
        QuoteLine(str(n), n, line["quantity"], line["unit_minor"], line["class"])
        for n, line in enumerate(case["lines"])
    ]
    off = [line.get("discount_minor", 0) for line in case["lines"]]
    buyer = case.get("buyer", {})
    reliefs = tuple(Relief(*row) for row in buyer.get("reliefs", ()))
    terms = decide(
        seller=Seller(**case["seller"]),
        buyer=Buyer(buyer.get("vat_number", ""), buyer.get("is_confirmed", False), reliefs),
        place=tax_place(*case["destination"]),
        rates=[Rate(*row[:3], Decimal(row[3]) / 100, row[4], date(2020, 1, 1)) for row in case["rates"]],
        classes=tuple({line.tax_class for line in lines}),
        on=ON,
    )
    context = QuoteContext(
        case["currency"],
        case["prices_include_tax"],
        case["destination"][0],
        datetime(2026, 3, 2, tzinfo=UTC),
        terms.rules,
        ShippingCharge("std", "Standard", case["shipping_minor"]),
        terms.rounding,
    )

    def reduced(draft: Draft, _context: QuoteContext) -> None:
        draft.discounts[:] = off

    return quote(lines, context, [price_step, reduced, shipping_step, tax_step]), terms


def by_fractions(case: dict[str, Any]) -> dict[str, Any]:
    """The figures anew, without a line of the shop's own arithmetic."""
    inclusive = case["prices_include_tax"]
    relieved = {name: Fraction(percent) / 100 for name, percent in case.get("relieved", {}).items()}
    rates = [Fraction(case["charged"].get(line["class"], "0")) / 100 for line in case["lines"]]
    units = [_half_up(Fraction(one["unit_minor"]) / (1 + relieved.get(one["class"], 0))) for one in case["lines"]]
    goods = [
        unit * one["quantity"] - one.get("discount_minor", 0) for unit, one in zip(units, case["lines"], strict=True)
    ]
    gross = [one["unit_minor"] * one["quantity"] for one in case["lines"]]
    freight = case["shipping_minor"]
    if relieved:
        parts = zip(_shared(freight, gross), case["lines"], strict=True)
        freight = sum(_half_up(Fraction(part) / (1 + relieved[one["class"]])) for part, one in parts)
        inclusive = False
    carried = _shared(freight, goods)
    exact = [rate / (1 + rate) if inclusive else rate for rate in rates]
    if case.get("rounding") == "per rate, down":
        line_tax, tax = _per_rate(goods, carried, exact)
    else:
        line_tax = [_half_up(amount * rate) for amount, rate in zip(goods, exact, strict=True)]
        tax = sum(line_tax) + sum(_half_up(amount * rate) for amount, rate in zip(carried, exact, strict=True))
    return {"line_tax": line_tax, "tax_minor": tax, "total_minor": sum(goods) + freight + (0 if inclusive else tax)}


def _per_rate(goods: list[int], carried: list[int], exact: list[Fraction]) -> tuple[list[int], int]:
    """One rounding for each rate, down; then shared over goods and freight, line by line."""
    line_tax, tax = [0] * len(goods), 0
    for rate in set(exact):
        own = [index for index, other in enumerate(exact) if other == rate]
        weights = [amount for index in own for amount in (goods[index], carried[index])]
        whole = floor(sum(weights) * rate)
        tax += whole
        for index, share in zip(own, _shared(whole, weights)[::2], strict=True):
            line_tax[index] = share
    return line_tax, tax


def _half_up(exact: Fraction) -> int:
    return floor(exact + Fraction(1, 2))


def _shared(whole: int, weights: list[int]) -> list[int]:
    """By the largest remainder, the earlier part on a tie."""
    exact = [Fraction(whole * weight, sum(weights)) for weight in weights]
    parts = [floor(share) for share in exact]
    order = sorted(range(len(weights)), key=lambda index: (parts[index] - exact[index], index))
    for index in order[: whole - sum(parts)]:
        parts[index] += 1
    return parts
