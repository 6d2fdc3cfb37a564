from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from shopkeeper.foundation.tasks import daily, every, schedule
from shopkeeper.foundation.tasks.models import QueuedTask, Schedule
from shopkeeper.foundation.tasks.schedule import queue_due_tasks, timetables
from shopkeeper.foundation.tasks.tasks import prune
from shopkeeper.foundation.tasks.worker import run_until_idle

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _one_schedule(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schedule, "_timetables", {})
    every(seconds=60, name="sample.minutely")(prune)


def queued() -> int:
    return QueuedTask.objects.filter(key="schedule:sample.minutely").count()


@pytest.mark.django_db
def test_a_task_is_queued_when_its_time_comes_and_not_twice_while_it_waits() -> None:
    assert queue_due_tasks(at=NOON) == 0
    assert queue_due_tasks(at=NOON + timedelta(seconds=59)) == 0
    assert queue_due_tasks(at=NOON + timedelta(seconds=60)) == 1
    assert queue_due_tasks(at=NOON + timedelta(seconds=60)) == 0
    assert queue_due_tasks(at=NOON + timedelta(seconds=600)) == 0
    run_until_idle()
    assert queue_due_tasks(at=NOON + timedelta(seconds=700)) == 1


@pytest.mark.django_db
def test_nothing_due_costs_one_query(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    queue_due_tasks(at=NOON)

    with django_assert_num_queries(1):
        queue_due_tasks(at=NOON)


@pytest.mark.django_db
def test_a_clock_that_is_put_back_does_not_stop_the_schedule() -> None:
    queue_due_tasks(at=NOON + timedelta(days=400))

    queue_due_tasks(at=NOON)

    assert queue_due_tasks(at=NOON + timedelta(seconds=60)) == 1


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_of_many_schedulers_one_queues_the_task() -> None:
    queue_due_tasks(at=NOON)
    barrier = threading.Barrier(5)

    def scheduler() -> None:
        barrier.wait()
        queue_due_tasks(at=NOON + timedelta(seconds=61))
        connection.close()

    threads = [threading.Thread(target=scheduler) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert queued() == 1
    assert Schedule.objects.get().next_at == NOON + timedelta(seconds=121)


def test_a_daily_task_is_due_at_its_time() -> None:
    daily(at="03:10", name="sample.daily")(prune)
    timetable = next(one for one in timetables() if one.name == "sample.daily")

    assert timetable.next_after(NOON) == datetime(2026, 3, 2, 3, 10, tzinfo=UTC)
    assert timetable.next_after(NOON.replace(hour=1)) == NOON.replace(hour=3, minute=10)
