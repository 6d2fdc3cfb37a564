"""Tax on amounts: the rule of a class of goods, and the two ways to round. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from enum import StrEnum

from shopkeeper.foundation.money import apportion, round_half_up


class Rounding(StrEnum):
    """``PER_LINE``: each line and its share of delivery by itself, half up. ``PER_RATE_DOWN``: once for each rate of
    the document, fractions dropped (Japan's qualified invoice: one rounding per rate and invoice, National Tax
    Agency, “Qualified invoice system”; dropping them is the usual practice)."""

    PER_LINE = "per_line"
    PER_RATE_DOWN = "per_rate_down"


@dataclass(frozen=True)
class TaxRule:
    """What a tax class is charged; ``rate`` 0.21 means 21 %.

    ``jurisdiction`` is whose tax it is (``NL``, ``US-CA``). ``category`` is the code of EN 16931 (UNCL 5305: S taxed,
    Z nought, E exempt, K supply within the Union, G export). ``reason`` says on the invoice why nothing is charged.
    ``relieved`` is the rate that prices shown with tax contain and this customer does not owe; null when they keep
    paying the price as it is shown.
    """

    rate: Decimal
    name: str
    jurisdiction: str = ""
    category: str = ""
    reason: str = ""
    relieved: Decimal | None = None


@dataclass(frozen=True)
class Part:
    """An amount in minor units, with its rule; without one it is untaxed."""

    amount_minor: int
    rule: TaxRule | None


def rounded(parts: Sequence[Part], *, inclusive: bool, rounding: Rounding) -> list[int]:
    """The tax of each part, in minor units: in it (``inclusive``) or on top of it."""
    if rounding == Rounding.PER_RATE_DOWN:
        return _per_rate_down(parts, inclusive)
    return [round_half_up(_exact(part.amount_minor, _rate(part), inclusive)) for part in parts]


def _per_rate_down(parts: Sequence[Part], inclusive: bool) -> list[int]:
    """One rounding for each rate; what comes out is shared over its parts by value, without loss."""
    taxes = [0] * len(parts)
    for rate in dict.fromkeys(_rate(part) for part in parts):
        members = [index for index, part in enumerate(parts) if _rate(part) == rate]
        amounts = [parts[index].amount_minor for index in members]
        whole = int(_exact(sum(amounts), rate, inclusive).to_integral_value(ROUND_FLOOR))
        for index, share in zip(members, apportion(whole, amounts) if whole else [0] * len(members), strict=True):
            taxes[index] = share
    return taxes


def _rate(part: Part) -> Decimal:
    return part.rule.rate if part.rule else Decimal(0)


def _exact(amount_minor: int, rate: Decimal, inclusive: bool) -> Decimal:
    return Decimal(amount_minor) * rate / (1 + rate if inclusive else 1)


def without_tax(amount_minor: int, rate: Decimal | None) -> int:
    """An amount shown with tax at ``rate``, without it; half up.

    >>> without_tax(1210, Decimal("0.21"))
    1000
    """
    return amount_minor if not rate else round_half_up(Decimal(amount_minor) / (1 + rate))
