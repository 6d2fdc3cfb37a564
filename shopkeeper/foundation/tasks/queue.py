"""Taking tasks from the queue, running them, and what becomes of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import structlog
from django.db import IntegrityError, transaction
from django.db.models import DateTimeField, Exists, OuterRef, Q, QuerySet, SmallIntegerField
from django_tasks.base import TaskContext
from django_tasks.utils import normalize_json

from shopkeeper.foundation import clock, leases
from shopkeeper.foundation.errors import ShopError, TryAgain
from shopkeeper.foundation.faults import faultpoint
from shopkeeper.foundation.prepared import Rows, Slots, columns, instance, prepared
from shopkeeper.foundation.tasks.backend import load_task, result_of
from shopkeeper.foundation.tasks.models import QueuedTask
from shopkeeper.foundation.tasks.options import TRANSIENT_ATTEMPTS, TransientError

LOWEST = -100
log = structlog.get_logger(__name__)


def run_next(*, owner: str, min_priority: int = LOWEST) -> bool:
    """Take the most urgent due task and run it. False when there is none.

    Idle cost: two small reads, no write.
    """
    now = clock.now()
    if not (_ready(at=now, min_priority=min_priority) or _abandoned(at=now, min_priority=min_priority)):
        return False
    row = claim(owner=owner, at=now, min_priority=min_priority)
    if row is not None:
        run(row)
    return row is not None


def claim(*, owner: str, at: datetime, min_priority: int = LOWEST) -> QueuedTask | None:
    """Lease one task to ``owner``: those whose worker fell silent first, then by priority and age.

    None when there is none or another worker was faster. The attempt is counted here, so that a
    task that kills its worker is given up as well.
    """
    try:
        with transaction.atomic():
            rows = _lock_abandoned(at=at, min_priority=min_priority) or _lock_ready(at=at, min_priority=min_priority)
            if not rows:
                return None
            found = instance(QueuedTask, rows[0])
            if found.attempts >= max(found.max_attempts, 1) and found.status == "running":
                _bury(found, "The worker stopped while running it, every time.")
                return None
            found.status, found.started_at, found.attempts = "running", at, found.attempts + 1
            found.lease_owner, found.lease_until = owner, at + leases.lease_length()
            found.save(update_fields=["status", "started_at", "attempts", "lease_owner", "lease_until"])
    except IntegrityError:  # task_one_per_key: a task with the same key has just been started elsewhere
        return None
    return found


def run(row: QueuedTask) -> bool:
    """Call a claimed task, outside any transaction of ours, and record what came of it."""
    faultpoint("task.before_run")
    try:
        task = load_task(row.path)
        context = (TaskContext(task_result=result_of(row, task)),) if task.takes_context else ()
        result = normalize_json(task.call(*context, *row.arguments["args"], **row.arguments["kwargs"]))
    except Exception as error:
        _failed(row, error)
        return False
    faultpoint("task.before_done")
    return _finish(row, status="done", result=result, last_error="")


def renew(*, owner: str) -> int:
    """Prolong the leases of everything ``owner`` is running; called every third of a lease."""
    mine = QueuedTask.objects.filter(status="running", lease_owner=owner)
    return mine.update(lease_until=clock.now() + leases.lease_length())


# Asked again and again by every worker, so written down once: foundation/prepared.py.
@prepared
def _ready(slots: Slots) -> Rows:
    return _ready_tasks(slots).values_list("pk")[:1]


@prepared
def _abandoned(slots: Slots) -> Rows:
    return _abandoned_tasks(slots).values_list("pk")[:1]


@prepared
def _lock_ready(slots: Slots) -> Rows:
    ready = _ready_tasks(slots).select_for_update(skip_locked=True, of=("self",))
    return ready.order_by("-priority", "run_after", "id").values_list(*columns(QueuedTask))[:1]


@prepared
def _lock_abandoned(slots: Slots) -> Rows:
    silent = _abandoned_tasks(slots).select_for_update(skip_locked=True, of=("self",))
    return silent.order_by("id").values_list(*columns(QueuedTask))[:1]


def _ready_tasks(slots: Slots) -> QuerySet[QueuedTask]:
    at = slots.one("at", DateTimeField())
    same_key = QueuedTask.objects.filter(key=OuterRef("key"))
    running = same_key.filter(status="running")
    earlier = same_key.filter(Q(attempts__gt=0) | Q(run_after__lte=at), status="ready", id__lt=OuterRef("id"))
    is_head = Q(key="") | ~Exists(running) & ~Exists(earlier)
    return QueuedTask.objects.filter(
        is_head, status="ready", run_after__lte=at, priority__gte=slots.one("min_priority", SmallIntegerField())
    )


def _abandoned_tasks(slots: Slots) -> QuerySet[QueuedTask]:
    at, min_priority = slots.one("at", DateTimeField()), slots.one("min_priority", SmallIntegerField())
    return QueuedTask.objects.filter(status="running", lease_until__lte=at, priority__gte=min_priority)


def _failed(row: QueuedTask, error: Exception) -> None:
    refused = isinstance(error, ShopError) and not isinstance(error, TryAgain)
    limit = row.max_attempts
    if isinstance(error, TransientError):
        limit = max(limit, TRANSIENT_ATTEMPTS)
    if refused or row.attempts >= limit:
        log.error("task_dead", task=row.path, task_id=row.pk, attempts=row.attempts, exc_info=error)
        _finish(row, status="dead", last_error=leases.describe(error))
        return
    log.warning("task_failed", task=row.path, task_id=row.pk, attempts=row.attempts, exc_info=error)
    _mine(row).update(
        status="ready",
        run_after=clock.now() + leases.wait_before_retry(row.attempts),
        lease_owner="",
        lease_until=None,
        last_error=leases.describe(error),
    )


def _finish(row: QueuedTask, **changes: Any) -> bool:
    """Record the end, unless the lease was lost and another worker has the task now."""
    return bool(_mine(row).update(finished_at=clock.now(), lease_until=None, **changes))


def _mine(row: QueuedTask) -> QuerySet[QueuedTask]:
    return QueuedTask.objects.filter(pk=row.pk, status="running", lease_owner=row.lease_owner, attempts=row.attempts)


def _bury(row: QueuedTask, reason: str) -> None:
    log.error("task_dead", task=row.path, task_id=row.pk, attempts=row.attempts, reason=reason)
    QueuedTask.objects.filter(pk=row.pk).update(
        status="dead", finished_at=clock.now(), lease_owner="", lease_until=None, last_error=reason
    )
