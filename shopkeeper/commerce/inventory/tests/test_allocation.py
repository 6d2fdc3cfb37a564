"""Which bucket serves which line. Nothing is taken that is not there, and one parcel is better than two."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopkeeper.commerce.inventory.allocation import Free, Shortage, Want, allocate


def at(bucket: int, free: int, *, rank: int = 0, thing: int = 1) -> Free:
    return Free(bucket, "unit", thing, f"place-{bucket}", free, rank)


def night(bucket: int, slot: str, free: int) -> Free:
    return Free(bucket, "night", 1, slot, free)


@pytest.mark.parametrize(
    ("quantity", "buckets", "taken"),
    [
        (3, [at(1, 5)], [(1, 3)]),
        (5, [at(1, 5)], [(1, 5)]),
        (3, [at(1, 2), at(2, 3)], [(2, 3)]),
        (3, [at(1, 9, rank=2), at(2, 9, rank=1)], [(2, 3)]),
        (3, [at(2, 9), at(1, 9)], [(1, 3)]),
        (4, [at(1, 2, rank=1), at(2, 3, rank=2)], [(1, 2), (2, 2)]),
        (4, [at(1, 0), at(2, 1), at(3, 3)], [(2, 1), (3, 3)]),
        (2, [at(1, 9, thing=7), at(2, 2)], [(2, 2)]),
    ],
)
def test_a_line_is_served_whole_from_the_first_place_that_can_and_otherwise_in_order(
    quantity: int, buckets: list[Free], taken: list[tuple[int, int]]
) -> None:
    plan = allocate([Want("line", 1, quantity)], buckets)

    assert (plan.takes, plan.shortages) == ({"line": taken}, [])


@pytest.mark.parametrize(
    ("quantity", "buckets", "left"),
    [(1, [], 0), (1, [at(1, 0)], 0), (4, [at(1, 3)], 3), (6, [at(1, 3), at(2, 2)], 5), (10**9, [at(1, 1)], 1)],
)
def test_what_cannot_be_served_says_how_much_is_left(quantity: int, buckets: list[Free], left: int) -> None:
    plan = allocate([Want("line", 1, quantity)], buckets)

    assert plan.shortages == [Shortage("line", 1, quantity, left)]


def test_two_lines_for_the_same_thing_share_what_there_is() -> None:
    plan = allocate([Want("first", 1, 3), Want("second", 1, 2)], [at(1, 4)])

    assert plan.takes == {"first": [(1, 3)]}
    assert plan.shortages == [Shortage("second", 1, 2, 1)]


def test_every_night_of_a_stay_must_give_the_full_quantity() -> None:
    nights = [night(1, "fri", 2), night(2, "sat", 1), night(3, "sun", 2)]

    two_rooms = allocate([Want("stay", 1, 2, "night", ("fri", "sat", "sun"))], nights)
    one_room = allocate([Want("stay", 1, 1, "night", ("fri", "sat", "sun"))], nights)

    assert two_rooms.shortages == [Shortage("stay", 1, 2, 1, "sat")]
    assert one_room.takes == {"stay": [(1, 1), (2, 1), (3, 1)]}


def test_a_night_nobody_offers_is_short() -> None:
    plan = allocate([Want("stay", 1, 1, "night", ("fri", "sat"))], [night(1, "fri", 1)])

    assert plan.shortages == [Shortage("stay", 1, 1, 0, "sat")]


def test_nights_and_units_of_the_same_number_are_different_things() -> None:
    assert allocate([Want("line", 1, 1)], [night(1, "fri", 5)]).shortages


PLACES = st.lists(st.tuples(st.integers(1, 3), st.integers(0, 9), st.integers(0, 3)), max_size=8)
WANTS = st.lists(st.tuples(st.integers(1, 3), st.integers(1, 9)), min_size=1, max_size=6)


@given(PLACES, WANTS)
def test_no_plan_takes_more_than_there_is_or_less_than_was_wanted(
    places: list[tuple[int, int, int]], wanted: list[tuple[int, int]]
) -> None:
    buckets = [at(number, free, rank=rank, thing=thing) for number, (thing, free, rank) in enumerate(places)]
    wants = [Want(str(number), thing, quantity) for number, (thing, quantity) in enumerate(wanted)]

    plan = allocate(wants, buckets)

    used: dict[int, int] = {}
    for takes in plan.takes.values():
        for bucket, part in takes:
            used[bucket] = used.get(bucket, 0) + part
            assert part > 0
    assert all(units <= buckets[bucket].free for bucket, units in used.items())
    short = {one.line_key for one in plan.shortages}
    for want in wants:
        served = sum(part for _, part in plan.takes.get(want.line_key, []))
        assert served == (0 if want.line_key in short else want.quantity)
        assert all(buckets[bucket].resource_id == want.resource_id for bucket, _ in plan.takes.get(want.line_key, []))


@given(PLACES, st.integers(1, 20))
def test_a_single_line_is_short_exactly_when_all_places_together_have_too_little(
    places: list[tuple[int, int, int]], quantity: int
) -> None:
    buckets = [at(number, free, rank=rank, thing=thing) for number, (thing, free, rank) in enumerate(places)]

    plan = allocate([Want("line", 1, quantity)], buckets)

    assert bool(plan.shortages) == (sum(one.free for one in buckets if one.resource_id == 1) < quantity)
