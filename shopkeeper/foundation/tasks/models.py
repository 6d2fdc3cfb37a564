"""The queue and the schedule."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class QueuedTask(models.Model):
    """One call of a task. A running task is held by a lease that its worker keeps renewing."""

    class Status(models.TextChoices):
        READY = "ready"
        RUNNING = "running"
        DONE = "done"
        DEAD = "dead"

    path = models.CharField(max_length=300)
    arguments = models.JSONField()
    queue = models.CharField(max_length=50, default="default")
    priority = models.SmallIntegerField(default=0)
    key = models.CharField(max_length=200, blank=True)
    dedup_key = models.CharField(max_length=200, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.READY)
    attempts = models.PositiveSmallIntegerField(default=0)
    max_attempts = models.PositiveSmallIntegerField()
    run_after = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    lease_owner = models.CharField(max_length=100, blank=True)
    enqueued_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    result = models.JSONField(null=True)
    last_error = models.CharField(max_length=2000, blank=True)

    class Meta:
        db_table = "tasks_task"
        constraints = (
            models.CheckConstraint(
                condition=Q(status__in=["ready", "running", "done", "dead"]), name="task_status_known"
            ),
            models.UniqueConstraint(
                fields=["key"], condition=Q(status="running") & ~Q(key=""), name="task_one_per_key"
            ),
            models.UniqueConstraint(fields=["dedup_key"], condition=~Q(dedup_key=""), name="task_queued_once"),
        )
        indexes = (
            models.Index(F("priority").desc(), "run_after", "id", condition=Q(status="ready"), name="task_ready"),
            models.Index(fields=["lease_until"], condition=Q(status="running"), name="task_running"),
            models.Index(fields=["key", "id"], condition=Q(status="ready") & ~Q(key=""), name="task_key_order"),
            models.Index(fields=["finished_at"], name="task_finished"),
        )

    def __str__(self) -> str:
        return f"{self.path} {self.status}"


class Schedule(models.Model):
    """When a repeated task is due next."""

    name = models.CharField(max_length=200, primary_key=True)
    next_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
