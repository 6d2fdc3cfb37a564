"""What orders announce."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from shopkeeper.foundation.events import Event
from shopkeeper.foundation.money import Money


@dataclass(frozen=True, kw_only=True)
class OrderPlaced(Event):
    """``product_units`` maps product ids (as text, JSON's keys) to units sold."""

    aggregate: ClassVar[str] = "order_id"

    order_id: int
    number: str
    email: str
    total: Money
    product_units: dict[str, int]


@dataclass(frozen=True, kw_only=True)
class OrderCancelled(Event):
    aggregate: ClassVar[str] = "order_id"

    order_id: int
    number: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class OrderRevised(Event):
    """What was agreed was changed before it was sent (``kind``: items, address or payment). ``product_units`` maps
    product ids (as text) to the units sold more, or fewer below zero."""

    aggregate: ClassVar[str] = "order_id"

    order_id: int
    number: str
    kind: str
    revision: int
    product_units: dict[str, int]


@dataclass(frozen=True, kw_only=True)
class PackageMoved(Event):
    """A package was packed, shipped or delivered (``status``)."""

    aggregate: ClassVar[str] = "order_id"

    order_id: int
    package_id: int
    status: str


@dataclass(frozen=True, kw_only=True)
class DeskChanged(Event):
    """Some order came in or moved on; whoever watches the desk as a whole looks again. ``desk`` is always “orders”."""

    aggregate: ClassVar[str] = "desk"

    desk: str
    order_id: int
    kind: str
