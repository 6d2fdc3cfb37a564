"""An invoice or a credit note as PDF. Pure but for the fonts of the system; nothing is ever fetched."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.numbers import format_decimal
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from shopkeeper.commerce.orders.invoicing import DocumentLine, DocumentTax, InvoiceDocument, Kind
from shopkeeper.foundation.money import Money
from shopkeeper.foundation.paper import laid_out


@dataclass(frozen=True)
class Row:
    title: str
    detail: str
    quantity: str
    unit: str
    reduction: str
    tax: str
    total: str


@dataclass(frozen=True)
class TaxRow:
    name: str
    base: str
    tax: str
    total: str


def pdf_of(document: InvoiceDocument) -> bytes:
    """The document on as many A4 pages as it takes, in some tenths of a second. Raises FetchRefused."""
    return laid_out(html_of(document), pictures=False, pdf_identifier=document.label.encode())


def html_of(document: InvoiceDocument) -> str:
    """The page the PDF is made from, in the language of the order."""
    language = _language(document.language)
    with translation.override(language):
        return render_to_string("documents/document.html", _words(document, language))


def _words(document: InvoiceDocument, language: str) -> dict[str, Any]:
    def amount(minor: int) -> str:
        return Money(minor, document.currency).display(language)

    is_credit = document.kind == Kind.CREDIT_NOTE
    return {
        "document": document,
        "language": language,
        "title": _("Credit note") if is_credit else _("Invoice"),
        "issued_on": _day(document.issued_on, language),
        "supplied_on": _day(document.supplied_on, language),
        "corrects_on": _day(document.corrects_on, language),
        "rows": [_row(line, document, amount, language) for line in document.lines],
        "sums": _sums(document, amount),
        "total_label": _("To be given back") if is_credit else _("Total"),
        "total": amount(document.total_minor),
        "taxes": _taxes(document, amount, language),
        "paid": amount(document.paid_minor) if document.paid_minor else "",
        "open": amount(document.total_minor - document.paid_minor),
        "is_settled": document.paid_minor == document.total_minor,
    }


def _row(line: DocumentLine, document: InvoiceDocument, amount: Any, language: str) -> Row:
    return Row(
        title=line.title,
        detail=" · ".join(part for part in (line.detail, line.sku) if part),
        quantity=str(line.quantity),
        unit=amount(line.unit_minor),
        reduction=f"−{amount(line.discount_minor)}" if line.discount_minor else "",
        tax=_percent(line.tax_rate, language),
        total=amount(line.total_minor),
    )


def _sums(document: InvoiceDocument, amount: Any) -> list[tuple[str, str]]:
    """Every step from the goods to the total, tax in it or on top."""
    sums = [(_("Goods"), amount(document.lines_minor))]
    if document.discount_minor:
        sums.append((_("Reductions"), f"−{amount(document.discount_minor)}"))
    if document.shipping_minor or (document.shipping_label and document.kind == Kind.INVOICE):
        sums.append((_("Delivery"), amount(document.shipping_minor) if document.shipping_minor else _("Free")))
    if not document.prices_include_tax:
        sums += [(_("Total without tax"), amount(document.net_minor)), (_("Tax"), amount(document.tax_minor))]
    return sums


def _taxes(document: InvoiceDocument, amount: Any, language: str) -> list[TaxRow]:
    """Every rate, and their sum where there are several."""
    rows = [_tax(row, amount, language) for row in document.taxes if row.base_minor or row.tax_minor]
    if len(rows) > 1:
        whole = (document.net_minor, document.tax_minor, document.total_minor)
        rows.append(TaxRow(_("Together"), *(amount(minor) for minor in whole)))
    return rows


def _tax(row: DocumentTax, amount: Any, language: str) -> TaxRow:
    name = f"{row.name or _('Tax')} {_percent(row.rate, language)}"
    where = f" ({row.jurisdiction})" if row.jurisdiction else ""
    return TaxRow(name + where, amount(row.base_minor), amount(row.tax_minor), amount(row.base_minor + row.tax_minor))


def _percent(rate: str, language: str) -> str:
    return f"{format_decimal(Decimal(rate), '#,##0.###', locale=language.replace('-', '_'))}\u00a0%"


def _day(text: str, language: str) -> str:
    return format_date(date.fromisoformat(text), "long", locale=language.replace("-", "_")) if text else ""


def _language(language: str) -> str:
    try:
        Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return "en"
    return language
