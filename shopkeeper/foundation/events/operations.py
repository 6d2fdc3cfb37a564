"""Changes to the outbox, other than publishing and delivering."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import reduce
from operator import or_

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, TextField
from django.db.models.functions import Cast

from shopkeeper.foundation import clock, wakeup
from shopkeeper.foundation.errors import Conflict
from shopkeeper.foundation.events.models import Delivery, OutboxEvent

PRUNE_BATCH = 1000


@transaction.atomic
def retry_delivery(*, delivery_id: int) -> None:
    """Try a dead delivery again, with all its attempts anew. Raises Conflict when it is not dead.

    Later events of the same aggregate may have been delivered since; the handler must bear that.
    """
    dead = Delivery.objects.filter(pk=delivery_id, status="dead")
    if not dead.update(status="pending", attempts=0, run_after=clock.now(), lease_owner="", lease_until=None):
        raise Conflict("This delivery is not waiting for a retry.")
    wakeup.tap_on_commit()


def prune_events(*, before: datetime) -> int:
    """Delete events published before ``before`` whose deliveries are all done. Returns how many.

    Works in batches of 1,000, a transaction each, so that writers never wait long. Events with a
    pending or dead delivery stay.
    """
    unsettled = Delivery.objects.filter(event=OuterRef("pk")).exclude(status="done")
    total = 0
    while True:
        ids = list(
            OutboxEvent.objects.filter(~Exists(unsettled), at__lt=before)
            .order_by("at")
            .values_list("pk", flat=True)[:PRUNE_BATCH]
        )
        if not ids:
            return total
        with transaction.atomic():
            Delivery.objects.filter(event_id__in=ids, status="done").delete()
            OutboxEvent.objects.filter(pk__in=ids).delete()
        total += len(ids)


@transaction.atomic
def forget(*, texts: Iterable[str]) -> int:
    """Delete events that name one of ``texts`` and that everybody has heard. Returns how many. Reads every event that
    is kept (two weeks' worth)."""
    unsettled = Delivery.objects.filter(event=OuterRef("pk")).exclude(status="done")
    told = OutboxEvent.objects.annotate(told=Cast("payload", TextField()))
    names = reduce(or_, (Q(told__icontains=text) for text in texts))
    ids = list(told.filter(names & ~Exists(unsettled)).values_list("pk", flat=True))
    Delivery.objects.filter(event_id__in=ids).delete()
    OutboxEvent.objects.filter(pk__in=ids).delete()
    return len(ids)
