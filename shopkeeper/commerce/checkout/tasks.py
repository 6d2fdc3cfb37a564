"""What the worker does for checkouts: finish what was interrupted, settle money, give it back."""

from __future__ import annotations

from django_tasks import task

from shopkeeper.commerce.checkout import money_back, reconcile, saga, waiting
from shopkeeper.commerce.inventory import operations as inventory
from shopkeeper.commerce.payments import operations as payments
from shopkeeper.commerce.payments import queries as payment_queries
from shopkeeper.foundation import clock
from shopkeeper.foundation.tasks import every


@task()
def settle_payment(payment_key: str) -> None:
    """Ask the provider about a payment and put it in order."""
    payment = payment_queries.payment(payment_key)
    if payment is not None:
        saga.resolve(payment=payments.refresh(payment=payment), at=clock.now())


@task()
def take_cash(order_id: int) -> None:
    """An order has come whose customer paid the carrier."""
    at = clock.now()
    for payment in waiting.delivered(order_id=order_id, at=at):
        waiting.settle(payment=payment, at=at)


@every(seconds=300, name="checkout.reconcile")
@task(priority=-10)
def reconcile_with_providers() -> None:
    """Hold our books against the providers' own, a few payments at a time."""
    reconcile.look(at=clock.now())


@every(seconds=600, name="checkout.look_after_promises")
@task()
def look_after_promises() -> None:
    """Remind, cancel what nobody pays for, and finish what a killed process left half confirmed."""
    waiting.look_after(at=clock.now())


@task()
def return_money(order_id: int) -> None:
    """Give back the money of a cancelled order."""
    money_back.return_money(order_id=order_id, at=clock.now())


@every(seconds=10, name="checkout.recover")
@task()
def recover() -> None:
    """Pick up attempts that a killed process left standing."""
    saga.recover(at=clock.now())


@every(seconds=15, name="checkout.settle_loose_money")
@task()
def settle_loose_money() -> None:
    """Find money without an order, and orders whose money was not taken."""
    saga.settle_loose_money(at=clock.now())


@every(seconds=30, name="checkout.return_money")
@task()
def return_what_is_owed() -> None:
    """Send refunds that are still pending, and start those of cancelled orders that were missed."""
    money_back.send_pending(at=clock.now())
    money_back.return_forgotten(at=clock.now())


@every(seconds=15, name="inventory.expire_holds")
@task()
def expire_holds() -> None:
    """Offer again what was set aside and never ordered."""
    inventory.expire_due(at=clock.now())
