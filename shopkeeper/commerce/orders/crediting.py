"""What a credit note says: the same plain values as an invoice, with the goods that come back. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date
from decimal import Decimal
from typing import Any

from shopkeeper.commerce.orders.invoicing import DocumentLine, DocumentTax, InvoiceDocument, Kind, plain_rate


def credit_note_of(
    invoice: InvoiceDocument, rows: Sequence[Mapping[str, Any]], *, label: str, issued_on: date, total_minor: int
) -> InvoiceDocument:
    """The document of a credit note about ``invoice``. ``rows`` are those of ``CreditNote.rows``, amounts with tax; a
    fee is a line of minus one (EN 16931, BR-27: a price is never below nought, a quantity may be)."""
    categories = {tax.rate: tax for tax in invoice.taxes}
    lines = tuple(_line(row, categories, invoice) for row in rows if row["kind"] != "delivery")
    delivery = [row for row in rows if row["kind"] == "delivery"]
    tax = sum(int(row["tax_minor"]) for row in rows)
    return replace(
        invoice,
        kind=Kind.CREDIT_NOTE,
        label=label,
        issued_on=issued_on.isoformat(),
        lines=lines,
        taxes=_taxes(rows, categories),
        lines_minor=sum(line.total_minor for line in lines),
        discount_minor=0,
        shipping_minor=sum(
            int(row["total_minor"]) - (0 if invoice.prices_include_tax else int(row["tax_minor"])) for row in delivery
        ),
        shipping_label=str(delivery[0]["title"]) if delivery else "",
        net_minor=total_minor - tax,
        tax_minor=tax,
        total_minor=total_minor,
        paid_minor=total_minor,
        corrects=invoice.label,
        corrects_on=invoice.issued_on,
    )


def _line(row: Mapping[str, Any], categories: Mapping[str, DocumentTax], invoice: InvoiceDocument) -> DocumentLine:
    total, tax = int(row["total_minor"]), int(row["tax_minor"])
    shown = total if invoice.prices_include_tax else total - tax
    sign = -1 if row["kind"] == "fee" else 1
    quantity = sign * int(row["quantity"])
    rate = _rate(row)
    return DocumentLine(
        title=str(row["title"]),
        detail=str(row.get("detail", "")),
        sku=str(row.get("sku", "")),
        quantity=quantity,
        unit_minor=abs(shown) // abs(quantity),
        discount_minor=0,
        total_minor=shown,
        net_minor=total - tax,
        tax_minor=tax,
        tax_rate=rate,
        tax_category=categories[rate].category if rate in categories else ("S" if Decimal(rate) else "Z"),
    )


def _rate(row: Mapping[str, Any]) -> str:
    return plain_rate(Decimal(str(row["tax_rate"])))


def _taxes(rows: Sequence[Mapping[str, Any]], categories: Mapping[str, DocumentTax]) -> tuple[DocumentTax, ...]:
    """A row for each rate, named as the invoice named it."""
    found: dict[str, DocumentTax] = {}
    for row in rows:
        rate, tax = _rate(row), int(row["tax_minor"])
        net = int(row["total_minor"]) - tax
        blank = DocumentTax("", "", "S" if Decimal(rate) else "Z", rate, 0, 0, 0)
        before = found.get(rate) or DocumentTax(
            **{**asdict(categories.get(rate, blank)), "base_minor": 0, "charge_minor": 0, "tax_minor": 0}
        )
        found[rate] = replace(
            before,
            base_minor=before.base_minor + net,
            charge_minor=before.charge_minor + (net if row["kind"] == "delivery" else 0),
            tax_minor=before.tax_minor + tax,
        )
    return tuple(found.values())
