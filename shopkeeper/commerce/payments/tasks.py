"""Housekeeping of payments."""

from __future__ import annotations

from datetime import timedelta

from django_tasks import task

from shopkeeper.commerce.payments import declines
from shopkeeper.foundation import clock
from shopkeeper.foundation.tasks import every


@every(seconds=3600, name="payments.forget_origins")
@task(priority=-50)
def forget_origins() -> None:
    """Forget where attempts to pay came from, two days later."""
    declines.forget(before=clock.now() - timedelta(days=2))
