"""Who the seller is, who is exempt, and what others said: registers of VAT numbers and tax services."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class ShopIdentity(models.Model):
    """The shop as a legal person, one row: what invoices print, and where the seller is established for tax.

    ``distance_sales``: what consumers in other Member States are charged. ``home``: the seller's own rates, below the
    threshold of article 59c of Directive 2006/112/EC; ``destination``: theirs, above it or registered for OSS.
    """

    class DistanceSales(models.TextChoices):
        DESTINATION = "destination"
        HOME = "home"

    name = models.CharField(max_length=200, blank=True)
    line1 = models.CharField(max_length=300, blank=True)
    postal_code = models.CharField(max_length=20, blank=True)
    city = models.CharField(max_length=200, blank=True)
    region = models.CharField(max_length=100, blank=True)
    country = models.CharField(max_length=2, blank=True)
    vat_number = models.CharField(max_length=20, blank=True)
    registration = models.CharField(max_length=60, blank=True)
    iban = models.CharField(max_length=34, blank=True)
    bic = models.CharField(max_length=11, blank=True)
    email = models.EmailField(max_length=254, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    distance_sales = models.CharField(max_length=12, choices=DistanceSales, default=DistanceSales.DESTINATION)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(pk=1), name="shop_identity_is_one"),)


class Exemption(models.Model):
    """A certificate that a customer owes no tax in a country (and state), from a day to a day, both included.

    Withdrawn ones stay: orders were priced by them.
    """

    customer = models.ForeignKey("customers.Customer", models.CASCADE, related_name="+")
    country = models.CharField(max_length=2)
    region = models.CharField(max_length=10, blank=True)
    certificate = models.CharField(max_length=80)
    reason = models.CharField(max_length=200)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    granted_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=models.F("valid_from")),
                name="exemption_period_forward",
            ),
        )


class VatCheck(models.Model):
    """What the register last said of a VAT number. ``unavailable``: it was asked and did not answer."""

    class Verdict(models.TextChoices):
        VALID = "valid"
        INVALID = "invalid"
        UNAVAILABLE = "unavailable"

    number = models.CharField(max_length=20, unique=True)
    verdict = models.CharField(max_length=12, choices=Verdict)
    name = models.CharField(max_length=300, blank=True)
    consultation = models.CharField(max_length=60, blank=True)
    asked_at = models.DateTimeField()


class TaxAnswer(models.Model):
    """A tax service's answer to a question, kept by the question's content until it is asked anew."""

    key = models.CharField(max_length=64, unique=True)
    provider = models.CharField(max_length=40)
    rules = models.JSONField(default=dict)
    asked_at = models.DateTimeField(db_index=True)
