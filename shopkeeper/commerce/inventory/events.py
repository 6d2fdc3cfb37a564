"""What inventory announces."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from shopkeeper.foundation.events import Event


@dataclass(frozen=True, kw_only=True)
class StockChanged(Event):
    """What can be bought of these resources is no longer what it was. Ask inventory for the figure."""

    aggregate: ClassVar[str] = "kind"

    kind: str
    resource_ids: list[int]


@dataclass(frozen=True, kw_only=True)
class HoldsExpired(Event):
    """The time of these holds ran out and their capacity was given back."""

    aggregate: ClassVar[str] = "reference"

    reference: str
