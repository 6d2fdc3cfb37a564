"""The checkout: everything typed so far, what was agreed, and how far the order has come."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Checkout(models.Model):
    """One attempt to turn a cart into an order.

    ``open``: being filled in; ``typed`` keeps every field as it was typed, valid or not.
    ``placing``: stock is held, the provider may have been asked. ``action``: the customer must
    confirm with their bank. ``placed``: there is an order. A refusal goes back to ``open``.
    ``customer`` is who signed in with it under way; the order will be theirs.
    ``credit`` lists the tokens of gift cards and store credit to pay with, ``payment_key`` names the attempt to pay.
    ``agreed`` is the quote the customer pressed “pay” on; nothing above its total is ever charged.
    """

    class Status(models.TextChoices):
        OPEN = "open"
        PLACING = "placing"
        ACTION = "action"
        PLACED = "placed"

    public_id = models.CharField(max_length=60, unique=True)
    cart = models.ForeignKey("cart.Cart", models.PROTECT, related_name="+")
    customer = models.ForeignKey("customers.Customer", models.SET_NULL, null=True, blank=True, related_name="+")
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    typed = models.JSONField(default=dict)
    language = models.CharField(max_length=10, default="en")
    method_code = models.CharField(max_length=40, blank=True)
    agreed = models.JSONField(default=dict, blank=True)
    agreed_minor = models.BigIntegerField(null=True)
    attempt = models.PositiveIntegerField(default=0)
    payment_key = models.CharField(max_length=120, blank=True)
    credit = models.JSONField(default=list, blank=True)
    refusal = models.JSONField(default=dict, blank=True)
    driven_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("cart",), condition=~Q(status="placed"), name="checkout_one_live_per_cart"),
        )
        indexes = (models.Index(fields=("status", "driven_at"), name="checkout_recovery_idx"),)
