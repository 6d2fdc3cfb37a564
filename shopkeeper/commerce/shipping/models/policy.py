"""Shipping zones and methods: policy as data, stated the same on every page."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class ShippingZone(models.Model):
    """Countries served alike. ``excluded_postcodes`` are beginnings of postcodes we cannot reach (``JE``, or ``FR 97``
    for one country only), with the reason for customers."""

    name = models.CharField(max_length=100, unique=True)
    countries = models.JSONField(default=list)
    excluded_postcodes = models.JSONField(default=list, blank=True)
    excluded_reason = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return self.name


class ShippingMethod(models.Model):
    """A way to send a package to a zone.

    ``rates`` is a list of ``{"up_to_grams": 2000, "amount_minor": 495}`` in ``currency``, lightest first;
    null for the heaviest means no limit. A table that goes by something else (``basis``) says ``up_to``: the value of
    the goods in minor units, units, or cubic centimetres. ``free_from_minor`` waives the rate for goods worth that
    much. Arrival is worked out from the cut-off hour in ``time_zone``, handling and transit in working days.
    """

    class Basis(models.TextChoices):
        WEIGHT = "weight", "Weight"
        VALUE = "value", "Value of the goods"
        UNITS = "units", "Units"
        VOLUME = "volume", "Volume"

    zone = models.ForeignKey(ShippingZone, models.CASCADE, related_name="methods")
    code = models.SlugField(max_length=40)
    name = models.CharField(max_length=100)
    carrier = models.CharField(max_length=60)
    # Who makes its labels (a name in ``settings.CARRIERS``), and what the service is called there.
    provider = models.CharField(max_length=40, default="table")
    service = models.CharField(max_length=60, blank=True)
    currency = models.CharField(max_length=3)
    basis = models.CharField(max_length=10, choices=Basis, default=Basis.WEIGHT)
    rates = models.JSONField(default=list)
    free_from_minor = models.BigIntegerField(null=True, blank=True)
    cutoff_hour = models.PositiveSmallIntegerField(default=15)
    time_zone = models.CharField(max_length=50, default="Europe/Amsterdam")
    origin_country = models.CharField(max_length=2, default="NL")
    transit_days_min = models.PositiveSmallIntegerField(default=1)
    transit_days_max = models.PositiveSmallIntegerField(default=2)
    needs_phone = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ("position", "pk")
        constraints = (
            models.UniqueConstraint(fields=("zone", "code", "currency"), name="shipping_method_once"),
            models.CheckConstraint(
                condition=Q(transit_days_max__gte=F("transit_days_min")), name="transit_days_forward"
            ),
            models.CheckConstraint(condition=Q(cutoff_hour__lte=23), name="cutoff_is_an_hour"),
        )


class CarriageRule(models.Model):
    """Goods that some ways of delivery do not take: of a product type (its slug) or with a tag. ``reason`` completes
    “The vase …”, ``advice`` tells the shopper what to do. ``methods`` are codes; none means all. ``abroad_only`` counts
    for other countries than the one a way leaves from."""

    tag = models.CharField(max_length=60, blank=True)
    product_type = models.CharField(max_length=120, blank=True)
    methods = models.JSONField(default=list, blank=True)
    abroad_only = models.BooleanField(default=False)
    reason = models.CharField(max_length=150)
    advice = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=(Q(tag="") & ~Q(product_type="")) | (~Q(tag="") & Q(product_type="")),
                name="carriage_of_tag_or_type",
            ),
        )
