"""Pictures: one asset per distinct file, and where products show it."""

from __future__ import annotations

from django.db import models

from shopkeeper.commerce.catalogue.models.products import Product


class MediaAsset(models.Model):
    """A picture, re-encoded on arrival (which strips metadata and anything hidden in the file).

    Named by the SHA-256 of what was uploaded, so the same file twice is one asset. Smaller sizes
    are derived from it and may be thrown away at any time.
    """

    digest = models.CharField(max_length=64, unique=True)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    file_bytes = models.PositiveIntegerField()
    alt = models.CharField(max_length=300, blank=True)
    focal_x = models.FloatField(default=0.5)
    focal_y = models.FloatField(default=0.5)
    created_at = models.DateTimeField(auto_now_add=True)


class ProductMedia(models.Model):
    """A picture of a product. ``options`` says which option values it shows; empty means all."""

    product = models.ForeignKey(Product, models.CASCADE, related_name="media")
    asset = models.ForeignKey(MediaAsset, models.PROTECT, related_name="+")
    alt = models.CharField(max_length=300)
    options = models.JSONField(default=dict, blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("position", "pk")
        constraints = (models.UniqueConstraint(fields=("product", "asset"), name="asset_once_per_product"),)
