"""An invoice on the screen: who sold what to whom, and every tax by its rate."""

from __future__ import annotations

from decimal import Decimal

from babel.numbers import format_percent
from django.conf import settings
from django.utils.translation import gettext as _

from shopkeeper.commerce.content import queries as content
from shopkeeper.commerce.documents.queries import invoice_document
from shopkeeper.commerce.orders.invoicing import Party
from shopkeeper.commerce.orders.queries import OrderDetail
from shopkeeper.foundation.money import Money
from shopkeeper.interfaces.storefront.pages import InvoiceLine, InvoicePage
from shopkeeper.interfaces.storefront.present.days import day
from shopkeeper.interfaces.storefront.present.orders import summary


def invoice_page(detail: OrderDetail, language: str) -> InvoicePage:
    """Amounts and texts are the order's own copies; nothing is worked out again."""
    order, invoice = detail.order, detail.invoice
    assert invoice is not None

    def shown(minor: int) -> str:
        return Money(minor, order.currency).display(language)

    told = invoice_document(order)
    seller, buyer = told.seller, told.buyer
    shipped = [package.shipped_at for package in detail.packages if package.shipped_at]
    return InvoicePage(
        label=invoice.label,
        issued_on=day(invoice.issued_at.date(), language),
        delivered_on=day(min(shipped).date(), language) if shipped else "",
        order_number=order.number,
        seller=_party(seller) if seller.lines else _as_told(),
        buyer=_party(buyer),
        lines=tuple(
            InvoiceLine(
                title=" · ".join(part for part in (line.title, line.variant_title, line.sku) if part),
                quantity=str(line.quantity),
                unit=shown(line.unit_minor),
                tax_rate=format_percent(line.tax_rate, "#,##0.##%", locale="en"),
                total=shown(line.total_minor),
            )
            for line in detail.lines
        ),
        summary=summary(order, detail.lines, language),
        taxes=tuple(
            (
                str(row["name"]),
                format_percent(Decimal(str(row["rate"])), "#,##0.##%", locale="en"),
                shown(int(row["base_minor"])),
                shown(int(row["tax_minor"])),
            )
            for row in order.quote.get("tax_rows", ())
        )
        or ((_("Tax"), "", "", shown(order.tax_minor)),),
        reasons=told.reasons,
    )


def _party(party: Party) -> tuple[str, ...]:
    number = _("VAT number %(number)s") % {"number": party.vat_number} if party.vat_number else ""
    return tuple(part for part in (party.name, *party.lines, party.registration, number) if part)


def _as_told() -> tuple[str, ...]:
    """What the shop's pages say of it, while it has not said who it is as a legal person."""
    about = content.block("shop")
    told = (str(about.get("name") or settings.SHOP_NAME), *str(about.get("legal", "")).split(" · "))
    return tuple(line for line in told if line)
