"""The sandbox's messenger: it tells the shop what happened the way providers do, some time later and by signed
message, through the same verification as any other provider's. Some scripts make it stumble on purpose."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from django_tasks import task

from shopkeeper.commerce.payments import operations
from shopkeeper.commerce.payments.backends.sandbox import Sandbox, signed
from shopkeeper.commerce.payments.models import SandboxCharge
from shopkeeper.foundation import clock, ids

LATE = timedelta(seconds=20)
DISPUTED = timedelta(minutes=1)
# Reordered: the first message is held back until after the second.
HELD_BACK = timedelta(seconds=3)


def tell(row: SandboxCharge, kind: str) -> None:
    """Send word of ``kind`` (``authorised``, ``captured`` …) about a charge. Queued: a message is never part of
    the answer it is about."""
    copies = 3 if row.script == "duplicate_webhook" else 1
    wait = HELD_BACK if row.script == "reordered_webhook" and kind == "authorised" else timedelta(0)
    event_id = ids.public_id("evt")
    for _ in range(copies):
        deliver.using(run_after=timezone.now() + wait if wait else None).enqueue(event_id, kind, row.key)


def tell_later(row: SandboxCharge) -> None:
    """A charge that is decided only after the shop has stopped waiting for the answer."""
    arrive.using(run_after=timezone.now() + LATE).enqueue(row.key)


def tell_of_dispute(row: SandboxCharge) -> None:
    """The customer asks their bank for the money back, once they have it."""
    deliver.using(run_after=timezone.now() + DISPUTED).enqueue(ids.public_id("evt"), "dispute_open", row.key)


@task()
def deliver(event_id: str, kind: str, payment_key: str) -> None:
    """One signed message, as it would come in over the web."""
    at = clock.now()
    headers, body = signed({"id": event_id, "type": kind, "payment_key": payment_key}, at)
    operations.receive_webhook(provider_name=Sandbox.name, headers=headers, body=body, at=at)


@task()
def arrive(payment_key: str) -> None:
    """The late decision, and the message about it."""
    Sandbox().arrive_late(payment_key)
