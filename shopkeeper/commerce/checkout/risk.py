"""How likely an order is to be paid for with somebody else's card, with reasons a person can weigh. Pure.

Few rules, each with points; an order is held for a look from a threshold on (the block ``risk``, ``hold_from``), never
refused. None of them looks at a name, a language or where somebody comes from.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from shopkeeper.foundation.money import Money

HOLD_FROM = 50
# Fewer orders than this say nothing about what is usual.
ENOUGH_ORDERS = 20
FAR_ABOVE = 5


@dataclass(frozen=True)
class Facts:
    """What is known when an order is placed. ``declined`` and ``cards`` count the payer's attempts of the last day,
    ``lately`` their other orders in it, ``good_orders`` those that arrived and stood for thirty days; ``usual`` are
    the totals of the shop's latest orders in this currency, in minor units."""

    total: Money
    email: str
    ships_to: str
    bills_to: str
    declined: int = 0
    cards: int = 0
    lately: int = 0
    good_orders: int = 0
    usual: Sequence[int] = ()


@dataclass(frozen=True)
class Reason:
    points: int
    text: str


@dataclass(frozen=True)
class Assessment:
    """0 (nothing stands out) to 100, and why."""

    reasons: tuple[Reason, ...]

    @property
    def score(self) -> int:
        return max(0, min(100, sum(one.points for one in self.reasons)))


def assess(facts: Facts) -> Assessment:
    """Weigh the facts. Example: six declined attempts (40) with three cards (40) are 80: held."""
    found = [
        _declined(facts.declined),
        _cards(facts.cards),
        _far_above(facts.total, facts.usual),
        _elsewhere(facts.ships_to, facts.bills_to),
        _many_orders(facts.lately),
        _made_up(facts.email),
        _known(facts.good_orders),
    ]
    return Assessment(tuple(one for one in found if one))


def _declined(count: int) -> Reason | None:
    if count < 3:
        return None
    return Reason(
        40 if count >= 6 else 25, f"{count} payments were declined within a day before this one was approved."
    )


def _cards(count: int) -> Reason | None:
    return Reason(40, f"{count} different cards were tried within a day.") if count >= 3 else None


def _far_above(total: Money, usual: Sequence[int]) -> Reason | None:
    if len(usual) < ENOUGH_ORDERS:
        return None
    middle = int(median(usual))
    if total.minor <= FAR_ABOVE * middle:
        return None
    return Reason(25, f"{total.display()} is far above what is usual here ({Money(middle, total.currency).display()}).")


def _elsewhere(ships_to: str, bills_to: str) -> Reason | None:
    if not bills_to or ships_to == bills_to:
        return None
    return Reason(20, f"It is billed to {bills_to} and goes to {ships_to}.")


def _many_orders(count: int) -> Reason | None:
    return Reason(20, f"The same address placed {count} other orders within a day.") if count >= 3 else None


def _made_up(email: str) -> Reason | None:
    """A name of many digits, or of ten consonants in a row, is rarely a person's; it says little on its own."""
    name = email.partition("@")[0].lower()
    if sum(letter.isdigit() for letter in name) < 7 and not re.search(r"[bcdfghjklmnpqrstvwxz]{10}", name):
        return None
    return Reason(10, "The e-mail address looks made up.")


def _known(good_orders: int) -> Reason | None:
    if not good_orders:
        return None
    return Reason(-30, f"{good_orders} earlier orders of theirs arrived and were never disputed.")
