"""Invariant 8: a domain event reaches each subscriber at least once, in order per aggregate."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import ExitStack, suppress

import pytest
from django.db import connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from shopkeeper.foundation import clock, leases
from shopkeeper.foundation.events.delivery import claim, deliver, deliver_due
from shopkeeper.foundation.events.feed import Follower
from shopkeeper.foundation.events.models import Delivery, OutboxEvent
from shopkeeper.foundation.events.tests import sample
from shopkeeper.foundation.events.tests.sample import change, heard
from shopkeeper.foundation.events.tests.test_outbox import let_time_pass
from shopkeeper.foundation.faults import FaultInjected, armed

SUBSCRIBERS = ("sample.first", "sample.second")
THINGS = (1, 2, 3)

steps = st.lists(
    st.tuples(
        st.sampled_from(["publish", "work", "crash", "die holding", "wait"]),
        st.sampled_from(THINGS),
        st.sampled_from(["ann", "bob", "cyd"]),
        st.sampled_from(["delivery.before_handler", "delivery.before_commit", "delivery.after_commit"]),
    ),
    max_size=25,
)
stumbles = st.dictionaries(
    st.tuples(st.sampled_from(SUBSCRIBERS), st.sampled_from(THINGS), st.integers(0, 9)),
    st.integers(1, 2),
    max_size=8,
)


class OneWorld:
    """A world that is forgotten at the end, so that each example starts afresh."""

    def __enter__(self) -> None:
        self.stack = ExitStack()
        self.stack.enter_context(transaction.atomic())

    def __exit__(self, *error: object) -> None:
        transaction.set_rollback(True)
        self.stack.close()


@pytest.mark.django_db
@settings(max_examples=40, deadline=None)
@given(steps=steps, stumbles=stumbles)
def test_every_event_takes_effect_once_per_subscriber_and_in_order(
    steps: list[tuple[str, int, str, str]], stumbles: dict[tuple[str, int, int], int]
) -> None:
    with OneWorld():
        sample.failures.clear()
        sample.failures.update(stumbles)
        sent: dict[int, list[int]] = {thing: [] for thing in THINGS}
        for what, thing, who, where in steps:
            if what == "publish":
                number = len(sent[thing])
                change(thing, number)
                sent[thing].append(number)
            elif what == "work":
                deliver_due(owner=who)
            elif what == "crash":
                crash_once(who, where)
            elif what == "die holding":
                claim(owner=who, at=clock.now())
            else:
                let_time_pass()
            assert_nobody_heard_out_of_order(sent)
        finish()
        for thing, subscriber in ((t, s) for t in THINGS for s in SUBSCRIBERS):
            assert heard(subscriber, thing) == sent[thing]


def crash_once(who: str, where: str) -> None:
    """A worker that stops dead at ``where``: nothing after that point is done, and nothing put back."""
    with armed(f"{where}:1:raise"):
        claimed = claim(owner=who, at=clock.now())
        if claimed:
            with suppress(FaultInjected), transaction.atomic():
                deliver_without_clearing_up(claimed[0])


def deliver_without_clearing_up(delivery: Delivery) -> None:
    before = (delivery.attempts, delivery.lease_owner)
    deliver(delivery)
    # What the worker would have noted about its failure dies with it.
    Delivery.objects.filter(pk=delivery.pk, status="pending").update(
        lease_owner=before[1], lease_until=clock.now() + leases.lease_length(), last_error=""
    )


def assert_nobody_heard_out_of_order(sent: dict[int, list[int]]) -> None:
    for thing in THINGS:
        for subscriber in SUBSCRIBERS:
            so_far = heard(subscriber, thing)
            assert so_far == sent[thing][: len(so_far)]


def finish() -> None:
    Delivery.objects.filter(attempts__gt=6).update(attempts=6)
    for _ in range(600):
        let_time_pass()
        if not deliver_due(owner="last") and not Delivery.objects.filter(status="pending").exists():
            return
    raise AssertionError("Some deliveries never came to an end.")


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_several_workers_and_publishers_at_once_keep_the_order(monkeypatch: pytest.MonkeyPatch) -> None:
    from datetime import timedelta

    monkeypatch.setattr(leases, "wait_before_retry", lambda attempts: timedelta(0))
    sample.failures.clear()
    sample.failures.update({("sample.first", 1, 3): 2, ("sample.second", 2, 5): 2, ("sample.first", 3, 0): 3})
    publishers_left = threading.Semaphore(0)
    follower = Follower()

    def publisher(base: int) -> None:
        for number in range(base, base + 8):
            with transaction.atomic():
                for thing in THINGS:
                    change(thing, number)
        publishers_left.release()

    def worker(name: str) -> None:
        while not is_over.is_set():
            if not deliver_due(owner=name):
                is_over.wait(0.01)

    is_over = threading.Event()
    threads = start([lambda n=n: publisher(n * 8) for n in range(3)] + [lambda n=n: worker(f"w{n}") for n in range(3)])
    followed = []
    for _ in range(3):
        publishers_left.acquire(timeout=20)
    wait_until(lambda: not Delivery.objects.filter(status="pending").exists())
    is_over.set()
    for thread in threads:
        thread.join(20)
    followed = [event.id for event in follower.poll()]

    assert Delivery.objects.filter(status="done").count() == 3 * 24 * 2
    for thing in THINGS:
        rows = OutboxEvent.objects.filter(aggregate=f"thing:{thing}").order_by("id")
        in_order = [row.payload["number"] for row in rows]
        assert heard("sample.first", thing) == heard("sample.second", thing) == in_order
    assert len(followed) == len(set(followed)) == 72


def start(jobs: list[Callable[[], None]]) -> list[threading.Thread]:
    def run(job: Callable[[], None]) -> None:
        try:
            job()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    return threads


def wait_until(is_so: Callable[[], bool], seconds: float = 25) -> None:
    import time

    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "It took too long."
        time.sleep(0.02)
