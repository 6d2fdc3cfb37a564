"""What had to wait is forgotten the night after."""

from __future__ import annotations

from django_tasks import task

from shopkeeper.foundation import clock
from shopkeeper.foundation.privacy import operations, queries
from shopkeeper.foundation.tasks.schedule import daily


@daily(at="03:40", name="privacy.erase_due")
@task(priority=-50)
def erase_due() -> None:
    """Each erasure in a transaction of its own, so that one that fails holds nobody up but itself."""
    for erasure_id in queries.due_erasures(today=clock.now().date()):
        operations.erase_due(erasure_id=erasure_id, at=clock.now())
