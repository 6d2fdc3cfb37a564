"""Real races: many threads, each with its own connection, let loose at the same moment."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from queue import Empty, SimpleQueue
from typing import TypeVar

from django.db import connection, connections

from shopkeeper.foundation.faults import held

T = TypeVar("T")


@contextmanager
def beside(action: Callable[[], object]) -> Iterator[list[Exception]]:
    """Run ``action`` on a thread of its own beside the block, which waits for it at its end; what it raised."""
    raised: list[Exception] = []

    def work() -> None:
        try:
            action()
        except Exception as error:  # the test looks at what was raised
            raised.append(error)
        finally:
            connections.close_all()

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield raised
    finally:
        thread.join(timeout=60)
        assert not thread.is_alive(), "The other thread never came to an end."


@contextmanager
def stopped_at(place: str, action: Callable[[], object]) -> Iterator[None]:
    """Run ``action`` on a thread of its own up to the faultpoint ``place``, then the block, then the rest of it."""
    with held(place) as latch, beside(action) as raised:
        try:
            assert latch.reached.wait(30), f"Nobody came by {place}: {raised}"
            yield
        finally:
            latch.open.set()
    assert not raised, raised


def at_once(actions: list[Callable[[], T]], *, threads: int = 16) -> list[T | Exception]:
    """Run every action on ``threads`` threads that start together; what each returned or raised, in order.

    Must not be called inside a transaction of the test: other connections would not see its rows.
    """
    found: list[T | Exception] = [RuntimeError("not run")] * len(actions)
    waiting: SimpleQueue[int] = SimpleQueue()
    for number in range(len(actions)):
        waiting.put(number)
    barrier = threading.Barrier(min(threads, len(actions)))

    def work() -> None:
        barrier.wait(timeout=60)
        try:
            while True:
                number = waiting.get_nowait()
                try:
                    found[number] = actions[number]()
                except Exception as error:  # the test looks at what was raised
                    found[number] = error
        except Empty:
            connections.close_all()

    connection.close()
    crew = [threading.Thread(target=work) for _ in range(barrier.parties)]
    for thread in crew:
        thread.start()
    for thread in crew:
        thread.join(timeout=120)
    return found
