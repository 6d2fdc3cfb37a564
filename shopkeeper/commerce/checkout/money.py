"""How an order was paid, attempt by attempt, and what cancelling it would give back. For staff."""

from __future__ import annotations

from dataclasses import dataclass

from shopkeeper.commerce.inventory.board import Part, parts_of
from shopkeeper.commerce.orders.models import Order, OrderLine
from shopkeeper.commerce.orders.queries import paid_for
from shopkeeper.commerce.payments.models import Payment, ProviderMessage, Refund
from shopkeeper.commerce.payments.queries import payments_for
from shopkeeper.foundation.money import Money


@dataclass(frozen=True)
class Attempt:
    """One attempt to pay, with the refunds made from it and what the provider told us, word for word."""

    payment: Payment
    refunds: tuple[Refund, ...]
    messages: tuple[ProviderMessage, ...]


@dataclass(frozen=True)
class Cancellation:
    """What happens when an order is cancelled: units back on the shelf, and money back the way it came."""

    stock: tuple[tuple[OrderLine, tuple[Part, ...]], ...]
    money: Money | None
    is_void: bool


def attempts_of(order: Order) -> tuple[Attempt, ...]:
    """Every attempt to pay for ``order``, oldest first. Three queries."""
    payments = payments_for(paid_for(order.checkout_id))
    refunds = list(Refund.objects.filter(payment__in=payments).order_by("pk"))
    keys = [payment.key for payment in payments]
    messages = list(ProviderMessage.objects.filter(payment_key__in=keys).order_by("pk"))
    return tuple(
        Attempt(
            payment,
            tuple(refund for refund in refunds if refund.payment_id == payment.pk),
            tuple(message for message in messages if message.payment_key == payment.key),
        )
        for payment in payments
    )


def cancellation_of(order: Order) -> Cancellation:
    """What cancelling ``order`` now would do. Five queries."""
    lines = list(OrderLine.objects.filter(order=order).order_by("position"))
    parts = parts_of(line.hold_id for line in lines)
    stock = tuple((line, parts.get(line.hold_id, ())) for line in lines)
    holding = {Payment.Status.AUTHORISED, Payment.Status.CAPTURED}
    paid = [one.payment for one in attempts_of(order) if one.payment.status in holding]
    if not paid:
        return Cancellation(stock, None, is_void=False)
    kept = sum(
        one.amount_minor if one.status == Payment.Status.AUTHORISED else one.captured_minor - one.refunded_minor
        for one in paid
    )
    is_void = all(one.status == Payment.Status.AUTHORISED for one in paid)
    return Cancellation(stock, Money(kept, order.currency), is_void=is_void)


def order_numbers_of(references: set[str]) -> dict[str, str]:
    """The numbers of the orders that these payment references became. One query."""
    ids = [one.removeprefix("checkout:") for one in references]
    rows = Order.objects.filter(checkout_id__in=ids).values_list("checkout_id", "number")
    return {paid_for(checkout_id): number for checkout_id, number in rows}
