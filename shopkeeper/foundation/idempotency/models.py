"""Keys that callers have sent, and what they were answered."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class IdempotencyKey(models.Model):
    """A key inside a ``scope`` (who asks, for what). ``claim`` counts takeovers and fences late finishers."""

    scope = models.CharField(max_length=200)
    key = models.CharField(max_length=128)
    fingerprint = models.CharField(max_length=64)
    status = models.CharField(max_length=10, default="in_flight")
    claim = models.PositiveIntegerField(default=1)
    claimed_at = models.DateTimeField()
    created_at = models.DateTimeField(db_index=True)
    answer_status = models.PositiveSmallIntegerField(null=True)
    answer_headers = models.JSONField(default=dict)
    answer_body = models.BinaryField(default=b"")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["scope", "key"], name="idempotency_one_per_key"),
            models.CheckConstraint(condition=Q(status__in=["in_flight", "done"]), name="idempotency_status_known"),
        )

    def __str__(self) -> str:
        return f"{self.scope} {self.status}"
