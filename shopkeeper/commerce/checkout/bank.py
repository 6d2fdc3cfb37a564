"""Coming back from the bank's page without having decided there."""

from __future__ import annotations

from datetime import datetime

from shopkeeper.commerce.checkout import queries, saga
from shopkeeper.commerce.checkout.models import Checkout
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
    attempt = payment_queries.payments_of_attempt(checkout.payment_key)
    if any(payment.status == Payment.Status.REQUIRES_ACTION for payment in attempt):
        saga.hand_back(checkout, attempt, "left", "You left your bank's page. You have not been charged.")
    return saga.drive(checkout_id=checkout_id, at=at)
