from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from django_tasks import TaskResultStatus

from shopkeeper.foundation import clock, leases
from shopkeeper.foundation.errors import Conflict
from shopkeeper.foundation.events.tests.sample import change
from shopkeeper.foundation.tasks import in_order, once
from shopkeeper.foundation.tasks.models import QueuedTask
from shopkeeper.foundation.tasks.operations import prune_tasks, retry_task
from shopkeeper.foundation.tasks.options import TRANSIENT_ATTEMPTS
from shopkeeper.foundation.tasks.queries import backlog, dead_tasks
from shopkeeper.foundation.tasks.queue import claim, renew, run, run_next
from shopkeeper.foundation.tasks.tests import sample
from shopkeeper.foundation.tasks.tests.sample import done
from shopkeeper.foundation.tasks.worker import run_until_idle

pytestmark = pytest.mark.django_db


def let_time_pass() -> None:
    past = clock.now() - timedelta(hours=2)
    QueuedTask.objects.filter(status="ready").update(run_after=past)
    QueuedTask.objects.filter(status="running").update(lease_until=past)


def test_a_task_is_run_and_its_result_kept() -> None:
    result = sample.write.enqueue("hello")
    assert result.status == TaskResultStatus.READY

    assert run_until_idle() == 1

    result.refresh()
    assert done() == ["hello"]
    assert result.status == TaskResultStatus.SUCCESSFUL
    assert result.return_value == "HELLO"


@pytest.mark.django_db(transaction=True)
def test_a_task_vanishes_with_the_transaction_that_queued_it() -> None:
    with transaction.atomic():
        sample.write.enqueue("hello")
        transaction.set_rollback(True)

    assert run_until_idle() == 0


def test_urgent_tasks_come_before_bulk_and_older_before_newer() -> None:
    sample.write_last.enqueue("bulk")
    sample.write.enqueue("one")
    sample.write.enqueue("two")
    sample.write_first.enqueue("mail")

    run_until_idle()

    assert done() == ["mail", "one", "two", "bulk"]


def test_a_thread_kept_for_urgent_work_takes_no_bulk() -> None:
    sample.write_last.enqueue("bulk")

    assert not run_next(owner="w", min_priority=0)
    assert run_next(owner="w")


def test_a_task_for_later_waits() -> None:
    later = sample.write.using(run_after=clock.now() + timedelta(hours=1))
    later.enqueue("later")

    assert run_until_idle() == 0
    let_time_pass()
    assert run_until_idle() == 1


def test_a_failing_task_is_retried_with_growing_waits_and_then_given_up() -> None:
    result = sample.fail.enqueue("oh")
    waits = []
    for _ in range(3):
        run_until_idle()
        waits.append((QueuedTask.objects.get().run_after - clock.now()).total_seconds())
        let_time_pass()
    run_until_idle()

    assert done() == ["oh"] * 3
    assert 0.5 <= waits[0] <= 2 <= waits[1] + 0.1 <= 4.1
    result.refresh()
    assert result.status == TaskResultStatus.FAILED
    assert "ZeroDivisionError: oh" in dead_tasks()[0].last_error


def test_a_dead_task_can_be_tried_again() -> None:
    sample.be_refused.enqueue()
    run_until_idle()
    dead = dead_tasks()[0]

    retry_task(task_id=dead.pk)

    dead.refresh_from_db()
    assert (dead.status, dead.attempts) == ("ready", 0)
    with pytest.raises(Conflict):
        retry_task(task_id=dead.pk)


def test_a_refusal_is_not_retried() -> None:
    sample.be_refused.enqueue()

    run_until_idle()

    assert [(one.status, one.attempts) for one in dead_tasks()] == [("dead", 1)]


def test_a_transient_failure_is_retried_beyond_the_tasks_own_attempts() -> None:
    sample.be_cut_off.enqueue()
    for _ in range(TRANSIENT_ATTEMPTS - 1):
        run_until_idle()
        let_time_pass()
    assert QueuedTask.objects.get().status == "ready"

    run_until_idle()

    assert QueuedTask.objects.get().status == "dead"


def test_tasks_with_one_key_run_in_order_and_wait_for_a_failed_one() -> None:
    for what in ("a", "b"):
        in_order(sample.fail if what == "a" else sample.write, "key:1").enqueue(what)
    in_order(sample.write, "key:2").enqueue("other")

    run_until_idle()
    assert done() == ["a", "other"]

    for _ in range(3):
        let_time_pass()
        run_until_idle()
    assert done() == ["a", "other", "a", "a", "b"]


def test_of_two_tasks_with_one_key_only_one_runs_at_a_time() -> None:
    in_order(sample.write, "key:1").enqueue("a")
    in_order(sample.write, "key:1").enqueue("b")
    first = claim(owner="one", at=clock.now())

    assert first is not None
    assert claim(owner="two", at=clock.now()) is None
    assert run(first)
    assert claim(owner="two", at=clock.now()) is not None


def test_a_task_with_a_dedup_key_is_queued_once_even_after_it_ran() -> None:
    first = once(sample.write, "confirmation:17").enqueue("hello")
    again = once(sample.write, "confirmation:17").enqueue("hello")
    run_until_idle()
    third = once(sample.write, "confirmation:17").enqueue("hello")
    run_until_idle()

    assert first.id == again.id == third.id
    assert done() == ["hello"]


def test_the_task_of_a_killed_worker_is_taken_over_and_the_late_one_cannot_finish_it() -> None:
    sample.write.enqueue("hello")
    gone = claim(owner="gone", at=clock.now())
    assert gone is not None
    assert claim(owner="other", at=clock.now()) is None

    taken = claim(owner="other", at=clock.now() + leases.lease_length())

    assert taken is not None
    assert taken.attempts == 2
    assert not run(gone)
    assert run(taken)


def test_a_lease_that_is_renewed_does_not_lapse() -> None:
    sample.write.enqueue("hello")
    claim(owner="slow", at=clock.now())
    QueuedTask.objects.update(lease_until=clock.now())

    assert renew(owner="slow") == 1
    assert claim(owner="other", at=clock.now() + leases.lease_length() / 2) is None


def test_a_task_that_kills_its_worker_every_time_is_given_up() -> None:
    sample.fail.enqueue("never noted")
    for _ in range(3):
        assert claim(owner="gone", at=clock.now()) is not None
        let_time_pass()

    run_until_idle()

    assert [one.attempts for one in dead_tasks()] == [3]
    assert done() == []


def test_a_task_learns_which_attempt_it_is() -> None:
    result = sample.count_attempts.enqueue()
    run_until_idle()
    result.refresh()

    assert result.return_value == 1


def test_a_task_whose_code_is_gone_is_kept_as_failed() -> None:
    sample.write.enqueue("hello")
    QueuedTask.objects.update(path="shopkeeper.nowhere.task", max_attempts=1)

    run_until_idle()

    assert "ModuleNotFoundError" in dead_tasks()[0].last_error


def test_the_backlog_tells_what_waits_and_for_how_long() -> None:
    sample.write.enqueue("hello")
    sample.write.using(run_after=clock.now() + timedelta(hours=1)).enqueue("later")
    change(1, 1)

    told = backlog(at=clock.now() + timedelta(seconds=60))

    assert (told.deliveries, told.tasks, told.dead_deliveries, told.dead_tasks) == (2, 1, 0, 0)
    assert 59 < told.lag_seconds < 62


def test_pruning_forgets_done_tasks_only() -> None:
    sample.write.enqueue("hello")
    run_until_idle()
    sample.be_refused.enqueue()
    run_until_idle()
    sample.write.enqueue("waiting")

    assert prune_tasks(before=clock.now() + timedelta(days=1)) == 1
    assert set(QueuedTask.objects.values_list("status", flat=True)) == {"ready", "dead"}
