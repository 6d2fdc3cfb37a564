"""Telling subscribers: claim what is due, run the handler and mark the row in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import structlog
from django.db import transaction
from django.db.models import DateTimeField, Exists, F, OuterRef, Q, QuerySet

from shopkeeper.foundation import clock, leases
from shopkeeper.foundation.events.event import event_class, from_json
from shopkeeper.foundation.events.models import Delivery
from shopkeeper.foundation.events.subscriptions import subscription
from shopkeeper.foundation.faults import faultpoint
from shopkeeper.foundation.prepared import Rows, Slots, prepared

MAX_ATTEMPTS = 12
BATCH = 20
WINDOW = 500
log = structlog.get_logger(__name__)


def deliver_due(*, owner: str, should_stop: Callable[[], bool] = lambda: False) -> int:
    """Claim up to 20 due deliveries and run them. Returns how many were run, also when they failed.

    Idle cost: one small read, no write. ``owner`` is this worker's name, see :func:`leases.new_owner`.
    The oldest 500 are looked at first: in a long backlog of one aggregate only the first is due.
    """
    if not _pending():
        return 0
    now = clock.now()
    for window, due in ((WINDOW, _due_first), (None, _due)):
        if due(at=now):
            return _deliver_batch(claim(owner=owner, at=now, window=window), should_stop)
    return 0


def _deliver_batch(claimed: list[Delivery], should_stop: Callable[[], bool]) -> int:
    run = 0
    for delivery in claimed:
        if should_stop():
            release(claimed[run:])
            break
        deliver(delivery)
        run += 1
    return run


@transaction.atomic
def claim(*, owner: str, at: datetime, window: int | None = None) -> list[Delivery]:
    """Lease due deliveries to ``owner``: per subscriber and aggregate only the earliest pending one.

    Locked rows are skipped on PostgreSQL; on SQLite the transaction is the only writer. An attempt
    is counted when it begins, so that an event which kills its worker does not do so for ever; for
    the same reason a delivery that has failed before is claimed alone.
    """
    found = (_lock_first if window else _lock)(at=at)
    if found and found[0][1]:
        found = found[:1]
    ids = [pk for pk, attempts in found if not attempts or len(found) == 1]
    worn_out = [pk for pk, attempts in found if attempts >= MAX_ATTEMPTS and pk in ids]
    if worn_out:
        _bury(worn_out, "The worker stopped while handling it, every time.")
        return []
    Delivery.objects.filter(pk__in=ids).update(
        lease_owner=owner, lease_until=at + leases.lease_length(), attempts=F("attempts") + 1
    )
    return list(Delivery.objects.filter(pk__in=ids).select_related("event").order_by("id"))


def deliver(delivery: Delivery) -> bool:
    """Run the handler of a claimed delivery. False when it failed or another worker has taken over.

    The row is marked first, in the handler's own transaction: its lock keeps other workers away
    even when the handler outlives the lease, and a rollback unmarks it.
    """
    faultpoint("delivery.before_handler")
    try:
        with transaction.atomic():
            mine = Delivery.objects.filter(
                pk=delivery.pk, status="pending", lease_owner=delivery.lease_owner, attempts=delivery.attempts
            )
            if not mine.update(status=Delivery.Status.DONE, lease_until=None, last_error=""):
                return False
            run_handler(delivery)
            faultpoint("delivery.before_commit")
    except Exception as error:
        _put_back(delivery, error)
        return False
    faultpoint("delivery.after_commit")
    return True


def run_handler(delivery: Delivery) -> None:
    """Call the subscriber with the event. A subscriber whose code is gone is skipped, with a warning."""
    found = subscription(delivery.subscriber)
    if found is None:
        log.warning("event_subscriber_gone", subscriber=delivery.subscriber, event_id=delivery.event_id)
        return
    found.handler(from_json(event_class(delivery.event.name), delivery.event.payload))


def release(deliveries: list[Delivery]) -> None:
    """Give claimed deliveries back untried, as a worker does that is told to stop."""
    for delivery in deliveries:
        mine = Delivery.objects.filter(pk=delivery.pk, status="pending", lease_owner=delivery.lease_owner)
        mine.update(lease_owner="", lease_until=None, attempts=F("attempts") - 1)


# Asked again and again by every worker, so written down once: foundation/prepared.py.
@prepared
def _pending(slots: Slots) -> Rows:
    return Delivery.objects.filter(status=Delivery.Status.PENDING).values_list("pk")[:1]


@prepared
def _due(slots: Slots) -> Rows:
    return _due_deliveries(slots, None).values_list("pk")[:1]


@prepared
def _due_first(slots: Slots) -> Rows:
    return _due_deliveries(slots, WINDOW).values_list("pk")[:1]


@prepared
def _lock(slots: Slots) -> Rows:
    return _locked(_due_deliveries(slots, None))


@prepared
def _lock_first(slots: Slots) -> Rows:
    return _locked(_due_deliveries(slots, WINDOW))


def _locked(due: QuerySet[Delivery]) -> Rows:
    free = due.select_for_update(skip_locked=True, of=("self",)).order_by("id")
    return free.values_list("pk", "attempts")[:BATCH]


def _due_deliveries(slots: Slots, window: int | None) -> QuerySet[Delivery]:
    at = slots.one("at", DateTimeField())
    earlier = Delivery.objects.filter(
        subscriber=OuterRef("subscriber"),
        aggregate=OuterRef("aggregate"),
        event_id__lt=OuterRef("event_id"),
        status=Delivery.Status.PENDING,
    )
    pending = Delivery.objects.filter(status=Delivery.Status.PENDING)
    oldest = Q(pk__in=pending.order_by("id").values("pk")[:window]) if window else Q()
    return pending.filter(oldest, leases.lease_is_free(at), ~Exists(earlier), run_after__lte=at)


def _put_back(delivery: Delivery, error: Exception) -> None:
    mine = Delivery.objects.filter(pk=delivery.pk, status="pending", lease_owner=delivery.lease_owner)
    if delivery.attempts >= MAX_ATTEMPTS:
        _bury([delivery.pk], leases.describe(error))
        return
    log.warning(
        "event_handler_failed",
        subscriber=delivery.subscriber,
        event_id=delivery.event_id,
        attempts=delivery.attempts,
        exc_info=error,
    )
    mine.update(
        run_after=clock.now() + leases.wait_before_retry(delivery.attempts),
        lease_owner="",
        lease_until=None,
        last_error=leases.describe(error),
    )


def _bury(ids: list[int], reason: str) -> None:
    log.error("event_delivery_dead", deliveries=ids, reason=reason)
    Delivery.objects.filter(pk__in=ids, status="pending").update(
        status=Delivery.Status.DEAD, lease_owner="", lease_until=None, last_error=reason
    )
