"""A tail of the outbox for followers inside a process: a search index, a page cache, live pages.

A follower has no row in the database; it sees what is committed after it was made, and starts
afresh with its process.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shopkeeper.foundation.events import queries
from shopkeeper.foundation.events.event import Event, event_class, from_json
from shopkeeper.foundation.events.models import OutboxEvent
from shopkeeper.foundation.prepared import Rows, Slots, prepared

GAP_SECONDS = 60.0
START_WINDOW = 200
MOST_MISSING = 1000
MOST_AT_ONCE = 500


@dataclass(frozen=True)
class StoredEvent:
    """A committed event with its place in the outbox."""

    id: int
    name: str
    aggregate: str
    at: datetime
    payload: dict[str, Any]

    @classmethod
    def of(cls, row: OutboxEvent) -> StoredEvent:
        return cls(row.pk, row.name, row.aggregate, row.at, row.payload)

    def event(self) -> Event:
        """The event itself. KeyError when no installed app declares its class."""
        return from_json(event_class(self.name), self.payload)


# The columns of StoredEvent, in its order.
_COLUMNS = ("id", "name", "aggregate", "at", "payload")


@prepared
def _after(slots: Slots) -> Rows:
    return OutboxEvent.objects.filter(id__gt=slots.one("top")).order_by("id").values_list(*_COLUMNS)[:MOST_AT_ONCE]


@prepared
def _among(slots: Slots) -> Rows:
    return OutboxEvent.objects.filter(slots.among("id", "ids")).values_list(*_COLUMNS)


def latest_id() -> int:
    """The highest committed event id, 0 when there is none. One query."""
    return queries.latest_id()


class Follower:
    """Gives each event committed after its making once, lowest id first within a poll.

    PostgreSQL hands out ids before commit, so a lower id may become visible after a higher one.
    The follower therefore remembers the ids it has passed without seeing them and asks for them
    again. After 60 s, twice as long as the database lets a transaction stand idle, such an id is
    taken for a rolled-back transaction; an event committed later than that is missed. At the start
    the last 200 ids are checked the same way. At most 1,000 missing ids are remembered. On SQLite
    ids have no gaps.

    One indexed query per poll, two while ids are missing. Use it from one thread at a time.
    """

    def __init__(self, *, after: int | None = None) -> None:
        self._top = queries.latest_id() if after is None else after
        self._missing: dict[int, float] = {}
        low = max(0, self._top - START_WINDOW)
        seen = OutboxEvent.objects.filter(id__gt=low, id__lte=self._top).values_list("id", flat=True)
        self._note_missing(low, self._top, set(seen))

    @property
    def cursor(self) -> int:
        """An id from which a later reader misses nothing: everything up to it has been given out."""
        return min(self._missing) - 1 if self._missing else self._top

    def poll(self, *, limit: int = MOST_AT_ONCE) -> list[StoredEvent]:
        """The events that have become visible since the last poll, at most ``limit`` and at most 500 new ones."""
        rows = [*_among(ids=list(self._missing)), *_after(top=self._top)]
        found = [StoredEvent(*row) for row in sorted(rows, key=lambda row: int(row[0]))[:limit]]
        seen = {event.id for event in found}
        top = max(seen | {self._top})
        self._note_missing(self._top, top, seen)
        self._top = top
        return found

    def _note_missing(self, low: int, high: int, seen: set[int]) -> None:
        now = time.monotonic()
        for passed in range(max(low, high - MOST_MISSING) + 1, high + 1):
            self._missing.setdefault(passed, now)
        young = {i: since for i, since in self._missing.items() if i not in seen and now - since < GAP_SECONDS}
        self._missing = dict(sorted(young.items())[-MOST_MISSING:])
