"""Places where orders are collected, packages waiting there, and orders that share a box."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class PickupPoint(models.Model):
    """A location where customers collect, by its slug. ``hours`` are by weekday (``opening_hours``); an order is ready
    after ``ready_hours`` hours of its being open."""

    location = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=100)
    address = models.CharField(max_length=200)
    country = models.CharField(max_length=2)
    time_zone = models.CharField(max_length=50, default="Europe/Amsterdam")
    hours = models.JSONField(default=dict)
    ready_hours = models.PositiveSmallIntegerField(default=2)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name


class Collection(models.Model):
    """A package that is collected: the code its owner shows, when it was ready, and when it was handed over."""

    package = models.OneToOneField("orders.Package", models.CASCADE, related_name="+")
    point = models.ForeignKey(PickupPoint, models.PROTECT, related_name="+")
    code = models.CharField(max_length=6)
    ready_at = models.DateTimeField(null=True)
    collected_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(collected_at__isnull=True) | Q(ready_at__isnull=False), name="collected_when_ready"
            ),
        )


class SharedBox(models.Model):
    """An order that goes into the box of an earlier one, so its delivery was not charged."""

    order = models.OneToOneField("orders.Order", models.CASCADE, related_name="+")
    box_of = models.ForeignKey("orders.Order", models.CASCADE, related_name="+")
