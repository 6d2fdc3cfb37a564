from __future__ import annotations

import threading

import pytest
from django.db import connection, transaction

from shopkeeper.foundation import clock
from shopkeeper.foundation.events import feed
from shopkeeper.foundation.events.feed import Follower, latest_id
from shopkeeper.foundation.events.models import OutboxEvent
from shopkeeper.foundation.events.tests.sample import ThingChanged, change


@pytest.mark.django_db
def test_a_follower_gets_each_event_after_its_start_once() -> None:
    change(1, 1)
    follower = Follower()
    change(1, 2)

    found = follower.poll()

    assert [event.event() for event in found] == [ThingChanged(thing_id=1, number=2)]
    assert found[0].aggregate == "thing:1"
    assert follower.poll() == []
    assert latest_id() == found[0].id


@pytest.mark.django_db
def test_polling_costs_one_query(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    follower = Follower()
    change(1, *range(30))

    with django_assert_num_queries(1):
        assert len(follower.poll(limit=20)) == 20
    assert len(follower.poll(limit=20)) == 10


def store(event_id: int) -> None:
    OutboxEvent.objects.create(
        id=event_id,
        name=ThingChanged.name,
        aggregate="thing:1",
        payload={"thing_id": 1, "number": event_id},
        at=clock.now(),
    )


@pytest.mark.django_db
def test_an_event_that_appears_below_a_later_one_is_not_missed() -> None:
    base = latest_id()
    follower = Follower()
    store(base + 2)
    store(base + 4)
    assert [event.id - base for event in follower.poll()] == [2, 4]
    assert follower.cursor == base

    store(base + 1)
    assert [event.id - base for event in follower.poll()] == [1]
    assert follower.cursor == base + 2
    store(base + 3)
    assert [event.id - base for event in follower.poll()] == [3]
    assert follower.cursor == base + 4


@pytest.mark.django_db
def test_a_gap_is_given_up_after_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    base = latest_id()
    follower = Follower()
    store(base + 2)
    follower.poll()
    monkeypatch.setattr(feed, "GAP_SECONDS", 0.0)
    follower.poll()

    assert follower.cursor == base + 2


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer at a time")
def test_a_transaction_that_commits_late_is_followed_too() -> None:
    has_published, may_commit = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            change(1, 1)
            has_published.set()
            may_commit.wait(5)
        connection.close()

    follower = Follower()
    thread = threading.Thread(target=slow)
    thread.start()
    has_published.wait(5)
    with transaction.atomic():
        change(2, 2)
    early = [event.payload["number"] for event in follower.poll()]
    may_commit.set()
    thread.join(5)

    assert early == [2]
    assert [event.payload["number"] for event in follower.poll()] == [1]


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer at a time")
def test_publishers_of_one_thing_take_turns_so_that_ids_follow_commits() -> None:
    has_published, may_commit = threading.Event(), threading.Event()
    committed: list[int] = []

    def publisher(number: int, may_go: threading.Event) -> None:
        with transaction.atomic():
            change(1, number)
            has_published.set()
            may_go.wait(5)
        committed.append(number)
        connection.close()

    at_once = threading.Event()
    at_once.set()
    first = threading.Thread(target=publisher, args=(1, may_commit))
    second = threading.Thread(target=publisher, args=(2, at_once))
    first.start()
    has_published.wait(5)
    second.start()
    second.join(0.3)
    assert second.is_alive()
    may_commit.set()
    first.join(5)
    second.join(5)

    assert committed == [1, 2]
    numbers = [row.payload["number"] for row in OutboxEvent.objects.order_by("id")]
    assert numbers == [1, 2]
