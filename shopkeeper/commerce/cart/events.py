"""What carts announce."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from shopkeeper.foundation.events import Event


@dataclass(frozen=True, kw_only=True)
class CartMerged(Event):
    """The lines of one cart went into another when its owner signed in."""

    aggregate: ClassVar[str] = "cart_id"

    cart_id: int
    merged_cart_id: int
