"""What delivery does by itself: learn every night, look for broken promises every hour."""

from __future__ import annotations

from django_tasks import task

from shopkeeper.commerce.shipping import carriers, operations, remedying
from shopkeeper.foundation import clock
from shopkeeper.foundation.remember import forget_all
from shopkeeper.foundation.tasks import daily, every


@daily(at="02:40", name="shipping.learn")
@task(priority=-50)
def learn_from_deliveries() -> None:
    """Other processes see what was learned within a minute."""
    if operations.learn_again(at=clock.now()):
        forget_all()


@every(seconds=3600, name="shipping.broken_promises")
@task(priority=-10)
def look_for_broken_promises() -> None:
    at = clock.now()
    operations.detect_broken(at=at)
    remedying.give_intended(at=at)


@every(seconds=120, name="shipping.buy_labels")
@task(priority=-10)
def buy_waiting_labels() -> None:
    """Carriers who were away are asked again."""
    carriers.buy_waiting(at=clock.now())


@every(seconds=900, name="shipping.follow_parcels")
@task(priority=-10)
def follow_parcels() -> None:
    carriers.follow(at=clock.now())
