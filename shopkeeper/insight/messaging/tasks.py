"""Sending, before everything else that waits: somebody is looking at an empty inbox."""

from __future__ import annotations

from django_tasks import task

from shopkeeper.foundation import clock
from shopkeeper.insight.messaging import operations


@task(priority=50)
def send(message_id: int) -> None:
    operations.send(message_id=message_id, at=clock.now())
