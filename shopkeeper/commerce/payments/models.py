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
    # Addresses of a provider's page carry much of its state.
    action_url = models.CharField(max_length=2000, blank=True)
    # Who wants the card kept for next time.
    keep_for = models.ForeignKey("customers.Customer", models.SET_NULL, null=True, blank=True, related_name="+")
    failure_code = models.CharField(max_length=60, blank=True)
    failure_message = models.CharField(max_length=300, blank=True)
    # Where the provider's books say something else than ours, in words; and when they were last compared.
    difference = models.CharField(max_length=200, blank=True)
    compared_at = models.DateTimeField(null=True)
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


class SavedMethod(models.Model):
    """A way to pay that a customer keeps for next time. ``token`` is the provider's and pays with it; the rest is what
    the customer knows it by. No card number is ever here."""

    public_id = models.CharField(max_length=40, unique=True)
    customer = models.ForeignKey("customers.Customer", models.CASCADE, related_name="+")
    provider = models.CharField(max_length=40)
    token = models.CharField(max_length=120)
    brand = models.CharField(max_length=30, blank=True)
    last4 = models.CharField(max_length=4, blank=True)
    exp_month = models.PositiveSmallIntegerField(default=0)
    exp_year = models.PositiveSmallIntegerField(default=0)
    is_default = models.BooleanField(default=False)
    # When the customer agreed that it is kept.
    agreed_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("customer", "provider", "token"), name="saved_method_once"),
            models.UniqueConstraint(
                fields=("customer",), condition=Q(is_default=True), name="saved_method_one_default"
            ),
        )

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """As its owner knows it: “Visa ending in 4242”."""
        return f"{self.brand.replace('_', ' ').title() or 'Card'} ending in {self.last4}"


class Terms(models.Model):
    """How one of the ways to pay that staff confirm is offered: policy, edited in the office.

    Due ``due_days`` after the order; reminded ``remind_days`` after that, and cancelled ``cancel_days`` after it was
    due (null: never by itself). ``most_minor`` is the largest order in the market's currency, 0 for any.
    """

    provider = models.CharField(max_length=40, unique=True)
    is_offered = models.BooleanField(default=False)
    countries = models.JSONField(default=list, blank=True)
    most_minor = models.BigIntegerField(default=0)
    due_days = models.PositiveSmallIntegerField(default=7)
    remind_days = models.PositiveSmallIntegerField(default=1)
    cancel_days = models.PositiveSmallIntegerField(null=True, blank=True)
    holder = models.CharField(max_length=70, blank=True)
    iban = models.CharField(max_length=34, blank=True)
    bic = models.CharField(max_length=11, blank=True)


class Promise(models.Model):
    """What a customer promised to pay by themselves: by bank transfer, on an invoice, in cash at the door. The books of
    those providers, idempotent by the payment's ``key``.

    ``open``: awaited. ``taken``: it is there, or the carrier has it. ``voided``: nobody waits for it any more. Orders
    count on it once ``is_relied_on``.
    """

    class Status(models.TextChoices):
        OPEN = "open"
        TAKEN = "taken"
        VOIDED = "voided"

    key = models.CharField(max_length=120, unique=True)
    provider = models.CharField(max_length=40)
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()
    refunded_minor = models.BigIntegerField(default=0)
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    acted_keys = models.JSONField(default=list)
    is_relied_on = models.BooleanField(default=False)
    due_on = models.DateField()
    reminded_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="promise_positive"),
            models.CheckConstraint(
                condition=Q(refunded_minor__gte=0) & Q(refunded_minor__lte=F("amount_minor")),
                name="promise_refund_within_amount",
            ),
        )
        indexes = (models.Index(fields=("status", "due_on"), name="promise_due_idx"),)


class Receipt(models.Model):
    """What really came in for a promise, went back because it was too much, or was given up because it was too little.
    Each is a journal in the ledger with the same key."""

    class Kind(models.TextChoices):
        RECEIVED = "received"
        SENT_BACK = "sent_back"
        WRITTEN_OFF = "written_off"

    promise = models.ForeignKey(Promise, models.PROTECT, related_name="receipts")
    key = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=12, choices=Kind)
    amount_minor = models.BigIntegerField()
    note = models.CharField(max_length=200, blank=True)
    actor = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(amount_minor__gt=0), name="receipt_positive"),)


class Payout(models.Model):
    """Money a provider has sent to the bank, as its file says; what its lines explain adds up to ``net_minor``."""

    provider = models.CharField(max_length=40)
    payout_id = models.CharField(max_length=120)
    currency = models.CharField(max_length=3)
    net_minor = models.BigIntegerField()
    fee_minor = models.BigIntegerField(default=0)
    paid_on = models.DateField()
    imported_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("provider", "payout_id"), name="payout_once"),)


class PayoutLine(models.Model):
    """One line of a payout: what it is for, gross and fee, and what of ours it belongs to. ``difference`` says in words
    why it belongs to nothing, or does not agree; empty when all is well."""

    class Kind(models.TextChoices):
        CHARGE = "charge"
        REFUND = "refund"
        DISPUTE = "dispute"
        FEE = "fee"
        OTHER = "other"

    payout = models.ForeignKey(Payout, models.PROTECT, related_name="lines")
    line_id = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=Kind)
    provider_id = models.CharField(max_length=120, blank=True)
    gross_minor = models.BigIntegerField()
    fee_minor = models.BigIntegerField(default=0)
    payment = models.ForeignKey(Payment, models.PROTECT, null=True, related_name="+")
    difference = models.CharField(max_length=200, blank=True)
    explained = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("payout", "line_id"), name="payout_line_once"),)


class Dispute(models.Model):
    """A customer has asked their bank for the money back. What the provider takes meanwhile is booked."""

    class Status(models.TextChoices):
        OPEN = "open"
        WON = "won"
        LOST = "lost"

    provider = models.CharField(max_length=40)
    dispute_id = models.CharField(max_length=120)
    payment = models.ForeignKey(Payment, models.PROTECT, related_name="disputes")
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()
    reason = models.CharField(max_length=60, blank=True)
    status = models.CharField(max_length=6, choices=Status, default=Status.OPEN)
    answer_by = models.DateTimeField(null=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("provider", "dispute_id"), name="dispute_once"),)


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
    # The token of a card that is kept for next time.
    kept_token = models.CharField(max_length=120, blank=True)
    acted_keys = models.JSONField(default=list)
    created_at = models.DateTimeField(auto_now_add=True)
