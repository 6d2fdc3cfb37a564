"""What was forgotten, and what is still to be."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Erasure(models.Model):
    """One person's wish to be forgotten. ``order_ids`` may still be sent back; until the day after ``until`` they keep
    their names, and ``email`` says whose they are. Both are emptied when nothing is left."""

    pseudonym = models.CharField(max_length=40, unique=True)
    email = models.CharField(max_length=254, blank=True)
    order_ids = models.JSONField(default=list, blank=True)
    until = models.DateField(null=True)
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=("until",), condition=Q(done_at=None), name="erasure_due_idx"),)
        constraints = (
            models.CheckConstraint(condition=Q(done_at=None) | Q(email=""), name="erasure_done_knows_nobody"),
        )

    def __str__(self) -> str:
        return self.pseudonym
