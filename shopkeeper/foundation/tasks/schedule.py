"""Repeated work. A row per schedule says when it is due; whoever moves that row on queues the task."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any, TypeVar

from django.db import transaction
from django_tasks.base import Task

T = TypeVar("T")


@dataclass(frozen=True)
class Timetable:
    """A task without arguments, and how often it is due: every so often, or daily at a time (UTC)."""

    name: str
    task: Task[[], Any]
    period: timedelta
    at: time | None = None

    def next_after(self, moment: datetime) -> datetime:
        """The first time it is due after ``moment``."""
        if self.at is None:
            return moment + self.period
        today = datetime.combine(moment.astimezone(UTC).date(), self.at, UTC)
        return today if today > moment else today + self.period


_timetables: dict[str, Timetable] = {}


def every(*, seconds: int, name: str) -> Callable[[Task[[], T]], Task[[], T]]:
    """Run the task below every ``seconds``. Missed times are not made up for; two never overlap.

    ``name`` is unique and stays the same: the schedule's row is kept under it.
    """
    return lambda task: _register(Timetable(name, task, timedelta(seconds=seconds)), task)


def daily(*, at: str, name: str) -> Callable[[Task[[], T]], Task[[], T]]:
    """Run the task below every day at ``at``, ``"HH:MM"`` in UTC."""
    moment = time.fromisoformat(at)
    return lambda task: _register(Timetable(name, task, timedelta(days=1), moment), task)


def timetables() -> list[Timetable]:
    """Every schedule known to this process, by name."""
    return [_timetables[name] for name in sorted(_timetables)]


def queue_due_tasks(*, at: datetime) -> int:
    """Queue each task whose time has come, once, however many schedulers run. Returns how many.

    One query when nothing is due. A row that is missing, or lies further ahead than one period
    (the clock was put back), is set anew. A task still waiting or running is not queued again.
    """
    from shopkeeper.foundation.tasks.models import Schedule

    rows = dict(Schedule.objects.values_list("name", "next_at"))
    queued = 0
    for timetable in timetables():
        due = rows.get(timetable.name)
        if due is None:
            Schedule.objects.bulk_create(
                [Schedule(name=timetable.name, next_at=timetable.next_after(at))], ignore_conflicts=True
            )
        elif due <= at:
            queued += _advance(timetable, due, at)
        elif due > at + timetable.period:
            Schedule.objects.filter(pk=timetable.name, next_at=due).update(next_at=timetable.next_after(at))
    return queued


@transaction.atomic
def _advance(timetable: Timetable, due: datetime, at: datetime) -> bool:
    """Move the schedule on and queue the task together; the guarded UPDATE lets one scheduler win."""
    from shopkeeper.foundation.tasks.models import QueuedTask, Schedule
    from shopkeeper.foundation.tasks.options import in_order

    moved = Schedule.objects.filter(pk=timetable.name, next_at=due)
    if not moved.update(next_at=timetable.next_after(at)):
        return False
    key = f"schedule:{timetable.name}"
    if QueuedTask.objects.filter(key=key, status__in=["ready", "running"]).exists():
        return False
    in_order(timetable.task, key).enqueue()
    return True


def _register(timetable: Timetable, task: Task[[], T]) -> Task[[], T]:
    known = _timetables.setdefault(timetable.name, timetable)
    if known.task.module_path != task.module_path:
        raise ValueError(f"Two schedules are called “{timetable.name}”.")
    _timetables[timetable.name] = timetable
    return task
