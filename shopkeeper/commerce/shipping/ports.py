"""What shipping asks of others: somebody who gives what a broken promise costs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from shopkeeper.foundation.money import Money


@dataclass(frozen=True)
class RemedyWanted:
    """What is to be given. ``key`` makes asking again harmless. ``kind`` is ``charge`` (delivery charge back, to where
    it was paid from) or ``credit`` (store credit)."""

    key: str
    kind: str
    order_id: int
    package_id: int
    amount: Money
    reason: str


@dataclass(frozen=True)
class RemedyAnswer:
    """``is_given``, or else it is left for staff to give. ``reference`` names it where it was booked."""

    is_given: bool
    reference: str = ""


class Remedy(Protocol):
    """Whoever gives money or credit; ``settings.DELIVERY_REMEDY`` names the class. May take seconds: never called
    inside a transaction."""

    def give(self, wanted: RemedyWanted) -> RemedyAnswer: ...
