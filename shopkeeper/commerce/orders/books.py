"""What an invoice means in the ledger."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from shopkeeper.commerce.ledger.accounts import Account
from shopkeeper.commerce.ledger.operations import Line, credit, debit, post
from shopkeeper.commerce.orders.models import CreditNote, Invoice, Order, OrderLine
from shopkeeper.commerce.orders.queries import paid_for
from shopkeeper.foundation.money import Money


def book_invoice(invoice: Invoice) -> None:
    """The goods have left: what the customer owes, what was sold, and what of it is tax. In the invoice's transaction.

    Example: 40.95 including 21 % of 4.95 delivery and 36.00 of goods. The customer owes 40.95; goods sold for 29.75,
    delivery for 4.09, tax 7.11.
    """
    order = invoice.order
    of_goods = sum(OrderLine.objects.filter(order=order).values_list("tax_minor", flat=True))
    post(
        key=f"invoice:{invoice.label}",
        kind="sale",
        reference=paid_for(order.checkout_id),
        lines=sale_lines(order, of_goods),
        at=invoice.issued_at,
        memo=f"{invoice.label}, order {order.number}",
    )


def sale_lines(order: Order, of_goods: int) -> list[Line]:
    """What is booked for ``order``, whose lines bear ``of_goods`` of tax in minor units. Pure."""
    owner = paid_for(order.checkout_id)
    return [debit(Account.RECEIVABLE, order.total, owner), *_sold(order, of_goods), *_taxes(order)]


def book_credit_note(note: CreditNote) -> None:
    """Goods come back, or something was not as it should be: the sale and its tax are taken back as far as ``rows``
    say, and the customer is owed that much. In the credit note's transaction."""
    order = note.order
    owner = paid_for(order.checkout_id)
    lines: list[Line] = []
    for row in note.rows:
        tax, net = int(row["tax_minor"]), int(row["total_minor"]) - int(row["tax_minor"])
        lines.append(debit(_TAKEN_BACK[row["kind"]], Money(net, order.currency)))
        if tax:
            lines.append(debit(Account.TAX, Money(tax, order.currency), _subject_at(order, row["tax_rate"])))
    post(
        key=f"credit-note:{note.label}",
        kind="credit_note",
        reference=owner,
        lines=[*lines, credit(Account.RECEIVABLE, Money(note.total_minor, order.currency), owner)],
        at=note.issued_at,
        memo=f"{note.label}, order {order.number}",
    )


_TAKEN_BACK = {
    "goods": Account.SALES_RETURNS,
    "delivery": Account.SHIPPING,
    "fee": Account.RETURN_FEES,
}


def _subject_at(order: Order, rate: str) -> str:
    """The tax of an order at one rate, named as its invoice named it."""
    named = (row for row in order.quote.get("tax_rows", ()) if Decimal(row["rate"]) == Decimal(rate))
    return tax_subject(order, next(named, {"name": "Tax", "rate": rate}))


def _sold(order: Order, of_goods: int) -> Iterator[Line]:
    """Goods and delivery without tax. The tax of delivery is what the lines' own taxes leave of the whole."""
    goods, delivery = order.lines_minor - order.discount_minor, order.shipping_minor
    if order.prices_include_tax:
        goods, delivery = goods - of_goods, delivery - (order.tax_minor - of_goods)
    yield credit(Account.SALES, Money(goods, order.currency))
    yield credit(Account.SHIPPING, Money(delivery, order.currency))


def _taxes(order: Order) -> Iterator[Line]:
    for row in order.quote.get("tax_rows", ()):
        yield credit(Account.TAX, Money(int(row["tax_minor"]), order.currency), tax_subject(order, row))


def tax_subject(order: Order, row: dict[str, str]) -> str:
    """A jurisdiction's tax at one rate, as a tax return asks for it: ``NL VAT 21%``, ``US-CA Sales tax 7.25%``."""
    whose = row.get("jurisdiction") or order.country
    return f"{whose} {row['name']} {(Decimal(row['rate']) * 100).normalize():f}%"
