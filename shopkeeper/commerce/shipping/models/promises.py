"""What was promised with each package, what happened, what the shop learned, and what it does about broken ones."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from shopkeeper.foundation.money import Money


class LearnedRanges(models.Model):
    """What the shop's own deliveries had taught by a night: ``learning.Learned`` as JSON, and how many arrivals each
    method and country had (``{"standard>NL": 214}``)."""

    learned_at = models.DateTimeField()
    consignments = models.PositiveIntegerField()
    arrivals = models.JSONField(default=dict)
    learned = models.JSONField(default=dict)

    class Meta:
        ordering = ("-pk",)


class DeliveryPromise(models.Model):
    """The days promised with one package. ``start`` is the day it was to leave the house; ``source`` says who promised:
    ``rule``, or ``learned:<id>`` with the ``confidence`` it stated. ``method`` is the code of the way it goes."""

    class Outcome(models.TextChoices):
        WAITING = "waiting", "On its way"
        EARLY = "early", "Earlier than said"
        KEPT = "kept", "As said"
        LATE = "late", "Later than said"
        VOID = "void", "Cancelled"

    package = models.OneToOneField("orders.Package", models.CASCADE, related_name="+")
    order = models.ForeignKey("orders.Order", models.CASCADE, related_name="+")
    method = models.CharField(max_length=60)
    method_name = models.CharField(max_length=100, blank=True)
    carrier = models.CharField(max_length=60, blank=True)
    country = models.CharField(max_length=2, blank=True)
    time_zone = models.CharField(max_length=50, default="UTC")
    start = models.DateField()
    promised_from = models.DateField()
    promised_to = models.DateField()
    source = models.CharField(max_length=40, default="rule")
    confidence = models.DecimalField(max_digits=4, decimal_places=3, null=True)
    made_at = models.DateTimeField()
    arrived_on = models.DateField(null=True)
    days_late = models.PositiveSmallIntegerField(default=0)
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.WAITING)

    class Meta:
        indexes = (
            models.Index(fields=("outcome", "promised_to"), name="promise_outcome_idx"),
            models.Index(fields=("start",), name="promise_start_idx"),
        )
        constraints = (
            models.CheckConstraint(condition=Q(promised_to__gte=F("promised_from")), name="promise_days_forward"),
            models.CheckConstraint(
                condition=Q(arrived_on__isnull=True, outcome__in=("waiting", "void"))
                | Q(arrived_on__isnull=False, outcome__in=("early", "kept", "late")),
                name="promise_outcome_is_measured",
            ),
        )


class RemedyRule(models.Model):
    """What the shop does about a package that is ``days_late``: says so, gives the delivery charge back, or credits
    ``percent`` of the goods in it. Policy as data; each rule helps each package once, and only those
    promised for ``since`` or later: what was late before there was a policy is not made good all at once."""

    class Kind(models.TextChoices):
        MESSAGE = "message", "Say so, and say sorry"
        CHARGE = "charge", "Give the delivery charge back"
        CREDIT = "credit", "Store credit of a part of the goods"

    kind = models.CharField(max_length=10, choices=Kind)
    days_late = models.PositiveSmallIntegerField()
    percent = models.PositiveSmallIntegerField(default=0)
    since = models.DateField()
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ("days_late", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(days_late__gte=1), name="remedy_after_a_day"),
            models.CheckConstraint(
                condition=Q(kind="credit", percent__gte=1, percent__lte=100) | (~Q(kind="credit") & Q(percent=0)),
                name="remedy_percent_of_credit",
            ),
            models.UniqueConstraint(fields=("kind",), condition=Q(is_active=True), name="remedy_kind_once"),
        )


class RemedyStep(models.Model):
    """One remedy for one package. The intention is written first; whoever gives the money answers afterwards. ``due``
    waits for staff."""

    class Status(models.TextChoices):
        INTENDED = "intended", "About to be given"
        DUE = "due", "For staff to give"
        GIVEN = "given", "Given"

    promise = models.ForeignKey(DeliveryPromise, models.CASCADE, related_name="remedies")
    kind = models.CharField(max_length=10, choices=RemedyRule.Kind)
    days_late = models.PositiveSmallIntegerField()
    amount_minor = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3)
    status = models.CharField(max_length=10, choices=Status, default=Status.INTENDED)
    reference = models.CharField(max_length=100, blank=True)
    decided_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("pk",)
        indexes = (models.Index(fields=("status", "id"), name="remedy_status_idx"),)
        constraints = (
            models.UniqueConstraint(fields=("promise", "kind"), name="remedy_once_per_package"),
            models.CheckConstraint(condition=Q(amount_minor__gte=0), name="remedy_not_negative"),
        )

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)
