"""What the worker does for returns."""

from __future__ import annotations

from django_tasks import task

from shopkeeper.commerce.payments import queries as payment_queries
from shopkeeper.commerce.returns import settling
from shopkeeper.commerce.returns.models import Return
from shopkeeper.foundation import clock
from shopkeeper.foundation.tasks import every


@task()
def settle_return(return_id: int) -> None:
    """Give the customer what a return is worth."""
    settling.settle(made=Return.objects.select_related("order").get(pk=return_id), at=clock.now())


@task()
def settle_payment(payment_key: str) -> None:
    """Ask the provider about the payment of an exchange and put it in order."""
    payment = payment_queries.payment(payment_key)
    if payment is not None:
        settling.settle_payment(payment=payment, at=clock.now())


@every(seconds=30, name="returns.recover")
@task()
def recover() -> None:
    """Pick up returns that stand still, and let go of what is kept for nothing."""
    settling.recover(at=clock.now())
