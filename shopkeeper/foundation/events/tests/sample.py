"""Events and subscribers of an imaginary app, for tests. What they heard is kept in the audit table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from shopkeeper.foundation.audit.models import AuditEntry
from shopkeeper.foundation.audit.operations import SYSTEM, record
from shopkeeper.foundation.events import Event, publish, subscribe

# (subscriber, thing, number) → how often it is still to fail
failures: dict[tuple[str, int, int], int] = {}


@dataclass(frozen=True, kw_only=True)
class ThingChanged(Event):
    name: ClassVar[str] = "sample.ThingChanged"
    aggregate: ClassVar[str] = "thing_id"

    thing_id: int
    number: int


@dataclass(frozen=True, kw_only=True)
class ThingForgotten(Event):
    """Nobody subscribes to it."""

    name: ClassVar[str] = "sample.ThingForgotten"
    aggregate: ClassVar[str] = "thing_id"

    thing_id: int


class StumbleError(Exception):
    pass


def hear(subscriber: str, event: ThingChanged) -> None:
    key = (subscriber, event.thing_id, event.number)
    record(actor=SYSTEM, action=subscriber, target=event.aggregate_key(), reason=str(event.number))
    if failures.get(key, 0) > 0:
        failures[key] -= 1
        raise StumbleError(f"{key}")


@subscribe(ThingChanged, name="sample.first")
def first(event: ThingChanged) -> None:
    hear("sample.first", event)


@subscribe(ThingChanged, name="sample.second")
def second(event: ThingChanged) -> None:
    hear("sample.second", event)


def heard(subscriber: str, thing_id: int) -> list[int]:
    """The numbers ``subscriber`` has heard of about one thing, in order."""
    rows = AuditEntry.objects.filter(action=subscriber, target=f"thing:{thing_id}").order_by("id")
    return [int(row.reason) for row in rows]


def change(thing_id: int, *numbers: int) -> None:
    publish(*(ThingChanged(thing_id=thing_id, number=number) for number in numbers))
