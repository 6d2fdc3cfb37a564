"""What the worker does for changes."""

from __future__ import annotations

from django_tasks import task

from shopkeeper.commerce.changes import saga
from shopkeeper.commerce.payments import operations as payments
from shopkeeper.commerce.payments import queries as payment_queries
from shopkeeper.foundation import clock
from shopkeeper.foundation.tasks import every


@task()
def settle_payment(payment_key: str) -> None:
    """Ask the provider about the payment of a change and put it in order."""
    payment = payment_queries.payment(payment_key)
    if payment is not None:
        saga.settle(payment=payments.refresh(payment=payment), at=clock.now())


@every(seconds=15, name="changes.recover")
@task()
def recover() -> None:
    """Pick up changes that a killed process or a silent bank left standing."""
    saga.recover(at=clock.now())
