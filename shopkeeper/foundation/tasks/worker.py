"""The worker: threads that deliver events, keep the schedule and run tasks until told to stop."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import structlog
from django.db import close_old_connections, connection

from shopkeeper.foundation import clock, leases, wakeup
from shopkeeper.foundation.events.delivery import deliver_due
from shopkeeper.foundation.tasks.queue import LOWEST, renew, run_next
from shopkeeper.foundation.tasks.schedule import queue_due_tasks

POLL_SECONDS = 0.5
SCHEDULE_SECONDS = 1.0
log = structlog.get_logger(__name__)


class Worker:
    """Delivers events and runs tasks in ``threads`` threads of this process.

    Any number of workers may share a database. Started work is notified within milliseconds when
    it comes from the same process and within 0.5 s when it comes from another. With two threads
    or more, the first takes no task of a priority below 0, so bulk work never holds up the rest.
    """

    def __init__(self, *, threads: int = 2) -> None:
        self.owner = leases.new_owner()
        self._stopping = threading.Event()
        self._next_schedule = 0.0
        lowest = [0 if index == 0 and threads > 1 else LOWEST for index in range(threads)]
        self._threads = [
            threading.Thread(target=self._work, args=(low,), name=f"worker-{index}", daemon=True)
            for index, low in enumerate(lowest)
        ]
        self._threads.append(threading.Thread(target=self._keep_leases, name="worker-leases", daemon=True))

    def start(self) -> None:
        """Start the threads; returns at once."""
        for thread in self._threads:
            thread.start()

    def stop(self, *, timeout_seconds: float = 8.0) -> bool:
        """Finish what is being done and stop. False when something was still running at the end of
        the time; its lease lapses and another worker does it again.
        """
        self._stopping.set()
        wakeup.tap()
        end = time.monotonic() + timeout_seconds
        for thread in self._threads:
            thread.join(max(0.0, end - time.monotonic()))
        return not any(thread.is_alive() for thread in self._threads)

    def step(self, *, min_priority: int = LOWEST) -> int:
        """One round: a batch of deliveries, the schedule, one task. Returns how much was done."""
        done = deliver_due(owner=self.owner, should_stop=self._stopping.is_set)
        if time.monotonic() >= self._next_schedule:
            self._next_schedule = time.monotonic() + SCHEDULE_SECONDS
            done += queue_due_tasks(at=clock.now())
        if not self._stopping.is_set():
            done += run_next(owner=self.owner, min_priority=min_priority)
        return done

    def _work(self, min_priority: int) -> None:
        while not self._stopping.is_set():
            seen = wakeup.taps()
            done = _survive(lambda: self.step(min_priority=min_priority), self._stopping)
            if not done and not self._stopping.is_set():
                wakeup.wait(seen, POLL_SECONDS)
        connection.close()

    def _keep_leases(self) -> None:
        while not self._stopping.wait(leases.lease_length().total_seconds() / 3):
            _survive(lambda: renew(owner=self.owner), self._stopping)
        connection.close()


def run_until_idle(*, limit: int = 10_000) -> int:
    """Do everything that is due now, in this thread: for tests and the command line. Returns how much.

    The schedule is left alone. Raises RuntimeError after ``limit`` rounds: work that makes work for ever.
    """
    owner = leases.new_owner()
    total = 0
    for _ in range(limit):
        done = deliver_due(owner=owner) + run_next(owner=owner)
        if not done:
            return total
        total += done
    raise RuntimeError("There is always more work; something queues itself again and again.")


def _survive(step: Callable[[], int], stopping: threading.Event) -> int:
    """One round that outlives a database that is away: log, drop the connection, wait, go on."""
    try:
        close_old_connections()
        return step()
    except Exception as error:
        log.error("worker_round_failed", exc_info=error)
        connection.close()
        stopping.wait(1.0)
        return 0
