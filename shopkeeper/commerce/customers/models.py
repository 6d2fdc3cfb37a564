"""Customers and addresses."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class Customer(models.Model):
    """Someone with an account. The identity (e-mail, passkeys) is the user's; the shop's memory is here."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="customer")
    phone = models.CharField(max_length=40, blank=True)
    market_code = models.CharField(max_length=20, blank=True)
    language = models.CharField(max_length=10, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)


class Address(models.Model):
    """A postal address in a customer's book. The same fields, as a value, are ``addresses.PostalAddress``."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="addresses")
    name = models.CharField(max_length=300)
    company = models.CharField(max_length=200, blank=True)
    line1 = models.CharField(max_length=300)
    line2 = models.CharField(max_length=300, blank=True)
    postal_code = models.CharField(max_length=20, blank=True)
    city = models.CharField(max_length=200)
    region = models.CharField(max_length=100, blank=True)
    country = models.CharField(max_length=2)
    phone = models.CharField(max_length=40, blank=True)
    is_default = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-is_default", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("customer",), condition=Q(is_default=True), name="address_one_default"),
        )


class ConsentSubject(models.Model):
    """Whose consents they are: a customer's, or an address's that belongs to no account. Forgotten, it is nobody's."""

    customer = models.ForeignKey(Customer, models.SET_NULL, null=True, blank=True, related_name="+")
    email_key = models.CharField(max_length=254, blank=True, db_index=True)


class Consent(models.Model):
    """One answer to one question, with its proof: the words as shown and their version, when, where and by whom. Rows
    are never changed (a trigger refuses it); the latest counts."""

    subject = models.ForeignKey(ConsentSubject, models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=30)
    channel = models.CharField(max_length=20)
    is_given = models.BooleanField()
    wording = models.TextField()
    version = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=60)
    by = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("subject", "purpose", "channel", "-id"), name="consent_latest_idx"),)
