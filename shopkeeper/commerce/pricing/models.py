"""Markets, tax rates, prices and their history."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class Market(models.Model):
    """Countries that share a currency, languages and the way prices are shown (with or without tax)."""

    class TaxDisplay(models.TextChoices):
        INCLUSIVE = "inclusive"
        EXCLUSIVE = "exclusive"

    code = models.SlugField(max_length=20, unique=True)
    name = models.CharField(max_length=100)
    currency = models.CharField(max_length=3)
    countries = models.JSONField(default=list)
    default_country = models.CharField(max_length=2)
    languages = models.JSONField(default=list)
    tax_display = models.CharField(max_length=10, choices=TaxDisplay, default=TaxDisplay.INCLUSIVE)
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.name

    @property
    def prices_include_tax(self) -> bool:
        return self.tax_display == self.TaxDisplay.INCLUSIVE


class TaxRate(models.Model):
    """The rate of a tax class in a country (and region), from a day on. ``rate`` 0.21 means 21 %."""

    country = models.CharField(max_length=2)
    region = models.CharField(max_length=10, blank=True)
    tax_class = models.CharField(max_length=30, default="standard")
    rate = models.DecimalField(max_digits=7, decimal_places=5)
    name = models.CharField(max_length=60)
    valid_from = models.DateField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("country", "region", "tax_class", "valid_from"), name="tax_rate_once_per_day"
            ),
            models.CheckConstraint(condition=Q(rate__gte=0) & Q(rate__lt=1), name="tax_rate_is_a_fraction"),
        )


class Price(models.Model):
    """What an offer costs in a currency; ``market`` null means in every market with that currency.

    A row without dates is the regular price; one with dates is a reduction or a raise on the
    timetable ``[starts_at, ends_at)``. Precedence: a market's own row before a general one, a row on
    the timetable before the regular one, the later start first.
    """

    offer = models.ForeignKey("catalogue.Offer", models.CASCADE, related_name="+")
    market = models.ForeignKey(Market, models.CASCADE, null=True, blank=True, related_name="+")
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(amount_minor__gte=0), name="price_not_negative"),
            models.CheckConstraint(
                condition=Q(starts_at__isnull=True) | Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="price_period_forward",
            ),
            models.UniqueConstraint(fields=("offer", "market", "currency", "starts_at"), name="price_once_per_start"),
            # NULLs count as distinct in a unique index, so each nullable case gets its own.
            models.UniqueConstraint(
                fields=("offer", "currency"),
                condition=Q(market__isnull=True, starts_at__isnull=True),
                name="price_regular_once",
            ),
            models.UniqueConstraint(
                fields=("offer", "market", "currency"),
                condition=Q(market__isnull=False, starts_at__isnull=True),
                name="price_market_regular_once",
            ),
            models.UniqueConstraint(
                fields=("offer", "currency", "starts_at"),
                condition=Q(market__isnull=True, starts_at__isnull=False),
                name="price_general_once_per_start",
            ),
        )
        indexes = (models.Index(fields=("offer", "currency"), name="price_offer_idx"),)


class PriceHistory(models.Model):
    """What was asked for an offer over ``[from_at, to_at)``; the proof behind “lowest price in 30 days”.

    ``starts_at`` is the price's own, so that of two prices with the same amount each has its own proof.
    """

    offer = models.ForeignKey("catalogue.Offer", models.CASCADE, related_name="+")
    market = models.ForeignKey(Market, models.CASCADE, null=True, blank=True, related_name="+")
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()
    starts_at = models.DateTimeField(null=True, blank=True)
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (models.Index(fields=("offer", "currency", "from_at"), name="price_history_idx"),)
