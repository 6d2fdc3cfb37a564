"""A return, line by line, from the request to what became of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from shopkeeper.commerce.orders.models import Order, OrderLine
from shopkeeper.foundation.money import Money


class Return(models.Model):
    """Something of an order that comes back. ``estimate_minor`` is what the customer was shown: what they get for it,
    fees taken off, before any bonus; of an exchange below zero, what they pay on top.

    ``requested``: agreed, on its way. ``received``: back with us, looked at. ``settling``: money or other goods are
    under way. ``settled``: done. ``refused``: nothing of it was accepted. ``called_off``: the customer keeps it after
    all.

    ``refund_to`` is where money goes (``payments.models.Refund.destination``); empty for the way it came.
    ``exchange_quote`` prices the goods that go out instead (``Quote.as_json()``).
    ``pay_with`` is how a dearer exchange is paid: ``{"provider", "token", "label"}``.
    """

    class Kind(models.TextChoices):
        RETURN = "return", "Return"
        WITHDRAWAL = "withdrawal", "Withdrawal"
        CLAIM = "claim", "Claim"
        EXCHANGE = "exchange", "Exchange"

    class Status(models.TextChoices):
        REQUESTED = "requested", "On its way to us"
        RECEIVED = "received", "Received"
        SETTLING = "settling", "Being settled"
        SETTLED = "settled", "Done"
        REFUSED = "refused", "Not accepted"
        CALLED_OFF = "called_off", "Called off"

    public_id = models.CharField(max_length=40, unique=True)
    number = models.CharField(max_length=12, unique=True)
    order = models.ForeignKey(Order, models.PROTECT, related_name="returns")
    kind = models.CharField(max_length=12, choices=Kind)
    status = models.CharField(max_length=12, choices=Status, default=Status.REQUESTED)
    refund_to = models.CharField(max_length=160, blank=True)
    refund_label = models.CharField(max_length=120, blank=True)
    bonus_percent = models.PositiveSmallIntegerField(default=0)
    is_instant = models.BooleanField(default=False)
    pay_with = models.JSONField(default=dict, blank=True)
    payment_key = models.CharField(max_length=120, blank=True)
    exchange_quote = models.JSONField(default=dict, blank=True)
    exchange_order = models.ForeignKey(Order, models.PROTECT, null=True, blank=True, related_name="+")
    estimate_minor = models.BigIntegerField()
    fee_minor = models.BigIntegerField(default=0)
    delivery_minor = models.BigIntegerField(default=0)
    actor_kind = models.CharField(max_length=10)
    actor = models.CharField(max_length=120, blank=True)
    problem = models.CharField(max_length=300, blank=True)
    send_by = models.DateField(null=True)
    requested_at = models.DateTimeField()
    received_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    driven_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(fee_minor__gte=0), name="return_fee_not_below_zero"),)
        indexes = (models.Index(fields=("status", "driven_at"), name="return_recovery_idx"),)

    @property
    def estimate(self) -> Money:
        return Money(self.estimate_minor, self.order.currency)

    @property
    def came_to_nothing(self) -> bool:
        """Whether no money and no goods move because of it any more."""
        return self.status in {self.Status.REFUSED, self.Status.CALLED_OFF}

    @property
    def is_open(self) -> bool:
        return self.status in {self.Status.REQUESTED, self.Status.RECEIVED, self.Status.SETTLING}


class ReturnLine(models.Model):
    """Units of one order line that come back. ``value_minor`` is what was paid for them, tax included;
    ``replacement`` the goods that go out instead (a ``draft.DraftLine`` as JSON with its price), held by ``hold_id``.
    """

    class Reason(models.TextChoices):
        CHANGED_MIND = "changed_mind", "I changed my mind"
        TOO_SMALL = "too_small", "Too small"
        TOO_LARGE = "too_large", "Too large"
        NOT_AS_DESCRIBED = "not_as_described", "Not as described"
        DAMAGED = "damaged", "Arrived damaged"
        FAULTY = "faulty", "Does not work"
        WRONG_ITEM = "wrong_item", "Not what I ordered"
        LATE = "late", "Arrived too late"
        OTHER = "other", "Something else"

    class Outcome(models.TextChoices):
        RESTOCK = "restock", "Back on the shelf"
        WRITE_OFF = "write_off", "Written off"
        SEND_BACK = "send_back", "Not accepted, goes back"

    part_of = models.ForeignKey(Return, models.PROTECT, related_name="lines")
    line = models.ForeignKey(OrderLine, models.PROTECT, related_name="+")
    quantity = models.PositiveIntegerField()
    reason = models.CharField(max_length=20, choices=Reason)
    comment = models.CharField(max_length=1000, blank=True)
    photos = models.JSONField(default=list, blank=True)
    # Which units of the line these are, counted from 0: each has its own share of what the line cost.
    units = models.JSONField(default=list)
    value_minor = models.BigIntegerField()
    tax_minor = models.BigIntegerField()
    replacement = models.JSONField(default=dict, blank=True)
    hold_id = models.BigIntegerField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    outcome_note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("part_of", "line"), name="return_line_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="return_quantity_positive"),
        )
