"""Events as they were published, and one row per event and subscriber until it has been told."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class OutboxEvent(models.Model):
    """A published event. Ids rise in commit order per aggregate; overall only on SQLite."""

    name = models.CharField(max_length=200)
    aggregate = models.CharField(max_length=200)
    payload = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        indexes = (
            models.Index(fields=["aggregate", "id"], name="outbox_by_aggregate"),
            models.Index(fields=["at"], name="outbox_by_age"),
        )

    def __str__(self) -> str:
        return f"{self.name} {self.aggregate}"


class Delivery(models.Model):
    """One event on its way to one subscriber. ``aggregate`` repeats the event's, for ordering."""

    class Status(models.TextChoices):
        PENDING = "pending"
        DONE = "done"
        DEAD = "dead"

    event = models.ForeignKey(OutboxEvent, models.CASCADE, related_name="+")
    subscriber = models.CharField(max_length=200)
    aggregate = models.CharField(max_length=200)
    status = models.CharField(max_length=10, choices=Status, default=Status.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    run_after = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    lease_owner = models.CharField(max_length=100, blank=True)
    last_error = models.CharField(max_length=2000, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["subscriber", "event"], name="delivery_once_per_subscriber"),
            models.CheckConstraint(condition=Q(status__in=["pending", "done", "dead"]), name="delivery_status_known"),
        )
        indexes = (
            models.Index(fields=["id"], condition=Q(status="pending"), name="delivery_pending"),
            models.Index(
                fields=["subscriber", "aggregate", "event"],
                condition=Q(status="pending"),
                name="delivery_order",
            ),
            models.Index(fields=["id"], condition=Q(status="dead"), name="delivery_dead"),
        )

    def __str__(self) -> str:
        return f"{self.subscriber} {self.status}"
