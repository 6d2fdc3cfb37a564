"""The outbox."""

from __future__ import annotations

from django.db import models


class Message(models.Model):
    """A mail as it went out, or will. ``dedup_key`` says what it is about, so nothing is written twice."""

    class Status(models.TextChoices):
        WAITING = "waiting"
        SENT = "sent"
        KEPT = "kept"

    dedup_key = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=40)
    to = models.EmailField(max_length=254)
    subject = models.CharField(max_length=300)
    text = models.TextField()
    html = models.TextField()
    language = models.CharField(max_length=10, default="en")
    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING)
    created_at = models.DateTimeField(db_index=True)
    sent_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.kind} to {self.to}"
