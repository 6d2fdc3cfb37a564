"""Invoices, numbered without gaps."""

from __future__ import annotations

from django.db import models

from shopkeeper.commerce.orders.models.orders import Order


class InvoiceSeries(models.Model):
    """A run of invoice numbers. The counter moves in the transaction that issues the invoice, so a
    rolled-back order leaves no gap."""

    code = models.CharField(max_length=20, unique=True)
    last_number = models.PositiveBigIntegerField(default=0)


class Invoice(models.Model):
    """``document`` is everything the invoice says, frozen when it was issued (``invoicing.InvoiceDocument``); empty
    for those issued before documents were kept."""

    series = models.ForeignKey(InvoiceSeries, models.PROTECT, related_name="+")
    number = models.PositiveBigIntegerField()
    order = models.OneToOneField(Order, models.PROTECT, related_name="invoice")
    issued_at = models.DateTimeField()
    total_minor = models.BigIntegerField()
    tax_minor = models.BigIntegerField()
    document = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("series", "number"), name="invoice_number_once"),)

    @property
    def label(self) -> str:
        return f"{self.series.code}-{self.number:06d}"


class CreditNote(models.Model):
    """What of an invoice is taken back. ``key`` is why, once (``return:ret_…``); ``rows`` what for: ``{"kind", "title",
    "quantity", "total_minor", "tax_minor", "tax_rate"}`` with the signs of the note, in which goods and delivery are
    above zero and a fee below; ``document`` is what it says (``invoicing.InvoiceDocument``). ``total_minor`` is what
    the customer gets, tax included."""

    series = models.ForeignKey(InvoiceSeries, models.PROTECT, related_name="+")
    number = models.PositiveBigIntegerField()
    order = models.ForeignKey(Order, models.PROTECT, related_name="credit_notes")
    invoice = models.ForeignKey(Invoice, models.PROTECT, related_name="+")
    key = models.CharField(max_length=100, unique=True)
    issued_at = models.DateTimeField()
    rows = models.JSONField(default=list)
    document = models.JSONField(default=dict, blank=True)
    total_minor = models.BigIntegerField()
    tax_minor = models.BigIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("series", "number"), name="credit_note_number_once"),
            models.CheckConstraint(condition=models.Q(total_minor__gte=0), name="credit_note_not_negative"),
        )

    @property
    def label(self) -> str:
        return f"{self.series.code}-{self.number:06d}"
