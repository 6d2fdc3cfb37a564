"""Our books against the providers', payment by payment, without anybody asking: what can be put right is, the rest is
named and stands on the office's list until it agrees again."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from django.db.models import F, Q

from shopkeeper.commerce.checkout import saga
from shopkeeper.commerce.orders.queries import order_of_checkout
from shopkeeper.commerce.payments import comparing
from shopkeeper.commerce.payments import operations as payments
from shopkeeper.commerce.payments.models import Payment

# Younger payments may still be on their way through the steps.
SETTLED_AFTER = timedelta(minutes=5)
LOOKED_AT_FOR = timedelta(days=14)
AGAIN_AFTER = timedelta(hours=12)
ORPHANED = "It was taken, and there is no order for it."


def look(*, at: datetime, limit: int = 50) -> int:
    """Compare the payments that were not compared for longest. Returns how many."""
    due = Payment.objects.filter(created_at__gt=at - LOOKED_AT_FOR, updated_at__lt=at - SETTLED_AFTER)
    due = due.filter(Q(compared_at=None) | Q(compared_at__lt=at - AGAIN_AFTER))
    found = list(due.order_by(F("compared_at").asc(nulls_first=True), "pk")[:limit])
    for payment in found:
        saga.each_alone(partial(compare, payment=payment, at=at), payment=payment.key)
    return len(found)


def compare(*, payment: Payment, at: datetime) -> str:
    """One payment: what differs, after everything that mends itself has been mended; empty when all agrees."""
    difference = comparing.compare(payment=payment, at=at)
    payment.refresh_from_db()
    if not difference and _is_orphaned(payment):
        # Taken by a provider that captures at once, for an attempt that was given up meanwhile.
        payments.undo(payment=payment)
        payment.refresh_from_db()
        difference = ORPHANED if _is_orphaned(payment) else ""
        comparing.note(payment=payment, difference=difference, at=at)
    return difference


def _is_orphaned(payment: Payment) -> bool:
    if payment.status != Payment.Status.CAPTURED or payment.captured_minor == payment.refunded_minor:
        return False
    # Changes and returns look after what was paid for them.
    if not payment.attempt.startswith(saga.OURS):
        return False
    public_id = payment.reference.partition(":")[2]
    return order_of_checkout(public_id) is None and not _under_way(payment)


def _under_way(payment: Payment) -> bool:
    checkout = saga.checkout_of_reference(payment.reference)
    return checkout is not None and checkout.status in saga.UNDER_WAY
