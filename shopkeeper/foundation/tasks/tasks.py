"""Housekeeping of the outbox and the queue."""

from __future__ import annotations

from datetime import timedelta

from django_tasks import task

from shopkeeper.foundation import clock
from shopkeeper.foundation.events.operations import prune_events
from shopkeeper.foundation.tasks.operations import prune_tasks
from shopkeeper.foundation.tasks.schedule import daily

KEEP_DAYS = 14


@daily(at="03:10", name="tasks.prune")
@task(priority=-50)
def prune() -> None:
    """Forget events that everyone has heard and tasks that are done, after 14 days."""
    before = clock.now() - timedelta(days=KEEP_DAYS)
    prune_events(before=before)
    prune_tasks(before=before)
