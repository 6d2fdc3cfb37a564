"""Which price is in force, to the instant, and which one may be struck through beside it. Pure rules."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopkeeper.commerce.pricing.resolve import (
    REFERENCE_PERIOD,
    EffectivePrice,
    HistoryRow,
    PriceRow,
    in_force,
    reference_price,
)

NOON = datetime(2026, 11, 18, 12, 0, tzinfo=UTC)
INSTANT = timedelta(microseconds=1)
HERE = 7


def day(number: float) -> datetime:
    return NOON + timedelta(days=number)


def general(minor: int, start: datetime | None = None, end: datetime | None = None) -> PriceRow:
    return PriceRow(1, None, minor, start, end)


def own(minor: int, start: datetime | None = None, end: datetime | None = None) -> PriceRow:
    """A price of this market alone."""
    return PriceRow(1, HERE, minor, start, end)


def asked(minor: int, start: datetime, end: datetime | None = None) -> HistoryRow:
    return HistoryRow(1, minor, start, end)


def amount(*rows: PriceRow, at: datetime = NOON) -> int | None:
    found = in_force(rows, at)
    return found.amount_minor if found else None


@pytest.mark.parametrize(
    ("rows", "minor"),
    [
        ([], None),
        ([general(2000)], 2000),
        ([general(2000), general(1500, day(-1))], 1500),
        ([general(2000), general(2500, day(-1))], 2500),
        ([general(1500, day(-2)), general(1700, day(-1)), general(2000)], 1700),
        ([general(1000, day(-1)), own(1800)], 1800),
        ([general(2000), own(1800)], 1800),
        ([own(1800), own(1600, day(-3)), general(1000, day(-1))], 1600),
        ([general(2000), own(1600, day(1))], 2000),
        ([general(2000), own(1600, day(-2), day(-1))], 2000),
        ([general(1500, day(1))], None),
        ([general(1500, day(-2), day(-1))], None),
    ],
)
def test_a_markets_own_price_goes_first_then_the_timetable_then_the_later_start(
    rows: list[PriceRow], minor: int | None
) -> None:
    assert amount(*rows) == minor
    assert amount(*reversed(rows)) == minor


def test_a_period_holds_from_its_first_instant_to_just_before_its_end() -> None:
    rows = (general(2000), general(1500, day(0), day(1)))

    found = [amount(*rows, at=at) for at in (day(0) - INSTANT, day(0), day(1) - INSTANT, day(1))]

    assert found == [2000, 1500, 1500, 2000]


def test_periods_that_touch_leave_no_gap_and_do_not_overlap() -> None:
    rows = (general(1500, day(0), day(1)), general(1200, day(1), day(2)))

    assert [amount(*rows, at=at) for at in (day(1) - INSTANT, day(1))] == [1500, 1200]


@pytest.mark.parametrize(
    ("rows", "reason", "regular", "reduced"),
    [
        ([general(2000)], "Regular price", 2000, False),
        ([general(2000), general(1500, day(-1))], "Reduced price", 2000, True),
        ([general(2000), general(2500, day(-1))], "Scheduled price", 2000, False),
        ([general(2000), general(2000, day(-1))], "Scheduled price", 2000, False),
        ([general(1500, day(-1))], "Scheduled price", 1500, False),
        ([general(2000), own(1800, day(-1))], "Reduced price", 2000, True),
        ([general(1000), own(1800)], "Regular price", 1800, False),
        (
            [general(1000), own(1800), own(1500, day(-1), day(2))],
            "Reduced price until 2026-11-20 12:00 UTC",
            1800,
            True,
        ),
    ],
)
def test_the_reason_of_a_price_says_what_it_is(rows: list[PriceRow], reason: str, regular: int, reduced: bool) -> None:
    found = in_force(rows, NOON)

    assert found is not None
    assert (found.reason, found.regular_minor, found.is_reduced) == (reason, regular, reduced)


INSTANTS = st.integers(-40, 40).map(lambda hours: NOON + timedelta(hours=hours))


ROWS = st.builds(
    PriceRow, st.just(1), st.sampled_from([None, HERE]), st.integers(0, 99), st.none() | INSTANTS, st.none()
)


@given(st.lists(ROWS, max_size=8), INSTANTS)
def test_the_price_does_not_depend_on_the_order_of_its_rows_unless_two_are_the_same(
    rows: list[PriceRow], at: datetime
) -> None:
    # The database allows one price for each market and start.
    rows = list({(row.market_id, row.starts_at): row for row in rows}.values())

    found = in_force(rows, at)

    assert found == in_force(list(reversed(rows)), at)
    assert (found is None) == (not any(row.starts_at is None or row.starts_at <= at for row in rows))


def reduced(minor: int = 1500, since: datetime | None = NOON) -> EffectivePrice:
    return EffectivePrice(1, minor, 2000, "Reduced price", since)


@pytest.mark.parametrize(
    ("history", "reference"),
    [
        ([asked(2000, day(-90))], 2000),
        ([asked(2000, day(-90)), asked(1800, day(-20), day(-10))], 1800),
        ([asked(2000, day(-90)), asked(1800, day(-50), day(-30))], 2000),
        ([asked(2000, day(-90)), asked(1800, day(-50), day(-30) + INSTANT)], 1800),
        ([asked(2000, day(-90)), asked(1800, day(-30), day(-30) + INSTANT)], 1800),
        ([asked(2000, day(-90)), asked(1800, day(0) - INSTANT, day(0))], 1800),
        ([asked(2000, day(-90)), asked(1500, day(0))], 2000),
        ([asked(2000, day(-90)), asked(1000, day(1))], 2000),
        ([asked(2000, day(-1))], 2000),
        ([asked(2000, day(0))], None),
        ([], None),
        ([asked(1500, day(-90))], None),
        ([asked(2000, day(-90)), asked(1499, day(-5), day(-4))], None),
        ([asked(1600, day(-90), day(-2)), asked(2000, day(-2))], 1600),
    ],
)
def test_what_may_be_struck_through_is_the_lowest_price_of_the_thirty_days_before_the_reduction_began(
    history: list[HistoryRow], reference: int | None
) -> None:
    assert reference_price(reduced(), history) == reference
    assert reference_price(reduced(), reversed(history)) == reference


def test_the_thirty_days_are_counted_from_the_beginning_of_the_reduction_not_from_today() -> None:
    began = day(-45)
    history = [asked(1800, began - timedelta(days=10), began - timedelta(days=9)), asked(2000, began - timedelta(90))]

    assert reference_price(reduced(since=began), history) == 1800


def test_a_regular_price_is_compared_with_nothing() -> None:
    assert reference_price(reduced(since=None), [asked(2000, day(-90))]) is None


@given(st.lists(st.tuples(st.integers(0, 3000), st.integers(-80, 10), st.integers(1, 60)), max_size=8))
def test_no_reduction_ever_claims_more_than_the_thirty_days_prove(told: list[tuple[int, int, int]]) -> None:
    history = [asked(minor, day(start), day(start + length)) for minor, start, length in told]

    found = reference_price(reduced(), history)

    hours = [day(0) - timedelta(hours=hour) - INSTANT for hour in range(int(REFERENCE_PERIOD / timedelta(hours=1)))]
    proved = [row.amount_minor for row in history if any(row.from_at <= at < row.to_at for at in hours)]  # type: ignore[operator]
    assert found is None or found == min(proved) > 1500


@pytest.mark.parametrize(
    ("now", "reference", "percent"),
    [(1500, 2000, 25), (1334, 2000, 33), (1333, 2000, 33), (1999, 2000, 0), (0, 2000, 100), (1500, None, 0)],
)
def test_the_percentage_never_promises_more_than_is_taken_off(now: int, reference: int | None, percent: int) -> None:
    price = EffectivePrice(1, now, 2500, "Reduced price", NOON, None, reference)

    assert price.reduction_percent == percent
