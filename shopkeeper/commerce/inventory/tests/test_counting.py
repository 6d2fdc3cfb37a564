"""Counting what is there: the total is the sum of its movements, and nobody's count is written over another's."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from shopkeeper.commerce.inventory import desk, operations, queries
from shopkeeper.commerce.inventory.allocation import Want
from shopkeeper.commerce.inventory.events import StockChanged
from shopkeeper.commerce.inventory.models import Bucket, Location, Movement
from shopkeeper.commerce.inventory.operations import Count
from shopkeeper.foundation.audit.models import AuditEntry
from shopkeeper.foundation.audit.operations import Actor
from shopkeeper.foundation.errors import Conflict, InvalidInput
from shopkeeper.foundation.events.testing import published

pytestmark = pytest.mark.django_db
NOON = datetime.fromisoformat("2026-11-18T12:00:00+00:00")
SAM = Actor(kind="user", id="7", label="Sam")
MUG = 1


@pytest.fixture(autouse=True)
def _place() -> None:
    Location.objects.create(slug="leiden", name="Leiden", country="NL")


def count(units: int, *, place: str = "leiden", thing: int = MUG) -> Bucket:
    return operations.set_on_hand(
        resource_id=thing, location=place, on_hand=units, reason="count", actor="Sam", at=NOON
    )


def hold(units: int) -> None:
    wants = [Want("1", MUG, units)]
    operations.take(reference="cart:1", wants=wants, at=NOON, expires_at=NOON + timedelta(minutes=15))


def deltas() -> list[int]:
    return list(Movement.objects.order_by("pk").values_list("delta", flat=True))


def test_every_count_leaves_the_difference_as_a_movement() -> None:
    for units in (5, 8, 8, 0, 3):
        bucket = count(units)

    assert bucket.total == 3
    assert deltas() == [5, 3, -8, 3]


@pytest.mark.parametrize("units", [-1, 10**9 + 1, 10**30])
def test_a_count_below_nothing_or_beyond_belief_is_refused(units: int) -> None:
    with pytest.raises(InvalidInput):
        count(units)

    assert not Bucket.objects.exists()


def test_no_count_may_fall_below_what_is_sold_or_set_aside() -> None:
    count(5)
    hold(3)

    with pytest.raises(Conflict):
        count(2)

    bucket = count(3)
    assert (bucket.total, bucket.taken) == (3, 3)
    assert queries.available([MUG]) == {MUG: 0}
    assert deltas() == [5, -2]


def test_the_database_itself_refuses_to_oversell() -> None:
    bucket = count(2)

    for wrong in ({"taken": 3}, {"taken": -1}, {"total": -1}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Bucket.objects.filter(pk=bucket.pk).update(**wrong)


def test_many_counts_at_once_touch_only_what_differs_and_announce_it() -> None:
    count(5)
    count(3, thing=4)
    before = len(published())

    operations.set_counts(
        counts=[Count(MUG, "leiden", 5), Count(2, "leiden", 7), Count(3, "leiden", 0), Count(4, "leiden", 1)],
        reason="import",
        actor="import",
        at=NOON,
    )

    assert dict(Bucket.objects.values_list("resource_id", "total")) == {MUG: 5, 2: 7, 3: 0, 4: 1}
    assert deltas() == [5, 3, 7, -2]
    assert published()[before:] == [StockChanged(kind="unit", resource_ids=[2, 3, 4])]


def test_of_many_counts_one_too_low_changes_none() -> None:
    count(5)
    hold(4)

    with pytest.raises(Conflict):
        operations.set_counts(
            counts=[Count(2, "leiden", 9), Count(MUG, "leiden", 1)], reason="import", actor="import", at=NOON
        )

    assert dict(Bucket.objects.values_list("resource_id", "total")) == {MUG: 5}
    assert deltas() == [5]


def at_the_desk(on_hand: int, seen: int, *, reason: str = "count", place: str = "leiden") -> Bucket:
    return desk.set_count(
        offer_id=MUG, location=place, on_hand=on_hand, seen=seen, reason=reason, remark=" ", actor=SAM, at=NOON
    )


def test_a_count_made_from_an_old_figure_is_refused_and_says_both() -> None:
    count(5)
    count(9)

    with pytest.raises(desk.CountedMeanwhile, match="was 5 and is 9"):
        at_the_desk(6, seen=5)

    assert Bucket.objects.get().total == 9
    assert not AuditEntry.objects.exists()


def test_goods_shipped_while_somebody_counted_are_not_written_over() -> None:
    count(5)
    hold(2)
    holds = operations.confirm(reference="cart:1")
    operations.fulfil(hold_ids=holds.values(), reference="order:1", actor="Sam", at=NOON)

    with pytest.raises(desk.CountedMeanwhile):
        at_the_desk(5, seen=5)

    assert Bucket.objects.get().total == 3


@pytest.mark.parametrize("wrong", [{"reason": "because"}, {"reason": ""}, {"place": "atlantis"}])
def test_a_count_without_a_reason_or_at_no_place_is_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(InvalidInput):
        at_the_desk(6, seen=0, **wrong)  # type: ignore[arg-type]

    assert not Bucket.objects.exists()


def test_a_count_that_confirms_the_figure_is_no_change_and_not_recorded() -> None:
    count(5)

    at_the_desk(5, seen=5)

    assert deltas() == [5]
    assert not AuditEntry.objects.exists()


def test_the_first_count_of_a_thing_starts_from_nothing() -> None:
    bucket = at_the_desk(4, seen=0, reason="received")

    assert (bucket.total, bucket.taken) == (4, 0)
    assert AuditEntry.objects.get().reason == "Received"
