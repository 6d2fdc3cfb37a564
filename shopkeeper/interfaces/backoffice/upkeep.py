"""Trying given-up work again, with its record. Both live in neighbouring foundations, so they meet here."""

from __future__ import annotations

from django.db import transaction

from shopkeeper.foundation.audit.operations import Actor, record
from shopkeeper.foundation.events.operations import retry_delivery
from shopkeeper.foundation.tasks.operations import retry_task


@transaction.atomic
def retry_dead_task(*, task_id: int, actor: Actor) -> None:
    """Raises Conflict when it is not dead."""
    retry_task(task_id=task_id)
    record(actor=actor, action="tasks.retry", target=f"task:{task_id}")


@transaction.atomic
def retry_dead_delivery(*, delivery_id: int, actor: Actor) -> None:
    """Raises Conflict when it is not dead."""
    retry_delivery(delivery_id=delivery_id)
    record(actor=actor, action="events.retry", target=f"delivery:{delivery_id}")
