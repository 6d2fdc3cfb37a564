"""The capacity ledger: buckets, the movements that fill them, and the holds that take from them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class Location(models.Model):
    """A place goods are sent from."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    country = models.CharField(max_length=2)
    priority = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ("priority", "pk")

    def __str__(self) -> str:
        return self.name


class Bucket(models.Model):
    """``total`` of a resource in a slot, of which ``taken`` is held or sold and not yet handed over.

    For goods the resource is an offer and the slot a location. What can still be sold is
    ``total - taken``; the database refuses anything outside ``0 <= taken <= total``.
    """

    class Kind(models.TextChoices):
        UNIT = "unit"
        NIGHT = "night"
        PLACE = "place"

    kind = models.CharField(max_length=10, choices=Kind, default=Kind.UNIT)
    resource_id = models.BigIntegerField()
    slot = models.CharField(max_length=60)
    total = models.BigIntegerField(default=0)
    taken = models.BigIntegerField(default=0)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("kind", "resource_id", "slot"), name="bucket_once"),
            models.CheckConstraint(condition=Q(taken__gte=0), name="bucket_taken_not_negative"),
            models.CheckConstraint(condition=Q(taken__lte=F("total")), name="bucket_never_oversold"),
        )


class Movement(models.Model):
    """A change of a bucket's total, with its reason. Append-only: ``total`` is the sum of these."""

    bucket = models.ForeignKey(Bucket, models.PROTECT, related_name="movements")
    delta = models.BigIntegerField()
    reason = models.CharField(max_length=40)
    reference = models.CharField(max_length=100, blank=True)
    actor = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField()


class Hold(models.Model):
    """Capacity set aside for one line of one checkout.

    ``held`` until ``expires_at`` → ``confirmed`` by an order → ``fulfilled`` when handed over; or
    ``released``. Each step happens once: it is a guarded UPDATE from the state before.
    """

    class Status(models.TextChoices):
        HELD = "held"
        CONFIRMED = "confirmed"
        FULFILLED = "fulfilled"
        RELEASED = "released"

    reference = models.CharField(max_length=100)
    line_key = models.CharField(max_length=100)
    status = models.CharField(max_length=10, choices=Status, default=Status.HELD)
    quantity = models.PositiveIntegerField()
    expires_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("reference", "line_key"), condition=~Q(status="released"), name="hold_once_per_line"
            ),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="hold_quantity_positive"),
        )
        indexes = (models.Index(fields=("status", "expires_at"), name="hold_expiry_idx"),)


class Allocation(models.Model):
    """The part of a hold that one bucket gives; a line may be served from several locations."""

    hold = models.ForeignKey(Hold, models.CASCADE, related_name="allocations")
    bucket = models.ForeignKey(Bucket, models.PROTECT, related_name="+")
    quantity = models.PositiveIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("hold", "bucket"), name="allocation_once_per_bucket"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="allocation_quantity_positive"),
        )
