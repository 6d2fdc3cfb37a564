"""Orders and their packages. Texts, prices, tax and address are copies; later changes never reach back."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from shopkeeper.foundation.money import Money

# What the code of a way of delivery begins with when the goods are collected.
PICKUP = "pickup-"


class Order(models.Model):
    """``total = lines - discounts + shipping (+ tax where prices exclude it)``, kept by a constraint.

    ``status`` tells the life of the whole; each package has its own below.
    """

    class Status(models.TextChoices):
        PLACED = "placed"
        COMPLETED = "completed"
        CANCELLED = "cancelled"

    class Stage(models.TextChoices):
        """Where the order stands on the desk: as far as its slowest package has come."""

        TO_PACK = "to_pack", "To pack"
        TO_SHIP = "to_ship", "To ship"
        ON_THE_WAY = "on_the_way", "On the way"
        DONE = "done", "Done"
        CANCELLED = "cancelled", "Cancelled"

    number = models.CharField(max_length=12, unique=True)
    checkout_id = models.CharField(max_length=60, unique=True)
    customer = models.ForeignKey("customers.Customer", models.SET_NULL, null=True, blank=True, related_name="+")
    email = models.EmailField(max_length=254)
    # The address as it is compared (``foundation.text.email_key``); whoever proves it owns the order.
    email_key = models.CharField(max_length=254, blank=True, db_index=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.PLACED)
    market_code = models.CharField(max_length=20)
    language = models.CharField(max_length=10, default="en")
    currency = models.CharField(max_length=3)
    prices_include_tax = models.BooleanField(default=True)
    lines_minor = models.BigIntegerField()
    discount_minor = models.BigIntegerField(default=0)
    shipping_minor = models.BigIntegerField(default=0)
    tax_minor = models.BigIntegerField(default=0)
    total_minor = models.BigIntegerField()
    quote = models.JSONField(default=dict)
    # Who decided the tax (``provider``), doubts for staff (``flags``) and the buyer's ``vat_number``.
    tax = models.JSONField(default=dict, blank=True)
    shipping_address = models.JSONField(default=dict)
    billing_address = models.JSONField(default=dict)
    delivery = models.JSONField(default=dict)
    note = models.TextField(blank=True)
    placed_at = models.DateTimeField(db_index=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    # How often what was agreed has been changed since; whoever changes it says which state they saw.
    revision = models.PositiveIntegerField(default=0)
    # Both repeat what other columns say, so that a filtered list of many orders reads nothing but an index.
    country = models.CharField(max_length=2, blank=True)
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.TO_PACK)

    class Meta:
        indexes = (
            models.Index(fields=("status", "-placed_at"), name="order_status_idx"),
            models.Index(fields=("stage", "placed_at", "id"), name="order_stage_idx"),
            models.Index(fields=("country", "placed_at", "id"), name="order_country_idx"),
            models.Index(fields=("stage", "country", "placed_at", "id"), name="order_stage_country_idx"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(
                    prices_include_tax=True,
                    total_minor=F("lines_minor") - F("discount_minor") + F("shipping_minor"),
                )
                | Q(
                    prices_include_tax=False,
                    total_minor=F("lines_minor") - F("discount_minor") + F("shipping_minor") + F("tax_minor"),
                ),
                name="order_total_adds_up",
            ),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def total(self) -> Money:
        return Money(self.total_minor, self.currency)

    @property
    def is_collected(self) -> bool:
        """Whether its buyer fetches it at a pickup point; nothing is sent then."""
        return str(self.delivery.get("code", "")).startswith(PICKUP)


class Package(models.Model):
    """The part of an order that one seller sends; moves forward by its own table of steps."""

    class Status(models.TextChoices):
        OPEN = "open"
        PACKED = "packed"
        SHIPPED = "shipped"
        DELIVERED = "delivered"
        CANCELLED = "cancelled"

    order = models.ForeignKey(Order, models.PROTECT, related_name="packages")
    seller_id = models.CharField(max_length=40, db_index=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    promised_from = models.DateField(null=True)
    promised_to = models.DateField(null=True)
    carrier = models.CharField(max_length=60, blank=True)
    tracking_number = models.CharField(max_length=100, blank=True)
    packed_at = models.DateTimeField(null=True)
    shipped_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("pk",)
        indexes = (models.Index(fields=("status", "promised_to"), name="package_promise_idx"),)


class OrderWord(models.Model):
    """A word an order is found by: its number, e-mail address, names, postcode, SKUs and tracking numbers, folded."""

    word = models.CharField(max_length=100)
    order = models.ForeignKey(Order, models.CASCADE, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("word", "order"), name="order_word_once"),)


class OrderLine(models.Model):
    """``total_minor`` is what the line costs after discounts; ``tax_minor`` is in it or on top, as the order says."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="lines")
    package = models.ForeignKey(Package, models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField()
    offer_id = models.BigIntegerField()
    product_id = models.BigIntegerField()
    hold_id = models.BigIntegerField(unique=True)
    sku = models.CharField(max_length=100)
    title = models.CharField(max_length=300)
    variant_title = models.CharField(max_length=400, blank=True)
    product_slug = models.CharField(max_length=255)
    image_digest = models.CharField(max_length=64, blank=True)
    quantity = models.PositiveIntegerField()
    unit_minor = models.BigIntegerField()
    discount_minor = models.BigIntegerField(default=0)
    total_minor = models.BigIntegerField()
    tax_class = models.CharField(max_length=30)
    tax_rate = models.DecimalField(max_digits=7, decimal_places=5)
    tax_minor = models.BigIntegerField()

    class Meta:
        ordering = ("position",)
        constraints = (
            models.CheckConstraint(
                condition=Q(total_minor=F("unit_minor") * F("quantity") - F("discount_minor")),
                name="order_line_adds_up",
            ),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="order_line_quantity_positive"),
        )


class OrderEvent(models.Model):
    """The timeline: who did what to the order, when and why."""

    class Actor(models.TextChoices):
        CUSTOMER = "customer"
        STAFF = "staff"
        SYSTEM = "system"

    order = models.ForeignKey(Order, models.CASCADE, related_name="timeline")
    at = models.DateTimeField()
    kind = models.CharField(max_length=40)
    actor_kind = models.CharField(max_length=10, choices=Actor)
    actor = models.CharField(max_length=120, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    data = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ("at", "pk")


class OrderHold(models.Model):
    """A reason not to pack an order yet: its money has not come, or somebody should look at it first."""

    class Kind(models.TextChoices):
        PAYMENT = "payment", "Waits for its payment"
        RISK = "risk", "Should be looked at"

    order = models.ForeignKey(Order, models.CASCADE, related_name="holds")
    kind = models.CharField(max_length=10, choices=Kind)
    reasons = models.JSONField(default=list)
    score = models.PositiveSmallIntegerField(default=0)
    placed_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True)
    released_by = models.CharField(max_length=120, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("order", "kind"), condition=Q(released_at=None), name="order_hold_one_of_a_kind"
            ),
        )
        indexes = (models.Index(fields=("released_at", "kind"), name="order_hold_open_idx"),)
