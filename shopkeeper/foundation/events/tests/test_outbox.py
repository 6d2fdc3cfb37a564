from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from shopkeeper.foundation import clock, leases
from shopkeeper.foundation.errors import Conflict
from shopkeeper.foundation.events import publish, queries, subscribe
from shopkeeper.foundation.events.delivery import claim, deliver, deliver_due, release
from shopkeeper.foundation.events.models import Delivery, OutboxEvent
from shopkeeper.foundation.events.operations import prune_events, retry_delivery
from shopkeeper.foundation.events.testing import deliver_all, published, recorded_events
from shopkeeper.foundation.events.tests import sample
from shopkeeper.foundation.events.tests.sample import ThingChanged, ThingForgotten, change, heard

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_failures() -> None:
    sample.failures.clear()


def let_time_pass() -> None:
    past = clock.now() - timedelta(hours=2)
    Delivery.objects.filter(status="pending").update(run_after=past)
    Delivery.objects.filter(lease_until__isnull=False).update(lease_until=past)


@pytest.mark.django_db(transaction=True)
def test_publishing_outside_a_transaction_is_refused() -> None:
    with pytest.raises(RuntimeError):
        change(1, 1)

    assert published() == []


@pytest.mark.django_db(transaction=True)
def test_an_event_vanishes_with_the_transaction_it_was_published_in() -> None:
    with transaction.atomic():
        change(1, 1)
        transaction.set_rollback(True)

    assert published() == []
    assert not Delivery.objects.exists()


@pytest.mark.parametrize("count", [1, 50])
def test_publishing_costs_the_same_queries_however_many_events(count: int) -> None:
    with CaptureQueriesContext(
        connection,
    ) as context:
        change(1, *range(count))

    assert len(context) == (3 if connection.vendor == "postgresql" else 2)
    assert Delivery.objects.count() == 2 * count


def test_every_subscriber_hears_every_event_in_order() -> None:
    change(1, 1, 2, 3)
    change(2, 1)
    publish(ThingForgotten(thing_id=1))

    while deliver_due(owner="worker"):
        pass

    assert heard("sample.first", 1) == heard("sample.second", 1) == [1, 2, 3]
    assert heard("sample.first", 2) == [1]
    assert not Delivery.objects.exclude(status="done").exists()


def test_a_failing_handler_undoes_its_writes_and_holds_back_only_its_own_thing() -> None:
    sample.failures["sample.first", 1, 1] = 1
    change(1, 1, 2)
    change(2, 1)

    while deliver_due(owner="worker"):
        pass

    assert heard("sample.first", 1) == []
    assert heard("sample.second", 1) == [1, 2]
    assert heard("sample.first", 2) == [1]
    waiting = Delivery.objects.get(status="pending", attempts=1)
    assert waiting.run_after > clock.now()
    assert "StumbleError" in waiting.last_error


def test_a_delivery_is_dead_after_twelve_attempts_and_can_be_retried() -> None:
    sample.failures["sample.first", 1, 1] = 12
    change(1, 1, 2)
    for _ in range(40):
        deliver_due(owner="worker")
        let_time_pass()

    dead = queries.dead_deliveries()
    assert [(one.subscriber, one.attempts) for one in dead] == [("sample.first", 12)]
    assert heard("sample.first", 1) == [2]

    retry_delivery(delivery_id=dead[0].pk)
    deliver_due(owner="worker")
    assert heard("sample.first", 1) == [2, 1]
    with pytest.raises(Conflict):
        retry_delivery(delivery_id=dead[0].pk)


def test_a_claimed_delivery_is_nobody_elses_until_its_lease_lapses() -> None:
    change(1, 1)
    first = claim(owner="gone", at=clock.now())

    assert len(first) == 2
    assert claim(owner="other", at=clock.now()) == []
    later = clock.now() + leases.lease_length()
    taken = claim(owner="other", at=later)
    assert len(taken) == 1  # one that may have killed its worker is tried alone
    assert deliver(taken[0])
    assert not deliver(first[0])  # the first owner comes too late
    assert heard(taken[0].subscriber, 1) == [1]


def test_a_delivery_that_kills_its_worker_every_time_is_given_up() -> None:
    change(1, 1)
    Delivery.objects.filter(subscriber="sample.first").update(attempts=12)

    deliver_due(owner="worker")

    assert [one.subscriber for one in queries.dead_deliveries()] == ["sample.first"]


def test_a_released_delivery_has_not_been_tried() -> None:
    change(1, 1)
    release(claim(owner="stopping", at=clock.now()))

    assert set(Delivery.objects.values_list("attempts", "lease_owner")) == {(0, "")}
    assert len(claim(owner="next", at=clock.now())) == 2


def test_having_nothing_to_do_costs_one_small_read(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    with django_assert_num_queries(1):
        assert deliver_due(owner="worker") == 0


def test_what_is_due_behind_a_long_held_backlog_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shopkeeper.foundation.events.delivery.WINDOW", 4)
    sample.failures["sample.first", 1, 0] = sample.failures["sample.second", 1, 0] = 1
    change(1, *range(10))
    change(2, 1)

    while deliver_due(owner="worker"):
        pass

    assert heard("sample.first", 1) == []
    assert heard("sample.first", 2) == heard("sample.second", 2) == [1]


def test_subscribers_have_names_of_their_own() -> None:
    with pytest.raises(ValueError, match=r"sample\.first"):
        subscribe(ThingChanged, name="sample.first")(lambda event: None)


def test_pruning_keeps_what_somebody_has_yet_to_hear() -> None:
    change(1, 1)
    deliver_all()
    change(1, 2)
    OutboxEvent.objects.update(at=clock.now() - timedelta(days=30))

    assert prune_events(before=clock.now() - timedelta(days=14)) == 1
    assert published() == [ThingChanged(thing_id=1, number=2)]
    assert Delivery.objects.count() == 2


def test_events_published_in_a_block_are_recorded() -> None:
    change(1, 1)

    with recorded_events() as events:
        change(1, 2)

    assert events == [ThingChanged(thing_id=1, number=2)]
