"""Reactions to payments and orders. Talking to providers is left to tasks: handlers run inside a transaction."""

from __future__ import annotations

from shopkeeper.commerce.checkout import waiting
from shopkeeper.commerce.checkout.models import Checkout
from shopkeeper.commerce.checkout.saga import OURS, checkout_of_reference
from shopkeeper.commerce.checkout.tasks import return_money, settle_payment, take_cash
from shopkeeper.commerce.orders.events import OrderCancelled, PackageMoved
from shopkeeper.commerce.payments import queries as payment_queries
from shopkeeper.commerce.payments.events import PaymentChanged, ProviderNoticeReceived
from shopkeeper.commerce.payments.models import Payment
from shopkeeper.foundation.events import subscribe


@subscribe(ProviderNoticeReceived, name="checkout.settle_on_notice")
def settle_on_notice(event: ProviderNoticeReceived) -> None:
    """Go and ask. What is captured is settled for good, and most messages are about exactly that: one query then."""
    payment = payment_queries.payment(event.payment_key)
    if payment is None or payment.status != Payment.Status.CAPTURED:
        settle_payment.enqueue(event.payment_key)


@subscribe(PaymentChanged, name="checkout.settle_loose_money")
def settle_loose_money(event: PaymentChanged) -> None:
    """Money for an attempt that was given up: see that it goes back. The usual case costs one query and no task."""
    if event.status not in {Payment.Status.AUTHORISED, Payment.Status.CAPTURED}:
        return
    checkout = checkout_of_reference(event.reference)
    if checkout is None:
        return
    payment = payment_queries.payment(event.payment_key)
    if payment is None or not payment.attempt.startswith(OURS):
        return
    if checkout.status == Checkout.Status.OPEN or checkout.payment_key != payment.attempt:
        settle_payment.enqueue(event.payment_key)


@subscribe(PackageMoved, name="checkout.cash_at_the_door")
def cash_at_the_door(event: PackageMoved) -> None:
    """With the last parcel of an order the carrier has been given what was to be paid at the door."""
    if event.status == "delivered" and waiting.is_paid_at_the_door(order_id=event.order_id):
        take_cash.enqueue(event.order_id)


@subscribe(OrderCancelled, name="checkout.return_money")
def return_money_of_cancelled(event: OrderCancelled) -> None:
    return_money.enqueue(event.order_id)
