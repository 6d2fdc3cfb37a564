"""What shipping announces."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from shopkeeper.foundation.events import Event
from shopkeeper.foundation.money import Money


@dataclass(frozen=True, kw_only=True)
class DeliveryChanged(Event):
    """Zones or ways of delivery are not what they were: places, costs or days."""

    aggregate: ClassVar[str] = "source"

    source: str


@dataclass(frozen=True, kw_only=True)
class PromiseBroken(Event):
    """A package is late by ``days_late`` days, and the policy gives something for it: ``remedies`` are amounts by kind
    (``message``, ``charge``, ``credit``). Announced again when a later day gives more."""

    aggregate: ClassVar[str] = "order_id"

    order_id: int
    package_id: int
    days_late: int
    has_arrived: bool
    remedies: dict[str, Money]
    step_ids: list[int]


@dataclass(frozen=True, kw_only=True)
class ReadyForPickup(Event):
    """A package waits at its pickup point."""

    aggregate: ClassVar[str] = "order_id"

    order_id: int
    package_id: int


@dataclass(frozen=True, kw_only=True)
class ParcelInTrouble(Event):
    """The carrier says that a package is ``delayed``, ``lost`` or ``returned`` to the house."""

    aggregate: ClassVar[str] = "order_id"

    order_id: int
    package_id: int
    label_id: int
    trouble: str
