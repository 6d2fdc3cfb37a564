from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.db import connection, transaction

from shopkeeper.foundation.events.tests.sample import change, failures, heard
from shopkeeper.foundation.events.tests.test_invariant_8 import wait_until
from shopkeeper.foundation.tasks import in_order
from shopkeeper.foundation.tasks import worker as worker_module
from shopkeeper.foundation.tasks.models import QueuedTask
from shopkeeper.foundation.tasks.tests import sample
from shopkeeper.foundation.tasks.tests.sample import done
from shopkeeper.foundation.tasks.worker import Worker

pytestmark = pytest.mark.django_db(transaction=True)
Spawn = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def worker() -> Iterator[Worker]:
    failures.clear()
    made = Worker(threads=2)
    made.start()
    yield made
    assert made.stop()


@pytest.mark.race
def test_work_of_the_same_process_is_begun_without_waiting_for_the_poll(
    worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker_module, "POLL_SECONDS", 60.0)
    time.sleep(0.8)  # it has found nothing and waits, a whole minute from now on
    with transaction.atomic():
        change(1, 1)
        sample.write.enqueue("hello")
    wait_until(lambda: done() == ["hello"] and heard("sample.second", 1) == [1])


@pytest.mark.race
def test_bulk_work_does_not_hold_up_urgent_work(worker: Worker) -> None:
    for number in range(3):
        sample.linger.using(priority=-50).enqueue(f"bulk {number}", 0.4)
    wait_until(lambda: bool(done()))
    sample.write_first.enqueue("mail")
    wait_until(lambda: "mail" in done())

    assert "bulk 1 starts" not in done()


@pytest.mark.race
def test_several_workers_run_each_task_once_and_keys_one_at_a_time() -> None:
    for number in range(12):
        in_order(sample.linger, f"key:{number % 2}").enqueue(f"{number % 2}:{number}", 0.01)
    workers = [Worker(threads=2) for _ in range(3)]
    for one in workers:
        one.start()
    wait_until(lambda: not QueuedTask.objects.exclude(status="done").exists())
    for one in workers:
        assert one.stop()

    for key in ("0", "1"):
        notes = [note.split() for note in done() if note.startswith(f"{key}:")]
        assert [what for _, what in notes] == ["starts", "ends"] * 6
        numbers = [int(name.partition(":")[2]) for name, what in notes if what == "ends"]
        assert numbers == sorted(numbers)


@pytest.fixture
def spawn() -> Iterator[Spawn]:
    children: list[subprocess.Popen[str]] = []

    def start(fault: str = "") -> subprocess.Popen[str]:
        child = subprocess.Popen(
            [sys.executable, "-m", "shopkeeper.foundation.tasks.tests.worker_process"],
            env={**os.environ, **database(), "SHOPKEEPER_FAULT": fault, "SHOPKEEPER_LEASE_SECONDS": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        children.append(child)
        return child

    yield start
    for child in children:
        child.kill()
        child.communicate()


def database() -> dict[str, str]:
    chosen = connection.settings_dict
    url = f"sqlite://{chosen['NAME']}"
    if connection.vendor == "postgresql":
        login = f"{chosen['USER']}:{chosen['PASSWORD']}" if chosen["PASSWORD"] else chosen["USER"]
        url = f"postgres://{login}@{chosen['HOST']}:{chosen['PORT']}/{chosen['NAME']}"
    return {
        "SHOPKEEPER_DATABASE_URL": url,
        "SHOPKEEPER_HOME": str(settings.HOME),
        "DJANGO_SETTINGS_MODULE": "tests.settings",
    }


@pytest.mark.process
@pytest.mark.parametrize(
    "fault",
    [
        "delivery.before_handler",
        "delivery.before_commit",
        "delivery.after_commit",
        "task.before_run",
        "task.before_done",
    ],
)
def test_a_worker_killed_at_any_point_loses_nothing(fault: str, spawn: Spawn) -> None:
    failures.clear()
    with transaction.atomic():
        change(1, 1, 2)
        sample.write.enqueue("hello")

    victim = spawn(f"{fault}:1:kill")
    assert victim.wait(20) == -signal.SIGKILL
    spawn()
    wait_until(lambda: heard("sample.first", 1) == [1, 2] and heard("sample.second", 1) == [1, 2])
    wait_until(lambda: not QueuedTask.objects.exclude(status="done").exists())

    # A task that died between its effect and its note is done again; handlers' effects happen once.
    assert done() == ["hello"] * (2 if fault == "task.before_done" else 1)


@pytest.mark.process
def test_a_worker_that_is_asked_to_stop_finishes_its_task(spawn: Spawn) -> None:
    child = spawn()
    assert child.stdout is not None
    child.stdout.readline()
    sample.linger.enqueue("job", 1.0)
    wait_until(lambda: done() == ["job starts"])

    child.communicate(timeout=10)

    assert child.returncode == 0
    assert done() == ["job starts", "job ends"]
