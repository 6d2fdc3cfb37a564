"""What credit announces."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from shopkeeper.foundation.events import Event
from shopkeeper.foundation.money import Money


@dataclass(frozen=True, kw_only=True)
class CreditGiven(Event):
    """Money was put on a gift card or on a customer's credit."""

    aggregate: ClassVar[str] = "token"

    token: str
    amount: Money
    reason: str
