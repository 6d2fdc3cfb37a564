"""What returns announce."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from shopkeeper.foundation.events import Event


@dataclass(frozen=True, kw_only=True)
class ReturnMoved(Event):
    """A return was asked for, came in, was settled, refused or called off (``status``)."""

    aggregate: ClassVar[str] = "order_id"

    return_id: int
    order_id: int
    kind: str
    status: str
