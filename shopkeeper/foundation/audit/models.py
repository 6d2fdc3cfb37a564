"""The record. Triggers in the first migration refuse UPDATE and DELETE on both databases."""

from __future__ import annotations

from django.db import models


class AuditEntry(models.Model):
    """One action. ``changes`` maps a field to what it was and became: ``{"price": [900, 950]}``."""

    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=20)
    actor_id = models.CharField(max_length=100, blank=True)
    actor_label = models.CharField(max_length=300, blank=True)
    action = models.CharField(max_length=100)
    target = models.CharField(max_length=200)
    changes = models.JSONField(default=dict)
    reason = models.TextField(blank=True)
    ip = models.GenericIPAddressField(null=True)
    request_id = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = (
            models.Index(fields=["target", "-id"], name="audit_by_target"),
            models.Index(fields=["actor_kind", "actor_id", "-id"], name="audit_by_actor"),
        )

    def __str__(self) -> str:
        return f"{self.actor_label or self.actor_kind}: {self.action} {self.target}"
