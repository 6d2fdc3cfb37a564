"""What our queue adds to Django's tasks: order per key, at most once per key, attempts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ParamSpec, TypeVar, cast

from django_tasks.base import Task

P = ParamSpec("P")
T = TypeVar("T")

DEFAULT_ATTEMPTS = 8
TRANSIENT_ATTEMPTS = 30


class TransientError(Exception):
    """The outside world failed for the moment: a time-out, a 5xx, a lost connection. Always retried.

    It does not use up the attempts of the task until 30 of them, about a day, have gone by.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class LeasedTask(Task[P, T]):
    """A task of our queue. Declare with ``@task(priority=…, max_attempts=…)``.

    ``priority`` runs from -100 to 100, higher first: 50 for mail a customer waits for, 0 by
    default, below 0 for bulk work, which never takes a worker's last thread.
    """

    key: str = ""
    dedup_key: str = ""
    max_attempts: int = DEFAULT_ATTEMPTS


def in_order(task: Task[P, T], key: str) -> Task[P, T]:
    """``task`` so that tasks with the same ``key`` run one at a time, in the order they were queued.

    ``in_order(sync_stock, "variant:5").enqueue(5)``. A failing task holds back later ones with its
    key until it succeeds or is given up.
    """
    return cast("Task[P, T]", replace(_leased(task), key=key))


def once(task: Task[P, T], dedup_key: str) -> Task[P, T]:
    """``task`` so that it is queued at most once with ``dedup_key``, as long as its row is kept (14 days).

    ``once(send_confirmation, "confirmation:17").enqueue(17)`` in a handler that may run twice. The
    second call returns the first one's result.
    """
    return cast("Task[P, T]", replace(_leased(task), dedup_key=dedup_key))


def _leased(task: Task[P, T]) -> LeasedTask[P, T]:
    if not isinstance(task, LeasedTask):
        raise TypeError(f"{task.name} does not run on the shop's own queue.")
    return task
