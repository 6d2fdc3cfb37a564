"""Housekeeping of payments."""

from __future__ import annotations

from datetime import timedelta

from django_tasks import task

from shopkeeper.commerce.payments import charging, declines, operations, queries
from shopkeeper.foundation import clock
from shopkeeper.foundation.tasks import every


@every(seconds=3600, name="payments.forget_origins")
@task(priority=-50)
def forget_origins() -> None:
    """Forget where attempts to pay came from, two days later."""
    declines.forget(before=clock.now() - timedelta(days=2))


@task()
def settle_charge(payment_key: str) -> None:
    """Ask how a charge of a kept card stands, and take what was approved."""
    payment = queries.payment(payment_key)
    if payment is not None:
        charging.settle(payment=operations.refresh(payment=payment), at=clock.now())


@every(seconds=60, name="payments.settle_charges")
@task()
def settle_charges() -> None:
    """Go on with charges that a time-out or a killed process left standing."""
    for payment in charging.unsettled(at=clock.now()):
        settle_charge.enqueue(payment.key)
