"""Which price is in force, and what may be struck through. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

# Directive 98/6/EC, art. 6a (as amended by 2019/2161): a reduction is announced against the lowest
# price of at least the 30 days before it.
REFERENCE_PERIOD = timedelta(days=30)


@dataclass(frozen=True)
class PriceRow:
    offer_id: int
    market_id: int | None
    amount_minor: int
    starts_at: datetime | None
    ends_at: datetime | None


@dataclass(frozen=True)
class HistoryRow:
    offer_id: int
    amount_minor: int
    from_at: datetime
    to_at: datetime | None


@dataclass(frozen=True)
class EffectivePrice:
    """The price in force and why. ``reference_minor`` is the lowest price of the 30 days before a
    reduction began: the only figure that may be struck through; null when nothing may be."""

    offer_id: int
    amount_minor: int
    regular_minor: int
    reason: str
    since: datetime | None = None
    until: datetime | None = None
    reference_minor: int | None = None

    @property
    def is_reduced(self) -> bool:
        return self.amount_minor < self.regular_minor

    @property
    def reduction_percent(self) -> int:
        """Whole percent off the reference price, rounded down so that it never promises too much; 0 when none."""
        if not self.reference_minor or self.reference_minor <= self.amount_minor:
            return 0
        return (self.reference_minor - self.amount_minor) * 100 // self.reference_minor


def in_force(rows: Iterable[PriceRow], at: datetime) -> EffectivePrice | None:
    """The price of one offer at ``at``; null when it has none.

    A market's own row goes before a general one; among those, one on the timetable before the regular
    one, and the later start before the earlier.
    """
    live = [row for row in rows if _covers(row, at)]
    if not live:
        return None
    chosen = max(live, key=_precedence)
    regular = max((row for row in live if row.starts_at is None), key=_precedence, default=chosen)
    timed = chosen.starts_at is not None
    reason = "Regular price"
    if timed:
        reason = "Reduced price" if chosen.amount_minor < regular.amount_minor else "Scheduled price"
        if chosen.ends_at:
            reason += f" until {chosen.ends_at:%Y-%m-%d %H:%M} UTC"
    return EffectivePrice(
        chosen.offer_id, chosen.amount_minor, regular.amount_minor, reason, chosen.starts_at, chosen.ends_at
    )


def reference_price(price: EffectivePrice, history: Iterable[HistoryRow]) -> int | None:
    """The lowest price asked in the 30 days before the reduction in force began.

    Takes the lowest of all rows that overlap the period, also of rows another one was hiding: when in
    doubt the smaller saving is announced. Null when the offer was not sold then, or was not dearer.
    """
    if price.since is None:
        return None
    start, end = price.since - REFERENCE_PERIOD, price.since
    amounts = [row.amount_minor for row in history if row.from_at < end and (row.to_at is None or row.to_at > start)]
    lowest = min(amounts, default=None)
    return lowest if lowest is not None and lowest > price.amount_minor else None


def _covers(row: PriceRow, at: datetime) -> bool:
    started = row.starts_at is None or row.starts_at <= at
    return started and (row.ends_at is None or at < row.ends_at)


def _precedence(row: PriceRow) -> tuple[bool, bool, float]:
    return (
        row.market_id is not None,
        row.starts_at is not None,
        row.starts_at.timestamp() if row.starts_at else 0.0,
    )
