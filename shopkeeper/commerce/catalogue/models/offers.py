"""Offers: a seller's readiness to sell a variant. The unit of sale; cart lines point here."""

from __future__ import annotations

from django.db import models

from shopkeeper.commerce.catalogue.models.products import Variant

# Who sells is opaque down here; the floor above (vendors) gives other ids a meaning.
HOUSE_SELLER = "house"


class Offer(models.Model):
    class Condition(models.TextChoices):
        NEW = "new"
        REFURBISHED = "refurbished"
        USED = "used"
        DAMAGED = "damaged"

    variant = models.ForeignKey(Variant, models.CASCADE, related_name="offers")
    seller_id = models.CharField(max_length=40, default=HOUSE_SELLER, db_index=True)
    condition = models.CharField(max_length=15, choices=Condition, default=Condition.NEW)
    is_active = models.BooleanField(default=True)
    handling_days = models.PositiveSmallIntegerField(default=1)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("variant", "seller_id", "condition"), name="offer_once_per_seller"),
        )
