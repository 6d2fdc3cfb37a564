"""Pages, and the returns policy as data."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Page(models.Model):
    slug = models.SlugField(max_length=120, unique=True)
    title = models.CharField(max_length=200)
    body_html = models.TextField(blank=True)
    translations = models.JSONField(default=dict, blank=True)
    is_live = models.BooleanField(default=True)
    updated_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.title

    def text(self, field: str, language: str) -> str:
        return str(self.translations.get(language, {}).get(field) or getattr(self, field))


class Block(models.Model):
    """A named piece of editorial data, such as the home page's hero and strips."""

    key = models.SlugField(max_length=60, unique=True)
    data = models.JSONField(default=dict)
    updated_at = models.DateTimeField(auto_now=True)


class ContactMessage(models.Model):
    """What somebody wrote by the contact form; ``answered_at`` is set when a person has answered."""

    email = models.EmailField(max_length=254)
    order_number = models.CharField(max_length=30, blank=True)
    message = models.TextField(max_length=5000)
    language = models.CharField(max_length=10, blank=True)
    created_at = models.DateTimeField(db_index=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"Message {self.pk}"


class ReturnPolicy(models.Model):
    """How long goods may come back, how, and who pays. The version grows with every change.

    Terms follow schema.org ``MerchantReturnPolicy``. The most specific policy wins: one that names the product's
    type before the general one.
    """

    class Fees(models.TextChoices):
        FREE = "free"
        CUSTOMER = "customer"
        FIXED = "fixed"

    class Method(models.TextChoices):
        MAIL = "mail"
        STORE = "store"

    name = models.CharField(max_length=120)
    countries = models.JSONField(default=list, blank=True)
    product_types = models.JSONField(default=list, blank=True)
    is_returnable = models.BooleanField(default=True)
    window_days = models.PositiveSmallIntegerField(default=30)
    fees = models.CharField(max_length=10, choices=Fees, default=Fees.FREE)
    fee_minor = models.BigIntegerField(default=0)
    fee_currency = models.CharField(max_length=3, blank=True)
    method = models.CharField(max_length=10, choices=Method, default=Method.MAIL)
    refund_days = models.PositiveSmallIntegerField(default=5)
    reason = models.CharField(max_length=300, blank=True)
    # Store credit instead of money: how many per cent more of it, and whether it is given before the goods are back.
    credit_bonus_percent = models.PositiveSmallIntegerField(default=0)
    instant_credit = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(fee_minor__gte=0), name="return_fee_not_negative"),
            models.CheckConstraint(condition=Q(credit_bonus_percent__lte=100), name="return_bonus_within_reason"),
        )
        verbose_name_plural = "return policies"


class ChangePolicy(models.Model):
    """What customers may change about an order by themselves until it is packed. At most one row; without one, the
    defaults of the fields hold.

    ``cancel_reasons``: when not empty, a cancellation names one of them. ``most_item_changes``: how often the items of
    one order may be changed (null: as often as wanted). ``same_product_only``: an item may become another variant of
    its product, and nothing else. ``cancel_after_item_change``: whether an order whose items were changed can still be
    cancelled or changed otherwise. ``most_returns``: how often something of one order may be sent back (null: as
    often as wanted). ``exchange_charged``: whether the dearer goods of an exchange are paid for when it is asked for or
    when the old ones are back. ``one_payment_only``: the way to pay changes only while one payment stands for the
    whole order. ``other_card_refunds``: whether a difference may go back to another card than the one that paid, which
    staff do by hand; to the way it came and to the customer's own credit it may always go.
    """

    class Charged(models.TextChoices):
        REQUEST = "request"
        RECEIPT = "receipt"

    cancel_reasons = models.JSONField(default=list, blank=True)
    most_item_changes = models.PositiveSmallIntegerField(null=True, blank=True)
    same_product_only = models.BooleanField(default=False)
    cancel_after_item_change = models.BooleanField(default=True)
    one_payment_only = models.BooleanField(default=False)
    other_card_refunds = models.BooleanField(default=False)
    most_returns = models.PositiveSmallIntegerField(null=True, blank=True)
    exchange_charged = models.CharField(max_length=10, choices=Charged, default=Charged.REQUEST)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name_plural = "change policies"
