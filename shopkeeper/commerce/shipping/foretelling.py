"""Arrival days for a customer: the rule's, or what the shop's own deliveries taught once there are enough. Pure.

The rule says when a package leaves the house; nothing learned makes it leave earlier.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from shopkeeper.commerce.shipping.learning import Learned
from shopkeeper.commerce.shipping.promise import Promise, is_working_day

# Arrivals of a method in a country before its promises are taken from them.
ENOUGH = 50
# How often a promise should hold. Stated with each promise, and measured.
CONFIDENCE = 0.9
RULE = "rule"


@dataclass(frozen=True)
class Foretold:
    """Arrival days and who says so: ``rule``, or ``learned:<id>`` with the confidence stated."""

    promise: Promise
    source: str = RULE
    confidence: float | None = None


@dataclass(frozen=True)
class Experience:
    """What a night of learning left behind, under its id."""

    id: int
    learned: Learned
    arrivals: Mapping[str, int]

    def knows(self, method: str, country: str) -> bool:
        return self.arrivals.get(lane(method, country), 0) >= ENOUGH


def lane(method: str, country: str) -> str:
    return f"{method}>{country}"


def traits(method: str, country: str, start: date) -> tuple[str, ...]:
    """What is known of a package when it is promised, as learning wants it."""
    return (f"method:{method}", f"to:{country}", f"lane:{lane(method, country)}", f"weekday:{start.weekday()}")


def foretell(by_rule: Promise, *, method: str, country: str, experience: Experience | None) -> Foretold:
    """The days to promise. ``method`` is the code of the way it goes; with the country it says which carrier."""
    if experience is None or not experience.knows(method, country):
        return Foretold(by_rule)
    fewest, most = experience.learned.days(traits(method, country, by_rule.dispatch), CONFIDENCE)
    earliest = _next_delivery_day(by_rule.dispatch + timedelta(days=fewest), country)
    latest = _next_delivery_day(by_rule.dispatch + timedelta(days=most), country)
    promised = replace(by_rule, earliest=earliest, latest=max(earliest, latest))
    return Foretold(promised, f"learned:{experience.id}", CONFIDENCE)


def _next_delivery_day(day: date, country: str) -> date:
    """The day itself, or the working day it has to wait for: nobody is told a Sunday. Waiting only helps keep the last
    day; a Saturday's early bird is welcome."""
    while not is_working_day(day, country):
        day += timedelta(days=1)
    return day
