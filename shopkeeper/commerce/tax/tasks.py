"""Housekeeping of tax."""

from __future__ import annotations

from datetime import timedelta

from django_tasks import task

from shopkeeper.commerce.tax import operations
from shopkeeper.foundation import clock
from shopkeeper.foundation.tasks import every


@every(seconds=6 * 3600, name="tax.forget_answers")
@task(priority=-50)
def forget_answers() -> None:
    """Drop tax services' answers that no sale of today can use."""
    operations.forget_answers(before=clock.now() - timedelta(days=2))
