"""The document of an order, for whoever may see the order."""

from __future__ import annotations

from dataclasses import dataclass

from shopkeeper.commerce.documents.pdf import pdf_of
from shopkeeper.commerce.documents.ubl import ubl_of
from shopkeeper.commerce.orders.documents import told_by
from shopkeeper.commerce.orders.invoicing import InvoiceDocument
from shopkeeper.commerce.orders.models import CreditNote, Invoice, Order
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
    invoice = Invoice.objects.filter(order=order).select_related("series", "order").first()
    if invoice is None:
        raise NotFound("There is no invoice yet: it is issued when the first package is shipped.")
    return told_by(invoice)


def invoice_file(order: Order, kind: str) -> File:
    """The invoice of ``order`` as ``pdf`` or ``xml`` (UBL 2.1, EN 16931). Raises NotFound."""
    return _file(invoice_document(order), kind)


def credit_note_file(note: CreditNote, kind: str) -> File:
    """A credit note as ``pdf`` or ``xml``. Raises NotFound."""
    return _file(InvoiceDocument.from_json(note.document), kind)


def _file(document: InvoiceDocument, kind: str) -> File:
    if kind == "pdf":
        return File(f"{document.label}.pdf", "application/pdf", pdf_of(document))
    if kind == "xml":
        return File(f"{document.label}.xml", "application/xml", ubl_of(document))
    raise NotFound("An invoice comes as PDF or as XML.")
