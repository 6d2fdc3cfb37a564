"""How good learned ranges are, told as it would have gone: each week learns from what had arrived by then, and promises
for the week ahead (rolling origin). Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from shopkeeper.commerce.shipping.learning import STANDARD, Consignment, Learned, Settings, learn


@dataclass(frozen=True)
class Told:
    """A range stated for a consignment that has arrived since."""

    start: date
    fewest: int
    most: int
    days: int

    @property
    def is_kept(self) -> bool:
        return self.fewest <= self.days <= self.most

    @property
    def width(self) -> int:
        """Days between the first and the last day of the range."""
        return self.most - self.fewest


def roll(
    history: Sequence[Consignment],
    *,
    first: date,
    until: date,
    confidences: Sequence[float],
    settings: Settings = STANDARD,
    every: int | None = 7,
) -> dict[float, list[Told]]:
    """The ranges of everything started in ``[first, until)`` that arrived. ``every``: days between learning again; null
    learns once, on ``first``, and never again."""
    told: dict[float, list[Told]] = {confidence: [] for confidence in confidences}
    for learned, begin, end in _models(history, first, until, confidences, settings, every):
        for one in history:
            if begin <= one.start < end and one.days is not None:
                for confidence in confidences:
                    told[confidence].append(Told(one.start, *learned.days(one.traits, confidence), one.days))
    return told


def _models(
    history: Sequence[Consignment],
    first: date,
    until: date,
    confidences: Sequence[float],
    settings: Settings,
    every: int | None,
) -> Iterator[tuple[Learned, date, date]]:
    step = timedelta(days=every) if every else until - first
    begin = first
    while begin < until:
        learned = learn(history, on=begin, settings=settings, confidences=confidences)
        if learned is not None:
            yield learned, begin, min(begin + step, until)
        begin += step


def share_kept(told: Sequence[Told]) -> float:
    return sum(one.is_kept for one in told) / len(told) if told else 0.0


def mean_width(told: Sequence[Told]) -> float:
    return sum(one.width for one in told) / len(told) if told else 0.0
