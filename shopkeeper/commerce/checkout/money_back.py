"""Giving money back for what will not be sent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from shopkeeper.commerce.checkout.holders import where_back
from shopkeeper.commerce.checkout.saga import each_alone
from shopkeeper.commerce.orders.models import Order
from shopkeeper.commerce.orders.queries import paid_for
from shopkeeper.commerce.payments import operations as payments
from shopkeeper.commerce.payments import queries as payment_queries
from shopkeeper.commerce.payments.models import Payment, Refund
from shopkeeper.foundation.errors import Conflict
from shopkeeper.foundation.money import Money


def return_money(*, order_id: int, at: datetime) -> None:
    """Void or refund what a cancelled order was paid with; what was paid last goes back first. Repeating it gives
    nothing back twice: each refund's key is the order's and its payment's."""
    order = Order.objects.get(pk=order_id)
    if order.status != Order.Status.CANCELLED:
        return
    for payment in reversed(payment_queries.money_for(paid_for(order.checkout_id))):
        if payment.status == Payment.Status.AUTHORISED:
            payment = payments.undo(payment=payment)
        left = payment.captured_minor - payment.refunded_minor
        if payment.status == Payment.Status.CAPTURED and left > 0:
            refund = payments.request_refund(
                payment=payment,
                amount=Money(left, payment.currency),
                key=f"order:{order.pk}:cancel:{payment.pk}",
                reason="Order cancelled",
                destination=where_back(payment, "", order, at=at),
                at=at,
            )
            payments.send_refund(refund=refund, at=at)


def give_back(
    *,
    order: Order,
    payments_made: Sequence[Payment],
    amount: Money,
    key: str,
    reason: str,
    at: datetime,
    destination: str = "",
) -> list[Refund]:
    """Set ``amount`` aside to go back, from what was paid last first; sending it is for after the transaction. Each
    refund's key is ``key`` and its payment's, so repeating it sets nothing aside twice. Raises Conflict when less than
    that is left."""
    refunds = payment_queries.refunds_named(f"{key}:")
    left = Money(amount.minor - sum(refund.amount_minor for refund in refunds), amount.currency)
    for payment in reversed(payments_made):
        part = min(left.minor, payment.amount_minor - payment.refunded_minor)
        if part > 0:
            refund = payments.request_refund(
                payment=payment,
                amount=Money(part, amount.currency),
                key=f"{key}:{payment.pk}",
                reason=reason,
                destination=where_back(payment, destination, order, at=at),
                at=at,
            )
            refunds.append(refund)
            left = left - Money(part, amount.currency)
    if left:
        raise Conflict(f"{left} more than was paid would go back.")
    return refunds


def send_pending(*, at: datetime, limit: int = 100) -> int:
    """Send refunds that a time-out or a killed process left pending. Returns how many were tried."""
    pending = list(Refund.objects.filter(status=Refund.Status.PENDING).select_related("payment")[:limit])
    for refund in pending:
        each_alone(partial(payments.send_refund, refund=refund, at=at), refund=refund.key)
    return len(pending)


def return_forgotten(*, at: datetime, within: timedelta = timedelta(days=7), limit: int = 100) -> int:
    """Give back what a cancelled order still keeps, however that came about. Returns how many were looked at."""
    recent = Order.objects.filter(status=Order.Status.CANCELLED, cancelled_at__gte=at - within).order_by("-pk")[:limit]
    kept = [order for order in recent if _keeps_money(order)]
    for order in kept:
        each_alone(partial(return_money, order_id=order.pk, at=at), order=order.number)
    return len(kept)


def _keeps_money(order: Order) -> bool:
    return any(
        payment.status == Payment.Status.AUTHORISED or payment.captured_minor > payment.refunded_minor
        for payment in payment_queries.money_for(paid_for(order.checkout_id))
    )
