"""What checkouts announce."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from shopkeeper.foundation.events import Event


@dataclass(frozen=True, kw_only=True)
class CheckoutRefused(Event):
    """An attempt to pay ended without an order: declined, too late, sold out. ``code`` says why."""

    aggregate: ClassVar[str] = "checkout_id"

    checkout_id: str
    code: str
