"""Issuing invoices and credit notes. Numbers run without a gap: the counter moves in the transaction that issues, and
the row lock that moves it makes two issuers wait for each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F

from shopkeeper.commerce.orders.books import book_credit_note, book_invoice
from shopkeeper.commerce.orders.crediting import credit_note_of
from shopkeeper.commerce.orders.invoicing import InvoiceDocument, document_of
from shopkeeper.commerce.orders.models import CreditNote, Invoice, InvoiceSeries, Order
from shopkeeper.commerce.tax import queries as tax_queries
from shopkeeper.foundation.errors import Conflict


@transaction.atomic
def issue_invoice(*, order: Order, at: datetime) -> Invoice:
    """The order's invoice, issued now if there is none."""
    series, _ = InvoiceSeries.objects.get_or_create(code=f"INV{at:%Y}")
    with transaction.atomic():
        InvoiceSeries.objects.filter(pk=series.pk).update(last_number=F("last_number") + 1)
        standing = Invoice.objects.filter(order=order).select_related("series").first()
        if standing:
            # Somebody else issued it while we waited for the counter; the number goes back unused.
            transaction.set_rollback(True)
            return standing
    series.refresh_from_db()
    invoice = Invoice(
        series=series,
        number=series.last_number,
        order=order,
        issued_at=at,
        total_minor=order.total_minor,
        tax_minor=order.tax_minor,
    )
    invoice.document = document_of(
        order,
        order.lines.order_by("position"),
        # Read anew: an invoice is for good, and what is remembered may be seconds old.
        tax_queries.identity_now(),
        label=invoice.label,
        issued_at=at,
        supplied_on=at.date(),
        shop_name=settings.SHOP_NAME,
    ).as_json()
    invoice.save(force_insert=True)
    book_invoice(invoice)
    return invoice


def told_by(invoice: Invoice) -> InvoiceDocument:
    """What an invoice says. One issued before documents were kept is told from its order, with the seller as it is
    known today."""
    if invoice.document:
        return InvoiceDocument.from_json(invoice.document)
    return document_of(
        invoice.order,
        invoice.order.lines.order_by("position"),
        tax_queries.identity(),
        label=invoice.label,
        issued_at=invoice.issued_at,
        supplied_on=None,
        shop_name=settings.SHOP_NAME,
    )


@transaction.atomic
def issue_credit_note(*, order: Order, key: str, rows: Sequence[Mapping[str, Any]], at: datetime) -> CreditNote:
    """The credit note for ``key``, issued now if there is none. Raises Conflict for an order without an invoice, and
    when more would be taken back than was invoiced."""
    Order.objects.select_for_update().get(pk=order.pk)
    standing = CreditNote.objects.filter(key=key).select_related("series").first()
    if standing:
        return standing
    invoice = Invoice.objects.filter(order=order).select_related("order", "series").first()
    if invoice is None:
        raise Conflict("There is no invoice to credit. Change or cancel the order instead.")
    total = sum(int(row["total_minor"]) for row in rows)
    before = sum(CreditNote.objects.filter(order=order).values_list("total_minor", flat=True))
    if total < 0 or before + total > invoice.total_minor:
        raise Conflict("That is more than is left of this invoice.")
    series, _ = InvoiceSeries.objects.get_or_create(code=f"CN{at:%Y}")
    InvoiceSeries.objects.filter(pk=series.pk).update(last_number=F("last_number") + 1)
    series.refresh_from_db()
    note = CreditNote(
        series=series,
        number=series.last_number,
        order=order,
        invoice=invoice,
        key=key,
        issued_at=at,
        rows=[dict(row) for row in rows],
        total_minor=total,
        tax_minor=sum(int(row["tax_minor"]) for row in rows),
    )
    about = told_by(invoice)
    note.document = credit_note_of(about, rows, label=note.label, issued_on=at.date(), total_minor=total).as_json()
    note.save(force_insert=True)
    book_credit_note(note)
    return note
