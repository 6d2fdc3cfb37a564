"""Accounts of credit, and what payments took from them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from shopkeeper.commerce.ledger.accounts import Account


class CreditAccount(models.Model):
    """A gift card, or what the shop owes a customer. ``token`` names it everywhere; the code on a card is kept only as
    a keyed hash, with its last four characters to tell cards apart.

    ``customer`` is whose it is; null for a card that belongs to whoever knows its code. It is good until the end of
    ``expires_on`` (null: for ever).
    """

    class Kind(models.TextChoices):
        GIFT_CARD = "gift_card", "Gift card"
        STORE_CREDIT = "store_credit", "Store credit"

    token = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=20, choices=Kind)
    currency = models.CharField(max_length=3)
    customer = models.ForeignKey("customers.Customer", models.SET_NULL, null=True, blank=True, related_name="+")
    code_hash = models.CharField(max_length=64, unique=True, null=True, blank=True)
    code_end = models.CharField(max_length=4, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    blocked_reason = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("customer", "currency"), condition=Q(kind="store_credit"), name="credit_one_store_account"
            ),
        )

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """As it is called on an order: “Gift card ending in 3TBX”."""
        return f"{self.get_kind_display()} ending in {self.code_end}" if self.code_end else self.get_kind_display()

    @property
    def ledger_account(self) -> Account:
        return Account.GIFT_CARDS if self.kind == self.Kind.GIFT_CARD else Account.STORE_CREDIT


class CreditUse(models.Model):
    """What one payment takes from an account: set aside (``held``), ``taken``, or ``released``; the books of the
    provider, idempotent by the payment's ``key``."""

    class Status(models.TextChoices):
        HELD = "held"
        TAKEN = "taken"
        RELEASED = "released"

    account = models.ForeignKey(CreditAccount, models.PROTECT, related_name="uses")
    key = models.CharField(max_length=120, unique=True)
    amount_minor = models.BigIntegerField()
    refunded_minor = models.BigIntegerField(default=0)
    status = models.CharField(max_length=10, choices=Status, default=Status.HELD)
    created_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="credit_use_positive"),
            models.CheckConstraint(
                condition=Q(refunded_minor__gte=0) & Q(refunded_minor__lte=F("amount_minor")),
                name="credit_refund_within_use",
            ),
        )
        indexes = (models.Index(fields=("account", "status"), name="credit_held_idx"),)
