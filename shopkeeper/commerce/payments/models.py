"""Payments, what providers told us about them, and refunds."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class Payment(models.Model):
    """One attempt to be paid ``amount_minor`` for ``reference`` (such as ``checkout:chk_…``).

    A sum may be paid in several ways at once, a gift card and a bank card: ``part`` says which share of ``reference``
    this is, and payments that stand or fall together share an ``attempt``, the key of its last payment.

    ``key`` is the idempotency key of the provider's calls: asked twice, a provider acts once. An attempt whose
    outcome is not known yet is ``unknown``; it is settled by asking the provider, never by paying again.
    """

    class Status(models.TextChoices):
        CREATED = "created"
        REQUIRES_ACTION = "requires_action"
        UNKNOWN = "unknown"
        AUTHORISED = "authorised"
        CAPTURED = "captured"
        VOIDED = "voided"
        FAILED = "failed"

    key = models.CharField(max_length=120, unique=True)
    reference = models.CharField(max_length=120, db_index=True)
    part = models.CharField(max_length=60, blank=True)
    attempt = models.CharField(max_length=120, db_index=True)
    provider = models.CharField(max_length=40)
    provider_id = models.CharField(max_length=120, blank=True, db_index=True)
    method = models.CharField(max_length=120, blank=True)
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()
    captured_minor = models.BigIntegerField(default=0)
    refunded_minor = models.BigIntegerField(default=0)
    status = models.CharField(max_length=20, choices=Status, default=Status.CREATED)
    action_url = models.CharField(max_length=500, blank=True)
    failure_code = models.CharField(max_length=60, blank=True)
    failure_message = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="payment_amount_positive"),
            models.CheckConstraint(
                condition=Q(captured_minor__gte=0) & Q(captured_minor__lte=F("amount_minor")),
                name="payment_capture_within_amount",
            ),
            models.CheckConstraint(
                condition=Q(refunded_minor__gte=0) & Q(refunded_minor__lte=F("captured_minor")),
                name="payment_refund_within_capture",
            ),
            # Of all the attempts to pay one share of one thing, at most one takes money.
            models.UniqueConstraint(
                fields=("reference", "part"),
                condition=Q(status__in=("authorised", "captured")),
                name="payment_one_success_per_reference",
            ),
        )


class Origin(models.Model):
    """Where an attempt to pay came from, as keyed hashes, and whether it was declined; kept for two days, so that
    stolen cards cannot be tried out here. The rules are in ``declines.py``."""

    payment = models.OneToOneField(Payment, models.CASCADE, primary_key=True, related_name="+")
    session = models.CharField(max_length=32, blank=True)
    account = models.CharField(max_length=32, blank=True)
    address = models.CharField(max_length=32, blank=True)
    basket = models.CharField(max_length=32, blank=True)
    card = models.CharField(max_length=32, blank=True)
    declined = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        indexes = tuple(
            models.Index(fields=(kind, "at"), name=f"origin_{kind}_idx")
            for kind in ("session", "account", "address", "basket", "card")
        )


class ProviderMessage(models.Model):
    """A webhook as it came, once per provider and event id. The raw payload is evidence and is kept."""

    provider = models.CharField(max_length=40)
    event_id = models.CharField(max_length=120)
    kind = models.CharField(max_length=60)
    payment_key = models.CharField(max_length=120, blank=True, db_index=True)
    payload = models.JSONField(default=dict)
    received_at = models.DateTimeField()
    handled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("provider", "event_id"), name="provider_message_once"),)


class Refund(models.Model):
    """Money going back from a payment. ``destination`` says where to when it is not the way it came:
    ``credit:<token>`` to store credit or a gift card, ``hand:<words>`` by a person, who confirms it."""

    class Status(models.TextChoices):
        PENDING = "pending"
        DONE = "done"
        FAILED = "failed"

    payment = models.ForeignKey(Payment, models.PROTECT, related_name="refunds")
    key = models.CharField(max_length=120, unique=True)
    amount_minor = models.BigIntegerField()
    reason = models.CharField(max_length=200, blank=True)
    destination = models.CharField(max_length=160, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.PENDING)
    created_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(amount_minor__gt=0), name="refund_positive"),)


class SandboxCharge(models.Model):
    """The sandbox provider's own books, as if they stood on another machine."""

    provider_id = models.CharField(max_length=60, unique=True)
    key = models.CharField(max_length=120, unique=True)
    script = models.CharField(max_length=40)
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()
    captured_minor = models.BigIntegerField(default=0)
    refunded_minor = models.BigIntegerField(default=0)
    status = models.CharField(max_length=20)
    return_url = models.CharField(max_length=500, blank=True)
    acted_keys = models.JSONField(default=list)
    created_at = models.DateTimeField(auto_now_add=True)
