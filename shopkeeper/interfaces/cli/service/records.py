"""What the shop's rows say, in the data's own words, and how two states of it differ."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shopkeeper.commerce.catalogue.models import Variant
from shopkeeper.commerce.changes.models import Change
from shopkeeper.commerce.credit import queries as credit
from shopkeeper.commerce.customers.models import Address
from shopkeeper.commerce.orders.models import Order, OrderEvent, Package
from shopkeeper.commerce.orders.queries import paid_for
from shopkeeper.commerce.payments.models import Payment, Refund
from shopkeeper.commerce.returns.models import Return, ReturnLine
from shopkeeper.foundation.money import Money
from shopkeeper.interfaces.cli.service.data import COUNTRIES, CURRENCY, amount
from shopkeeper.interfaces.cli.service.filling import Filled

_NAMES = {code: name for name, code in COUNTRIES.items()}


def order_record(order_id: str, filled: Filled) -> dict[str, Any]:
    """An order as the data writes one."""
    order = Order.objects.get(pk=filled.orders[order_id])
    record: dict[str, Any] = {
        "status": _status(order),
        "address": _address(order.shipping_address),
        "items": _items(order),
        "payment_history": _history(order, filled),
    }
    if order.status == Order.Status.CANCELLED:
        told = OrderEvent.objects.filter(order=order, kind="cancelled").first()
        record["cancel_reason"] = told.reason if told else ""
    made = Return.objects.filter(order=order).exclude(status=Return.Status.CALLED_OFF).order_by("pk").first()
    return {**record, **(_return(made, filled) if made else {})}


def user_record(user_id: str, filled: Filled, cards: Mapping[str, Any]) -> dict[str, Any]:
    """A customer as the data writes one: the address, and what is on each gift card."""
    address = Address.objects.get(customer_id=filled.customers[user_id], is_default=True)
    names = ("line1", "line2", "city", "region", "postal_code", "country")
    record: dict[str, Any] = {"address": _address({name: getattr(address, name) for name in names})}
    for method_id in cards:
        if method_id in filled.cards:
            one = credit.credit(credit.account_by_token(filled.cards[method_id]))
            record[f"payment_methods.{method_id}.balance"] = amount(one.balance)
    return record


def changes_between(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """What is different, field by field, as ``[before, after]``: items one by one, a history by what was appended."""
    found: dict[str, Any] = {}
    for name in dict.fromkeys([*before, *after]):
        old, new = before.get(name), after.get(name)
        if old == new:
            continue
        if name == "payment_history" and isinstance(old, list) and isinstance(new, list):
            found["payment_history.appended"] = [None, new[len(old) :]]
        elif name == "items" and isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
            found |= {f"items.{at}": [a, b] for at, (a, b) in enumerate(zip(old, new, strict=True)) if a != b}
        else:
            found[name] = [old, new]
    return found


def _status(order: Order) -> str:
    if order.status == Order.Status.CANCELLED:
        return "cancelled"
    made = Return.objects.filter(order=order).exclude(status=Return.Status.CALLED_OFF).order_by("pk").first()
    if made:
        return "exchange requested" if made.kind == Return.Kind.EXCHANGE else "return requested"
    states = set(Package.objects.filter(order=order).values_list("status", flat=True))
    if states == {Package.Status.DELIVERED}:
        return "delivered"
    if states != {Package.Status.OPEN}:
        return "processed"
    changed = Change.objects.filter(order=order, kind=Change.Kind.ITEMS, status=Change.Status.APPLIED).exists()
    return "pending (item modified)" if changed else "pending"


def _address(row: Mapping[str, str]) -> dict[str, str]:
    return {
        "address1": row["line1"],
        "address2": row["line2"],
        "city": row["city"],
        "state": row["region"],
        "country": _NAMES.get(row["country"], row["country"]),
        "zip": row["postal_code"],
    }


def _items(order: Order) -> list[dict[str, Any]]:
    lines = list(order.lines.order_by("position"))
    options = dict(Variant.objects.filter(sku__in=[line.sku for line in lines]).values_list("sku", "options"))
    return [
        {
            "item_id": line.sku,
            "price": amount(Money(line.unit_minor, CURRENCY)),
            "options": options[line.sku],
        }
        for line in lines
    ]


def _history(order: Order, filled: Filled) -> list[dict[str, Any]]:
    """Payments and refunds in the order they were made."""
    by_token = {token: method_id for method_id, token in filled.cards.items()}
    reference = paid_for(order.checkout_id)
    moves: list[tuple[Any, int, int, dict[str, Any]]] = []
    for payment in Payment.objects.filter(reference=reference, captured_minor__gt=0):
        told = _move("payment", payment.captured_minor, _method(payment.method, by_token))
        moves.append((payment.created_at, 0, payment.pk, told))
    for refund in Refund.objects.filter(payment__reference=reference).select_related("payment"):
        where = refund.destination.partition(":")[2] or refund.payment.method
        moves.append((refund.created_at, 1, refund.pk, _move("refund", refund.amount_minor, _method(where, by_token))))
    return [told for _, _, _, told in sorted(moves, key=lambda move: move[:3])]


def _move(kind: str, minor: int, method_id: str) -> dict[str, Any]:
    return {"transaction_type": kind, "amount": amount(Money(minor, CURRENCY)), "payment_method_id": method_id}


def _method(token: str, by_token: Mapping[str, str]) -> str:
    return by_token.get(token) or token.removeprefix("sandbox_approve.")


def _return(made: Return, filled: Filled) -> dict[str, Any]:
    lines = list(ReturnLine.objects.filter(part_of=made).select_related("line"))
    sent_back = sorted(one.line.sku for one in lines for _ in range(one.quantity))
    if made.kind != Return.Kind.EXCHANGE:
        return {"return_items": sent_back, "return_payment_method_id": made.refund_label}
    return {
        "exchange_items": sent_back,
        "exchange_new_items": sorted(one.replacement["sku"] for one in lines for _ in range(one.quantity)),
        "exchange_payment_method_id": made.refund_label,
        "exchange_price_difference": amount(-made.estimate),
    }
