"""Giving money back for what will not be sent."""

from __future__ import annotations

from datetime import datetime

from shopkeeper.commerce.checkout.models import Checkout
from shopkeeper.commerce.orders.models import Order
from shopkeeper.commerce.payments import operations as payments
from shopkeeper.commerce.payments import queries as payment_queries
from shopkeeper.commerce.payments.models import Payment, Refund
from shopkeeper.foundation.money import Money


def return_money(*, order_id: int, at: datetime) -> None:
    """Void or refund what a cancelled order was paid with. Repeating it gives nothing back twice: the refund's
    key is the order's."""
    order = Order.objects.get(pk=order_id)
    payment = _payment_of(order)
    if payment is None or order.status != Order.Status.CANCELLED:
        return
    if payment.status == Payment.Status.AUTHORISED:
        payment = payments.undo(payment=payment)
    left = payment.captured_minor - payment.refunded_minor
    if payment.status == Payment.Status.CAPTURED and left > 0:
        refund = payments.request_refund(
            payment=payment,
            amount=Money(left, payment.currency),
            key=f"order:{order.pk}:cancel",
            reason="Order cancelled",
            at=at,
        )
        payments.send_refund(refund=refund, at=at)


def send_pending(*, at: datetime, limit: int = 100) -> int:
    """Send refunds that a time-out or a killed process left pending. Returns how many were tried."""
    pending = list(Refund.objects.filter(status=Refund.Status.PENDING).select_related("payment")[:limit])
    for refund in pending:
        payments.send_refund(refund=refund, at=at)
    return len(pending)


def _payment_of(order: Order) -> Payment | None:
    checkout = Checkout.objects.filter(public_id=order.checkout_id).first()
    return payment_queries.money_for(f"checkout:{checkout.pk}") if checkout else None
