"""Carts and their lines."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

MAX_QUANTITY = 999
MAX_LINES = 100


class Cart(models.Model):
    """A cart belongs to a browser (by its secret token) and, once signed in, to a customer (all devices)."""

    class Status(models.TextChoices):
        OPEN = "open"
        ORDERED = "ordered"
        MERGED = "merged"

    token = models.CharField(max_length=64, unique=True)
    customer = models.ForeignKey("customers.Customer", models.SET_NULL, null=True, blank=True, related_name="+")
    market_code = models.CharField(max_length=20)
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("customer",), condition=Q(status="open", customer__isnull=False), name="cart_one_open"
            ),
        )
        indexes = (models.Index(fields=("status", "updated_at"), name="cart_stale_idx"),)


class CartLine(models.Model):
    """``seen_minor`` is the unit price the customer last saw, in the cart's currency; a difference is told."""

    cart = models.ForeignKey(Cart, models.CASCADE, related_name="lines")
    offer = models.ForeignKey("catalogue.Offer", models.CASCADE, related_name="+")
    quantity = models.PositiveIntegerField()
    seen_minor = models.BigIntegerField()
    seen_currency = models.CharField(max_length=3)
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("cart", "offer"), name="offer_once_per_cart"),
            models.CheckConstraint(
                condition=Q(quantity__gte=1) & Q(quantity__lte=MAX_QUANTITY), name="cart_quantity_sane"
            ),
        )
