"""Pictures: one asset per distinct file, and where products show it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from shopkeeper.commerce.catalogue.models.products import Product


class MediaAsset(models.Model):
    """A picture, named by the SHA-256 of the file that came, so the same file twice is one asset.

    The size is that of the picture as it is seen, turned upright. Smaller sizes and crops are made from it and may be
    thrown away at any time. The focus is where crops look, in percent from the left and from the top.
    """

    digest = models.CharField(max_length=64, unique=True)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    file_bytes = models.PositiveIntegerField()
    alt = models.CharField(max_length=300, blank=True)
    focus_x = models.PositiveSmallIntegerField(default=50)
    focus_y = models.PositiveSmallIntegerField(default=50)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(focus_x__lte=100) & Q(focus_y__lte=100), name="focus_is_inside"),
        )


class ProductMedia(models.Model):
    """A picture of a product. ``options`` says which option values it shows; empty means all. A text alternative that
    was suggested stays marked until somebody has looked at it."""

    product = models.ForeignKey(Product, models.CASCADE, related_name="media")
    asset = models.ForeignKey(MediaAsset, models.PROTECT, related_name="+")
    alt = models.CharField(max_length=300)
    alt_is_suggested = models.BooleanField(default=False)
    options = models.JSONField(default=dict, blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("position", "pk")
        constraints = (models.UniqueConstraint(fields=("product", "asset"), name="asset_once_per_product"),)
