"""Changes to the queue, other than queueing and running."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from shopkeeper.foundation import clock, wakeup
from shopkeeper.foundation.errors import Conflict
from shopkeeper.foundation.tasks.models import QueuedTask

PRUNE_BATCH = 1000


@transaction.atomic
def retry_task(*, task_id: int) -> None:
    """Try a dead task again, with all its attempts anew. Raises Conflict when it is not dead."""
    dead = QueuedTask.objects.filter(pk=task_id, status="dead")
    if not dead.update(status="ready", attempts=0, run_after=clock.now(), finished_at=None, last_error=""):
        raise Conflict("This task is not waiting for a retry.")
    wakeup.tap_on_commit()


def prune_tasks(*, before: datetime) -> int:
    """Delete tasks done before ``before``, 1,000 a transaction; dead ones stay. Returns how many."""
    total = 0
    while True:
        done = QueuedTask.objects.filter(status="done", finished_at__lt=before)
        ids = list(done.order_by("finished_at").values_list("pk", flat=True)[:PRUNE_BATCH])
        if not ids:
            return total
        total += QueuedTask.objects.filter(pk__in=ids).delete()[0]
