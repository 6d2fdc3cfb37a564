"""Setting aside, confirming, giving back, shipping and running out of time: in every order, and twice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import product

import pytest

from shopkeeper.commerce.inventory import operations, queries
from shopkeeper.commerce.inventory.allocation import Want
from shopkeeper.commerce.inventory.events import HoldsExpired, StockChanged
from shopkeeper.commerce.inventory.models import Allocation, Bucket, Hold, Location, Movement
from shopkeeper.foundation.errors import Conflict, InvalidInput
from shopkeeper.foundation.events.testing import published, recorded_events

pytestmark = pytest.mark.django_db
NOON = datetime.fromisoformat("2026-11-18T12:00:00+00:00")
UNTIL = NOON + timedelta(minutes=15)
MUG, BOWL = 1, 2


@pytest.fixture(autouse=True)
def _shop_with_two_places() -> None:
    Location.objects.create(slug="leiden", name="Leiden", country="NL", priority=1)
    Location.objects.create(slug="porto", name="Porto", country="PT", priority=2)


def stock(thing: int, units: int, place: str = "leiden") -> Bucket:
    return operations.set_on_hand(
        resource_id=thing, location=place, on_hand=units, reason="count", actor="Sam", at=NOON
    )


def take(*wanted: tuple[int, int], reference: str = "cart:1", until: datetime = UNTIL) -> list[Hold]:
    wants = [Want(str(thing), thing, units) for thing, units in wanted]
    return operations.take(reference=reference, wants=wants, at=NOON, expires_at=until)


def taken(bucket: Bucket) -> int:
    bucket.refresh_from_db()
    return bucket.taken


@dataclass
class Expected:
    """What one unit of five should look like: worked out step by step, beside the shop's own books."""

    state: str = "none"
    taken: int = 0
    total: int = 5

    def take(self) -> str:
        if self.state in {"none", "released"}:
            self.state, self.taken = "held", self.taken + 1
        return "ok" if self.state == "held" else "refused"

    def confirm(self) -> str:
        if self.state == "held":
            self.state = "confirmed"
        return "ok" if self.state in {"confirmed", "fulfilled"} else "refused"

    def release(self) -> str:
        return self._back("held")

    def expire(self) -> str:
        return self._back("held")

    def cancel(self) -> str:
        return self._back("confirmed")

    def ship(self) -> str:
        if self.state != "confirmed":
            return "refused"
        self.state, self.taken, self.total = "fulfilled", self.taken - 1, self.total - 1
        return "ok"

    def _back(self, was: str) -> str:
        if self.state == was:
            self.state, self.taken = "released", self.taken - 1
        return "ok"


def really(step: str) -> str:
    """The same step in the shop; ``refused`` for a refusal in words."""
    ids = list(Hold.objects.order_by("-pk").values_list("pk", flat=True)[:1])
    try:
        match step:
            case "take":
                take((MUG, 1))
            case "confirm":
                operations.confirm(reference="cart:1")
            case "release":
                operations.release(reference="cart:1")
            case "expire":
                operations.expire_due(at=UNTIL)
            case "cancel":
                operations.cancel_confirmed(hold_ids=ids)
            case "ship":
                operations.fulfil(hold_ids=ids or [0], reference="order:1", actor="Sam", at=NOON)
    except (operations.HoldGone, Conflict):
        return "refused"
    return "ok"


STEPS = ("take", "confirm", "release", "expire", "cancel", "ship")
# A cart that was ordered is closed, so nothing is ever taken for it again.
ORDERS = [steps for steps in product(STEPS, repeat=3) if "take" not in steps]


@pytest.mark.parametrize("steps", ORDERS, ids="-".join)
def test_after_taking_every_order_of_steps_leaves_the_books_right(steps: tuple[str, ...]) -> None:
    bucket, expected = stock(MUG, 5), Expected()

    for step in ("take", *steps):
        assert really(step) == getattr(expected, step)()

    bucket.refresh_from_db()
    assert (bucket.taken, bucket.total) == (expected.taken, expected.total)
    assert Hold.objects.get().status == expected.state
    assert sum(bucket.movements.values_list("delta", flat=True)) == bucket.total


@pytest.mark.parametrize("step", STEPS[1:])
def test_without_a_hold_every_step_is_harmless(step: str) -> None:
    bucket = stock(MUG, 5)

    really(step)

    assert taken(bucket) == 0
    assert not Hold.objects.exists()


def test_taking_again_after_giving_back_takes_once() -> None:
    bucket = stock(MUG, 1)
    take((MUG, 1))
    operations.release(reference="cart:1")

    take((MUG, 1))

    assert taken(bucket) == 1
    assert sorted(Hold.objects.values_list("status", flat=True)) == ["held", "released"]


def test_the_same_cart_keeps_its_hold_of_the_last_unit_and_has_longer() -> None:
    bucket = stock(MUG, 1)
    first = take((MUG, 1))

    again = take((MUG, 1), until=UNTIL + timedelta(minutes=15))

    assert [hold.pk for hold in again] == [hold.pk for hold in first]
    assert Hold.objects.get().expires_at == UNTIL + timedelta(minutes=15)
    assert taken(bucket) == 1


def test_a_cart_that_changed_its_mind_gives_back_what_it_no_longer_wants() -> None:
    mugs, bowls = stock(MUG, 3), stock(BOWL, 3)
    take((MUG, 3))

    take((MUG, 1), (BOWL, 2))

    assert (taken(mugs), taken(bowls)) == (1, 2)


def test_a_cart_that_wants_more_than_there_is_keeps_what_it_held() -> None:
    bucket = stock(MUG, 3)
    take((MUG, 2))

    with pytest.raises(operations.OutOfStock):
        take((MUG, 4))

    assert taken(bucket) == 2
    assert Hold.objects.get().status == Hold.Status.HELD


def test_the_lines_of_a_cart_are_set_aside_all_or_none() -> None:
    mugs, bowls = stock(MUG, 5), stock(BOWL, 1)

    with pytest.raises(operations.OutOfStock) as refused:
        take((MUG, 2), (BOWL, 2))

    assert [(one.line_key, one.wanted, one.left) for one in refused.value.shortages] == [(str(BOWL), 2, 1)]
    assert (taken(mugs), taken(bowls)) == (0, 0)
    assert not Hold.objects.exists()
    assert not Allocation.objects.exists()


@pytest.mark.parametrize("quantity", [0, -1, -(10**9)])
def test_setting_aside_less_than_one_is_refused(quantity: int) -> None:
    bucket = stock(MUG, 5)

    with pytest.raises(InvalidInput):
        take((MUG, quantity))

    assert taken(bucket) == 0


def test_setting_nothing_aside_is_refused_and_gives_nothing_back() -> None:
    bucket = stock(MUG, 5)
    take((MUG, 2))

    with pytest.raises(InvalidInput):
        take()

    assert taken(bucket) == 2


def test_an_absurd_quantity_is_out_of_stock_and_nothing_else() -> None:
    stock(MUG, 5)

    with pytest.raises(operations.OutOfStock):
        take((MUG, 10**9))


def test_units_come_from_the_nearest_place_and_from_several_when_none_has_all() -> None:
    near, far = stock(MUG, 2, "leiden"), stock(MUG, 3, "porto")

    take((MUG, 3), reference="cart:1")
    take((MUG, 2), reference="cart:2")

    assert (taken(near), taken(far)) == (2, 3)
    assert Allocation.objects.count() == 2


def test_an_order_served_from_two_places_ships_and_is_counted_in_both() -> None:
    near, far = stock(MUG, 2, "leiden"), stock(MUG, 2, "porto")
    take((MUG, 3))
    holds = operations.confirm(reference="cart:1")

    operations.fulfil(hold_ids=holds.values(), reference="order:1", actor="Sam", at=NOON)

    near.refresh_from_db()
    far.refresh_from_db()
    assert [(near.total, near.taken), (far.total, far.taken)] == [(0, 0), (1, 0)]
    assert sorted(Movement.objects.filter(reason="shipped").values_list("delta", flat=True)) == [-2, -1]


def test_a_place_that_is_closed_sells_nothing_but_keeps_what_it_promised() -> None:
    bucket = stock(MUG, 3)
    take((MUG, 1))
    Location.objects.filter(slug="leiden").update(is_active=False)

    with pytest.raises(operations.OutOfStock):
        take((MUG, 1), reference="cart:2")

    assert queries.available([MUG]) == {MUG: 0}
    assert operations.confirm(reference="cart:1")
    assert taken(bucket) == 1


def test_a_place_nobody_knows_sells_nothing() -> None:
    stock(MUG, 3, "atlantis")

    assert queries.available([MUG, BOWL]) == {MUG: 0, BOWL: 0}
    with pytest.raises(operations.OutOfStock):
        take((MUG, 1))


def test_a_hold_is_due_at_its_very_instant_and_not_before() -> None:
    bucket = stock(MUG, 1)
    take((MUG, 1))

    early = operations.expire_due(at=UNTIL - timedelta(microseconds=1))
    due = operations.expire_due(at=UNTIL)

    assert (early, due) == (0, 1)
    assert taken(bucket) == 0
    assert published()[-1] == HoldsExpired(reference="cart:1")


def test_a_hold_past_its_time_that_nobody_reclaimed_can_still_be_confirmed() -> None:
    bucket = stock(MUG, 1)
    take((MUG, 1), until=NOON - timedelta(hours=1))

    operations.confirm(reference="cart:1")

    assert operations.expire_due(at=UNTIL) == 0
    assert taken(bucket) == 1


def test_a_hold_that_ran_out_is_offered_again_to_the_next() -> None:
    stock(MUG, 1)
    take((MUG, 1))
    operations.expire_due(at=UNTIL)

    take((MUG, 1), reference="cart:2")

    with pytest.raises(operations.HoldGone):
        operations.confirm(reference="cart:1")
    assert operations.confirm(reference="cart:2")


def test_holds_run_out_in_small_bites_until_all_are_gone() -> None:
    stock(MUG, 9)
    for number in range(5):
        take((MUG, 1), reference=f"cart:{number}")

    bites = [operations.expire_due(at=UNTIL, limit=2) for _ in range(4)]

    assert bites == [2, 2, 1, 0]


def test_what_is_free_is_announced_when_it_changes_and_only_then() -> None:
    stock(MUG, 2)

    with recorded_events() as found:
        take((MUG, 1))
        take((MUG, 1))
        operations.confirm(reference="cart:1")
        operations.confirm(reference="cart:1")
        operations.release(reference="cart:1")

    assert found == [StockChanged(kind="unit", resource_ids=[MUG])]


def test_nights_given_back_are_announced_as_nights() -> None:
    for slot in ("fri", "sat"):
        Bucket.objects.create(kind="night", resource_id=MUG, slot=slot, total=1)
    stay = Want("stay", MUG, 1, "night", ("fri", "sat"))
    operations.take(reference="stay:1", wants=[stay], at=NOON, expires_at=UNTIL)

    with recorded_events() as found:
        operations.release(reference="stay:1")

    assert found == [StockChanged(kind="night", resource_ids=[MUG])]


def test_what_a_cart_holds_itself_is_known_to_it() -> None:
    stock(MUG, 2, "leiden")
    stock(MUG, 2, "porto")
    take((MUG, 3))

    assert queries.held_by("cart:1") == {MUG: 3}
    operations.confirm(reference="cart:1")
    assert queries.held_by("cart:1") == {}
