"""A change of an order, from what was proposed to what became of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from shopkeeper.commerce.orders.models import Order
from shopkeeper.foundation.money import Money


class Change(models.Model):
    """One change of an order. ``plan`` is the order as it shall be (``plan.Plan``), priced when it was proposed;
    ``before`` what it was. Above zero ``difference_minor`` is to be paid, below it goes back.

    ``proposed``: shown, not agreed to. ``placing``: agreed, stock held, the provider may have been asked. ``action``:
    the customer must confirm with their bank. ``applied``: done. ``refused``: ended without effect, ``refusal`` says
    why.
    """

    class Kind(models.TextChoices):
        ITEMS = "items"
        ADDRESS = "address"
        PAYMENT = "payment"

    class Status(models.TextChoices):
        PROPOSED = "proposed"
        PLACING = "placing"
        ACTION = "action"
        APPLIED = "applied"
        REFUSED = "refused"

    public_id = models.CharField(max_length=40, unique=True)
    order = models.ForeignKey(Order, models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=10, choices=Kind)
    status = models.CharField(max_length=10, choices=Status, default=Status.PROPOSED)
    revision = models.PositiveIntegerField()
    plan = models.JSONField()
    before = models.JSONField()
    difference_minor = models.BigIntegerField()
    actor_kind = models.CharField(max_length=10)
    actor = models.CharField(max_length=120, blank=True)
    payment_key = models.CharField(max_length=120, blank=True)
    refund_to = models.CharField(max_length=160, blank=True)
    refusal = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField()
    driven_at = models.DateTimeField(null=True)
    applied_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("order",), condition=Q(status__in=("placing", "action")), name="change_one_live_per_order"
            ),
        )
        indexes = (models.Index(fields=("status", "driven_at"), name="change_recovery_idx"),)

    @property
    def difference(self) -> Money:
        return Money(self.difference_minor, self.order.currency)
