"""Publishing: events are written in the transaction that made them true."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b

from django.db import connection, transaction

from shopkeeper.foundation import clock, wakeup
from shopkeeper.foundation.events.event import Event, to_json
from shopkeeper.foundation.events.subscriptions import subscribers_of
from shopkeeper.foundation.faults import faultpoint


def publish(*events: Event) -> None:
    """Write ``events`` and a delivery for each of their subscribers, to be sent out after commit.

    Two queries however many events there are, three on PostgreSQL. Raises RuntimeError outside a
    transaction: an event must exist exactly when its facts do.
    """
    from shopkeeper.foundation.events.models import Delivery, OutboxEvent

    if not connection.in_atomic_block:
        raise RuntimeError("publish() must be called inside the transaction that makes the event true.")
    if not events:
        return
    at = clock.now()
    _take_turns({event.aggregate_key() for event in events})
    rows = OutboxEvent.objects.bulk_create(
        OutboxEvent(name=event.name, aggregate=event.aggregate_key(), payload=to_json(event), at=at) for event in events
    )
    Delivery.objects.bulk_create(
        Delivery(event=row, subscriber=subscription.name, aggregate=row.aggregate, run_after=at)
        for row in rows
        for subscription in subscribers_of(row.name)
    )
    faultpoint("outbox.before_commit")
    wakeup.tap_on_commit()
    transaction.on_commit(lambda: faultpoint("outbox.after_commit"))


def _take_turns(aggregates: Iterable[str]) -> None:
    """On PostgreSQL, make publishers of one aggregate wait for each other until commit.

    Ids are handed out before commit there, so without this a delivery could overtake an earlier
    event that is not yet visible. SQLite has one writer at a time and needs nothing. Locks are
    taken in one fixed order per call; operations already touch rows in primary-key order.
    """
    if connection.vendor != "postgresql":
        return
    keys = sorted(int.from_bytes(blake2b(a.encode(), digest_size=8).digest(), signed=True) for a in aggregates)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(key) FROM unnest(%s::bigint[]) AS key", [keys])
