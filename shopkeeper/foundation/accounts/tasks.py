"""Housekeeping of accounts."""

from __future__ import annotations

from datetime import timedelta

from django_tasks import task

from shopkeeper.foundation import clock
from shopkeeper.foundation.accounts import codes, devices
from shopkeeper.foundation.tasks import every


@every(seconds=3600, name="accounts.prune_codes")
@task(priority=-50)
def prune_codes() -> None:
    """Forget codes a day after they ran out."""
    codes.prune(before=clock.now() - timedelta(days=1))


@every(seconds=3600, name="accounts.prune_sessions")
@task(priority=-50)
def prune_sessions() -> None:
    """Forget sessions that ran out."""
    devices.prune(before=clock.now())
