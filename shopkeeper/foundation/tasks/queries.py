"""Questions about the queue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Min

from shopkeeper.foundation.events import queries as events
from shopkeeper.foundation.events.models import Delivery
from shopkeeper.foundation.tasks.models import QueuedTask


@dataclass(frozen=True)
class Backlog:
    """What waits, and how long the longest due piece has waited, in seconds."""

    deliveries: int
    delivery_lag_seconds: float
    tasks: int
    task_lag_seconds: float
    dead_deliveries: int
    dead_tasks: int

    @property
    def lag_seconds(self) -> float:
        return max(self.delivery_lag_seconds, self.task_lag_seconds)


def backlog(*, at: datetime) -> Backlog:
    """How far behind the workers are. Tasks meant for later do not count. Six queries."""
    deliveries, first_delivery = events.pending_deliveries()
    due = QueuedTask.objects.filter(status="ready", run_after__lte=at)
    return Backlog(
        deliveries=deliveries,
        delivery_lag_seconds=_seconds(first_delivery, at),
        tasks=due.count(),
        task_lag_seconds=_seconds(due.aggregate(first=Min("run_after"))["first"], at),
        dead_deliveries=Delivery.objects.filter(status="dead").count(),
        dead_tasks=QueuedTask.objects.filter(status="dead").count(),
    )


def dead_tasks(*, limit: int = 100) -> list[QueuedTask]:
    """Tasks given up, oldest first. One query."""
    return list(QueuedTask.objects.filter(status="dead").order_by("id")[:limit])


def _seconds(since: datetime | None, at: datetime) -> float:
    return max(0.0, (at - since).total_seconds()) if since else 0.0
