"""What shipping announces."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from shopkeeper.foundation.events import Event


@dataclass(frozen=True, kw_only=True)
class DeliveryChanged(Event):
    """Zones or ways of delivery are not what they were: places, costs or days."""

    aggregate: ClassVar[str] = "source"

    source: str
