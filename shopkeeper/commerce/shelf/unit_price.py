"""The price by measure, as Directive 98/6/EC asks for: per kilogram, litre, metre or square metre. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from shopkeeper.foundation.money import MAX_MINOR, Money, round_half_up

# measure as stored: (the unit prices are stated in, how many of the measure make one)
_BASE = {
    "g": ("kg", Decimal(1000)),
    "kg": ("kg", Decimal(1)),
    "ml": ("l", Decimal(1000)),
    "cl": ("l", Decimal(100)),
    "l": ("l", Decimal(1)),
    "cm": ("m", Decimal(100)),
    "m": ("m", Decimal(1)),
    "m2": ("m²", Decimal(1)),
}


@dataclass(frozen=True)
class UnitPrice:
    amount: Money
    unit: str


def unit_price(price: Money, quantity: Decimal, measure: str) -> UnitPrice | None:
    """``price`` for ``quantity`` of ``measure``, by the base unit, half up; null for a measure without one, and for
    what would be beyond any amount.

    Example: 7.50 for 250 g is 30.00 per kg.
    """
    if measure not in _BASE or quantity <= 0:
        return None
    unit, per = _BASE[measure]
    minor = round_half_up(Decimal(price.minor) * per / quantity)
    return UnitPrice(Money(minor, price.currency), unit) if minor <= MAX_MINOR else None
