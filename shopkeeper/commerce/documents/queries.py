"""The document of an order, for whoever may see the order."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

from shopkeeper.commerce.documents.pdf import pdf_of
from shopkeeper.commerce.documents.ubl import ubl_of
from shopkeeper.commerce.orders.invoicing import InvoiceDocument, document_of
from shopkeeper.commerce.orders.models import Invoice, Order
from shopkeeper.commerce.tax import queries as tax
from shopkeeper.foundation.errors import NotFound


@dataclass(frozen=True)
class File:
    """A file to be downloaded."""

    name: str
    media_type: str
    body: bytes


def invoice_document(order: Order) -> InvoiceDocument:
    """What the invoice of ``order`` says. Raises NotFound before it is issued. One query; three for invoices issued
    before documents were kept, which are told from the order with the seller as it is known today."""
    invoice = Invoice.objects.filter(order=order).select_related("series").first()
    if invoice is None:
        raise NotFound("There is no invoice yet: it is issued when the first package is shipped.")
    if invoice.document:
        return InvoiceDocument.from_json(invoice.document)
    return document_of(
        order,
        order.lines.order_by("position"),
        tax.identity(),
        label=invoice.label,
        issued_at=invoice.issued_at,
        supplied_on=None,
        shop_name=settings.SHOP_NAME,
    )


def invoice_file(order: Order, kind: str) -> File:
    """The invoice of ``order`` as ``pdf`` or ``xml`` (UBL 2.1, EN 16931). Raises NotFound."""
    document = invoice_document(order)
    if kind == "pdf":
        return File(f"{document.label}.pdf", "application/pdf", pdf_of(document))
    if kind == "xml":
        return File(f"{document.label}.xml", "application/xml", ubl_of(document))
    raise NotFound("An invoice comes as PDF or as XML.")
