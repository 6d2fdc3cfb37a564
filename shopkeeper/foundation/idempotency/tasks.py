"""Housekeeping of idempotency keys."""

from __future__ import annotations

from datetime import timedelta

from django_tasks import task

from shopkeeper.foundation import clock
from shopkeeper.foundation.idempotency.operations import prune_keys
from shopkeeper.foundation.tasks.schedule import every

KEEP_HOURS = 48


@every(seconds=3600, name="idempotency.prune")
@task(priority=-50)
def prune() -> None:
    """Forget keys after 48 hours."""
    prune_keys(before=clock.now() - timedelta(hours=KEEP_HOURS))
