"""Labels bought for packages, where carriers say they are, and the books of the simulated carrier."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Label(models.Model):
    """A carrier's label for a package. Wanted first, so that a carrier who is away holds nobody up; ``key`` makes
    asking again harmless. ``document`` is the carrier's own PDF; without one the shop draws it. ``trouble`` is an
    exception the carrier told of and nobody has settled."""

    class Status(models.TextChoices):
        WANTED = "wanted", "Waiting for the carrier"
        BOUGHT = "bought", "Bought"
        REFUSED = "refused", "Refused"
        VOIDED = "voided", "Voided"

    class Trouble(models.TextChoices):
        DELAYED = "delayed", "Delayed"
        LOST = "lost", "Lost"
        RETURNED = "returned", "On its way back"

    package = models.ForeignKey("orders.Package", models.CASCADE, related_name="+")
    key = models.CharField(max_length=60, unique=True)
    provider = models.CharField(max_length=40)
    service = models.CharField(max_length=60, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.WANTED)
    provider_id = models.CharField(max_length=100, blank=True)
    tracking_number = models.CharField(max_length=100, blank=True, db_index=True)
    document = models.BinaryField(default=b"")
    problem = models.CharField(max_length=300, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    trouble = models.CharField(max_length=10, choices=Trouble, blank=True)
    wanted_at = models.DateTimeField()
    try_at = models.DateTimeField()
    bought_at = models.DateTimeField(null=True)
    looked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("pk",)
        indexes = (models.Index(fields=("status", "try_at"), name="label_waiting_idx"),)
        constraints = (
            models.UniqueConstraint(
                fields=("package",), condition=Q(status__in=("wanted", "bought")), name="label_one_per_package"
            ),
        )


class TrackingEvent(models.Model):
    """One thing a carrier said about a parcel, once however often it is said."""

    label = models.ForeignKey(Label, models.CASCADE, related_name="events")
    event_id = models.CharField(max_length=100)
    kind = models.CharField(max_length=20)
    at = models.DateTimeField()
    text = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("at", "pk")
        constraints = (models.UniqueConstraint(fields=("label", "event_id"), name="tracking_event_once"),)


class SimulatedParcel(models.Model):
    """A parcel in the books of the simulated carrier: its script says what becomes of it."""

    key = models.CharField(max_length=60, unique=True)
    tracking_number = models.CharField(max_length=40, unique=True)
    script = models.CharField(max_length=30)
    accepted_at = models.DateTimeField()
    is_void = models.BooleanField(default=False)
