"""For tests: what was announced, and delivering it here and now."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from shopkeeper.foundation.events import queries
from shopkeeper.foundation.events.delivery import run_handler
from shopkeeper.foundation.events.event import Event, event_class, from_json
from shopkeeper.foundation.events.models import Delivery, OutboxEvent

ENDLESS = 10_000


def published(*, after: int = 0) -> list[Event]:
    """The events published since the test began (its database starts without any), in order."""
    rows = OutboxEvent.objects.filter(id__gt=after).order_by("id")
    return [from_json(event_class(row.name), row.payload) for row in rows]


@contextmanager
def recorded_events() -> Iterator[list[Event]]:
    """The events published inside the block; the list is filled when the block ends."""
    start = queries.latest_id()
    found: list[Event] = []
    yield found
    found.extend(published(after=start))


def deliver_all() -> int:
    """Run every pending delivery, and those that follow from them. Returns how many.

    A handler's exception rises, so that the test sees it.
    """
    for done in range(ENDLESS):
        delivery = Delivery.objects.filter(status="pending").select_related("event").order_by("event_id", "id").first()
        if delivery is None:
            return done
        with transaction.atomic():
            run_handler(delivery)
            Delivery.objects.filter(pk=delivery.pk).update(status="done")
    raise RuntimeError("Handlers keep publishing events that call them again.")
