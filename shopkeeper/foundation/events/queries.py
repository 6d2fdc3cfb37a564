"""Questions about the outbox."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import Max, Min

from shopkeeper.foundation.events.models import Delivery, OutboxEvent


def dead_deliveries(*, limit: int = 100) -> list[Delivery]:
    """Deliveries given up after 12 attempts, oldest first, with their events. One query."""
    dead = Delivery.objects.filter(status="dead").select_related("event")
    return list(dead.order_by("id")[:limit])


def pending_deliveries() -> tuple[int, datetime | None]:
    """How many deliveries wait, and since when the first has been due. Two queries."""
    pending = Delivery.objects.filter(status="pending")
    return pending.count(), pending.aggregate(first=Min("run_after"))["first"]


def latest_id() -> int:
    """The highest event id that is committed; 0 when there is none. One query."""
    return int(OutboxEvent.objects.aggregate(last=Max("id"))["last"] or 0)


def events_about(aggregates: Collection[str], *, after: int, limit: int) -> list[OutboxEvent]:
    """Events about any of ``aggregates`` with an id above ``after``, oldest first. One query."""
    return list(OutboxEvent.objects.filter(aggregate__in=aggregates, id__gt=after).order_by("id")[:limit])
