"""Real threads: one hold has one fate, and of two counts at once one is the truth."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from functools import partial

import pytest

from shopkeeper.commerce.inventory import desk, operations
from shopkeeper.commerce.inventory.allocation import Want
from shopkeeper.commerce.inventory.models import Bucket, Hold, Location
from shopkeeper.commerce.inventory.operations import Count
from shopkeeper.foundation.audit.operations import Actor
from shopkeeper.foundation.errors import ShopError
from tests.threads import at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
NOON = datetime.fromisoformat("2026-11-18T12:00:00+00:00")
LATER = NOON + timedelta(minutes=15)
MUG = 1


@pytest.fixture(autouse=True)
def _mugs() -> None:
    Location.objects.create(slug="leiden", name="Leiden", country="NL")
    count(20)


def count(units: int) -> Bucket:
    return operations.set_on_hand(
        resource_id=MUG, location="leiden", on_hand=units, reason="count", actor="Sam", at=NOON
    )


def take(reference: str, units: int = 1) -> list[Hold]:
    return operations.take(reference=reference, wants=[Want("1", MUG, units)], at=NOON, expires_at=LATER)


def outcomes(found: list[object]) -> Counter[str]:
    for one in found:
        if isinstance(one, Exception) and not isinstance(one, ShopError):
            raise one
    return Counter(one.code if isinstance(one, ShopError) else "done" for one in found)


def books_are_right() -> bool:
    bucket = Bucket.objects.get()
    moved = sum(bucket.movements.values_list("delta", flat=True))
    live = Hold.objects.filter(status__in=("held", "confirmed")).values_list("quantity", flat=True)
    return bucket.total == moved and bucket.taken == sum(live)


def test_a_hold_confirmed_released_and_expired_at_once_has_one_fate() -> None:
    for number in range(6):
        take(f"cart:{number}")
    actions = []
    for number in range(6):
        actions += [
            partial(operations.confirm, reference=f"cart:{number}"),
            partial(operations.release, reference=f"cart:{number}"),
            partial(operations.expire_due, at=LATER),
        ]

    outcomes(at_once(actions, threads=9))

    assert set(Hold.objects.values_list("status", flat=True)) <= {"confirmed", "released"}
    assert books_are_right()


def test_one_cart_paying_in_two_tabs_takes_its_units_once() -> None:
    found = at_once([partial(take, "cart:1", 3)] * 12, threads=6)

    outcomes(found)
    assert Hold.objects.filter(status="held").count() == 1
    assert Bucket.objects.get().taken == 3
    assert books_are_right()


def test_an_order_shipped_and_cancelled_at_once_leaves_once() -> None:
    ids = []
    for number in range(6):
        take(f"cart:{number}")
        ids += operations.confirm(reference=f"cart:{number}").values()
    actions = []
    for hold_id in ids:
        actions.append(partial(operations.fulfil, hold_ids=[hold_id], reference="order", actor="Sam", at=NOON))
        actions.append(partial(operations.cancel_confirmed, hold_ids=[hold_id]))

    outcomes(at_once(actions, threads=8))

    gone = Hold.objects.filter(status="fulfilled").count()
    assert (Bucket.objects.get().total, Bucket.objects.get().taken) == (20 - gone, 0)
    assert books_are_right()


def test_of_two_people_counting_at_once_one_is_told_to_look_again() -> None:
    actor = Actor(kind="user", id="7", label="Sam")

    def set_count(units: int) -> Bucket:
        return desk.set_count(
            offer_id=MUG, location="leiden", on_hand=units, seen=20, reason="count", remark="", actor=actor, at=NOON
        )

    found = at_once([partial(set_count, 7)] * 6 + [partial(set_count, 9)] * 6, threads=6)

    assert outcomes(found) == {"done": 1, "counted_meanwhile": 11}
    assert Bucket.objects.get().total in {7, 9}
    assert books_are_right()


@pytest.mark.parametrize("in_bulk", [False, True], ids=["one by one", "in bulk"])
def test_counts_at_once_end_with_one_of_them_and_not_with_their_sum(in_bulk: bool) -> None:
    def put(units: int) -> None:
        if in_bulk:
            operations.set_counts(counts=[Count(MUG, "leiden", units)], reason="import", actor="import", at=NOON)
        else:
            count(units)

    found = at_once([partial(put, units) for units in (7, 9, 30)] * 4, threads=6)

    assert set(outcomes(found)) == {"done"}
    assert Bucket.objects.get().total in {7, 9, 30}
    assert books_are_right()
