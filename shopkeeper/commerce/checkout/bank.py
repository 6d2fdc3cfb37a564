"""Coming back from the bank's page without having decided there."""

from __future__ import annotations

from datetime import datetime

from shopkeeper.commerce.checkout import queries, saga
from shopkeeper.commerce.checkout.models import Checkout
from shopkeeper.commerce.payments import operations as payments
from shopkeeper.commerce.payments import queries as payment_queries
from shopkeeper.commerce.payments.models import Payment


def leave(*, checkout_id: str, at: datetime) -> saga.Progress:
    """Give up the attempt that waits at the bank, so that another way to pay can be chosen.

    When the customer had confirmed after all, the order is placed instead; money is never dropped.
    """
    progress = saga.drive(checkout_id=checkout_id, at=at)
    checkout = queries.checkout(checkout_id)
    if checkout.status != Checkout.Status.ACTION:
        return progress
    payment = payment_queries.payment(checkout.payment_key)
    if payment and payment.status == Payment.Status.REQUIRES_ACTION:
        payments.undo(payment=payment)
    return saga.drive(checkout_id=checkout_id, at=at)
