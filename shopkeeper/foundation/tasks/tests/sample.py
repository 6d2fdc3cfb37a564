"""Tasks of an imaginary app, for tests. What they did is kept in the audit table, which processes share."""

from __future__ import annotations

import time

from django.db import transaction
from django_tasks import TaskContext, task

from shopkeeper.foundation.audit.models import AuditEntry
from shopkeeper.foundation.audit.operations import SYSTEM, record
from shopkeeper.foundation.errors import Conflict
from shopkeeper.foundation.tasks import TransientError


def note(what: str) -> None:
    with transaction.atomic():
        record(actor=SYSTEM, action="sample.task", target="task", reason=what)


def done() -> list[str]:
    """What the tasks noted, in order."""
    return list(AuditEntry.objects.filter(action="sample.task").order_by("id").values_list("reason", flat=True))


@task
def write(what: str) -> str:
    note(what)
    return what.upper()


@task(priority=50)
def write_first(what: str) -> None:
    note(what)


@task(priority=-50)
def write_last(what: str) -> None:
    note(what)


@task(max_attempts=3)
def fail(what: str) -> None:
    note(what)
    raise ZeroDivisionError(what)


@task(max_attempts=1)
def be_cut_off() -> None:
    raise TransientError("The provider did not answer.")


@task
def be_refused() -> None:
    raise Conflict("It was already done.")


@task(takes_context=True)
def count_attempts(context: TaskContext) -> int:
    return context.attempt


@task
def linger(what: str, seconds: float) -> None:
    note(f"{what} starts")
    time.sleep(seconds)
    note(f"{what} ends")
