"""The arrival date: over weekends, holidays, cut-offs, changes of the clock and of the year."""

from __future__ import annotations

import sys
import threading
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopkeeper.commerce.shipping import promise as rules
from shopkeeper.commerce.shipping.promise import Transit, add_working_days, is_working_day, promise

DUTCH = Transit(15, "Europe/Amsterdam", "NL", 1, 2)
INSTANT = timedelta(microseconds=1)


def at(text: str) -> datetime:
    """A moment with its zone, such as ``2026-11-18 15:00+01:00``."""
    return datetime.fromisoformat(text)


def days(moment: str, *, handling: int = 0, country: str = "NL", transit: Transit = DUTCH) -> tuple[str, str, str]:
    told = promise(transit, country=country, handling_days=handling, at=at(moment))
    return str(told.dispatch), str(told.earliest), str(told.latest)


@pytest.mark.parametrize(
    ("moment", "dispatch", "earliest", "latest"),
    [
        # 16 November 2026 is a Monday.
        ("2026-11-16 09:00+01:00", "2026-11-16", "2026-11-17", "2026-11-18"),
        ("2026-11-16 14:59:59.999999+01:00", "2026-11-16", "2026-11-17", "2026-11-18"),
        ("2026-11-16 15:00+01:00", "2026-11-17", "2026-11-18", "2026-11-19"),
        ("2026-11-16 23:59+01:00", "2026-11-17", "2026-11-18", "2026-11-19"),
        ("2026-11-17 00:00+01:00", "2026-11-17", "2026-11-18", "2026-11-19"),
        ("2026-11-19 16:00+01:00", "2026-11-20", "2026-11-23", "2026-11-24"),
        ("2026-11-20 14:00+01:00", "2026-11-20", "2026-11-23", "2026-11-24"),
        ("2026-11-20 15:00+01:00", "2026-11-23", "2026-11-24", "2026-11-25"),
        ("2026-11-21 10:00+01:00", "2026-11-23", "2026-11-24", "2026-11-25"),
        ("2026-11-22 23:59+01:00", "2026-11-23", "2026-11-24", "2026-11-25"),
    ],
)
def test_weekends_do_not_count_and_the_cut_off_does_to_the_instant(
    moment: str, dispatch: str, earliest: str, latest: str
) -> None:
    assert days(moment) == (dispatch, earliest, latest)


@pytest.mark.parametrize(
    ("moment", "dispatch"),
    [
        ("2026-11-16 13:59:59+00:00", "2026-11-16"),
        ("2026-11-16 14:00+00:00", "2026-11-17"),
        ("2026-11-15 22:59+00:00", "2026-11-16"),
        ("2026-11-16 23:30-05:00", "2026-11-17"),
        ("2026-11-17 09:00+09:00", "2026-11-17"),
    ],
)
def test_the_cut_off_is_on_the_clock_of_the_place_goods_are_sent_from(moment: str, dispatch: str) -> None:
    assert days(moment)[0] == dispatch


@pytest.mark.parametrize(
    ("moment", "order_by"),
    [
        # Clocks go back on 25 October 2026 and forward on 29 March 2026, both Sundays.
        ("2026-10-23 12:00+02:00", "2026-10-23 13:00+00:00"),
        ("2026-10-24 12:00+02:00", "2026-10-26 14:00+00:00"),
        ("2026-10-25 02:30+02:00", "2026-10-26 14:00+00:00"),
        ("2026-10-25 02:30+01:00", "2026-10-26 14:00+00:00"),
        ("2026-03-27 16:00+01:00", "2026-03-30 13:00+00:00"),
        ("2026-03-29 03:00+02:00", "2026-03-30 13:00+00:00"),
    ],
)
def test_when_the_clocks_change_the_cut_off_is_still_three_in_the_afternoon(moment: str, order_by: str) -> None:
    told = promise(DUTCH, country="NL", handling_days=0, at=at(moment))

    assert told.order_by == at(order_by)
    assert told.order_by.hour == 15


def test_a_cut_off_in_the_hour_that_is_skipped_or_repeated_breaks_nothing() -> None:
    """In Cairo clocks change at midnight on Fridays; in this zone on a working day of the shop."""
    night = Transit(0, "Africa/Cairo", "NL", 1, 1)

    for day in range(1, 31):
        told = promise(night, country="NL", handling_days=0, at=datetime(2026, 4, day, 21, 30, tzinfo=UTC))
        assert told.order_by > datetime(2026, 4, day, 21, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "country", "dispatch", "earliest", "latest"),
    [
        # Christmas 2026: the 25th is a Friday, the 26th a Saturday, New Year's Day a Friday.
        ("2026-12-23 10:00+01:00", "NL", "2026-12-23", "2026-12-24", "2026-12-28"),
        ("2026-12-24 10:00+01:00", "NL", "2026-12-24", "2026-12-28", "2026-12-29"),
        ("2026-12-24 16:00+01:00", "NL", "2026-12-28", "2026-12-29", "2026-12-30"),
        ("2026-12-25 10:00+01:00", "NL", "2026-12-28", "2026-12-29", "2026-12-30"),
        ("2026-12-31 10:00+01:00", "NL", "2026-12-31", "2027-01-04", "2027-01-05"),
        ("2026-12-31 23:59:59+01:00", "NL", "2027-01-04", "2027-01-05", "2027-01-06"),
        # King's Day is a holiday of the sender, German Unity Day one of the receiver.
        ("2026-04-27 10:00+02:00", "DE", "2026-04-28", "2026-04-29", "2026-04-30"),
        ("2025-10-02 10:00+02:00", "DE", "2025-10-02", "2025-10-06", "2025-10-07"),
        ("2025-10-02 10:00+02:00", "NL", "2025-10-02", "2025-10-03", "2025-10-06"),
        # Leap day, a Tuesday in 2028... and the day after in a year without.
        ("2028-02-28 10:00+01:00", "NL", "2028-02-28", "2028-02-29", "2028-03-01"),
        ("2027-02-26 10:00+01:00", "NL", "2027-02-26", "2027-03-01", "2027-03-02"),
    ],
)
def test_holidays_of_sender_and_receiver_and_the_end_of_the_year_are_stepped_over(
    moment: str, country: str, dispatch: str, earliest: str, latest: str
) -> None:
    assert days(moment, country=country) == (dispatch, earliest, latest)


@pytest.mark.parametrize(
    ("handling", "dispatch"), [(0, "2026-11-19"), (1, "2026-11-20"), (2, "2026-11-23"), (10, "2026-12-03")]
)
def test_the_houses_own_days_are_working_days_too(handling: int, dispatch: str) -> None:
    assert days("2026-11-19 10:00+01:00", handling=handling)[0] == dispatch


def test_goods_delivered_on_the_day_they_leave_do_not_arrive_on_a_holiday_of_the_receiver() -> None:
    same_day = replace(DUTCH, transit_days_min=0, transit_days_max=0)

    assert days("2026-11-19 10:00+01:00", transit=same_day) == ("2026-11-19",) * 3
    # 3 October 2025, a Friday, is a holiday in Germany.
    assert days("2025-10-03 10:00+02:00", transit=same_day, country="DE") == ("2025-10-03", "2025-10-06", "2025-10-06")


@pytest.mark.parametrize(("country", "day"), [("EG", "2026-11-27"), ("SA", "2026-11-28"), ("IL", "2026-11-28")])
def test_where_the_weekend_begins_on_friday_nothing_arrives_on_it(country: str, day: str) -> None:
    assert not is_working_day(date.fromisoformat(day), country)
    assert is_working_day(date(2026, 11, 29), country)


@pytest.mark.parametrize("country", ["", "XX", "nl", "☃"])
def test_an_unknown_country_has_weekends_and_no_holidays(country: str) -> None:
    assert is_working_day(date(2026, 12, 25), country)
    assert not is_working_day(date(2026, 11, 21), country)


MOMENTS = st.integers(0, 9 * 366 * 24 * 60).map(
    lambda minutes: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


@given(
    MOMENTS,
    st.integers(0, 23),
    st.sampled_from(
        ["Europe/Amsterdam", "America/New_York", "Asia/Tokyo", "Africa/Cairo", "Australia/Lord_Howe", "UTC"]
    ),
    st.integers(0, 9),
    st.sampled_from(["NL", "DE", "JP", "US", "EG", "XX"]),
    st.integers(0, 5),
    st.integers(0, 5),
)
def test_no_promise_is_in_the_past_on_a_day_off_or_back_to_front(
    moment: datetime, hour: int, zone: str, handling: int, country: str, shortest: int, more: int
) -> None:
    transit = Transit(hour, zone, "NL", shortest, shortest + more)

    told = promise(transit, country=country, handling_days=handling, at=moment)

    assert moment < told.order_by
    assert told.order_by.date() <= told.dispatch <= told.earliest <= told.latest
    assert is_working_day(told.dispatch, "NL")
    assert is_working_day(told.earliest, country)
    assert is_working_day(told.latest, country)


@given(MOMENTS, st.integers(0, 72))
def test_ordering_later_never_arrives_earlier(moment: datetime, hours: int) -> None:
    sooner = promise(DUTCH, country="DE", handling_days=1, at=moment)
    later = promise(DUTCH, country="DE", handling_days=1, at=moment + timedelta(hours=hours))

    assert sooner.latest <= later.latest
    assert sooner.order_by <= later.order_by


@given(MOMENTS)
def test_a_promise_holds_until_the_instant_it_names_and_not_beyond(moment: datetime) -> None:
    told = promise(DUTCH, country="NL", handling_days=0, at=moment)
    end = told.order_by.astimezone(UTC)

    assert promise(DUTCH, country="NL", handling_days=0, at=end - INSTANT) == told
    assert promise(DUTCH, country="NL", handling_days=0, at=end).dispatch > told.dispatch


@given(st.dates(date(2024, 1, 1), date(2032, 12, 31)), st.integers(0, 30), st.integers(0, 30))
def test_working_days_add_up(day: date, some: int, more: int) -> None:
    assert add_working_days(add_working_days(day, some, "NL"), more, "NL") == add_working_days(day, some + more, "NL")


def test_many_threads_that_ask_for_a_new_year_at_once_all_know_its_holidays() -> None:
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    wrong = []
    try:
        for _ in range(40):
            rules.is_working_day.cache_clear()
            rules._calendar.cache_clear()
            barrier = threading.Barrier(6)

            def ask(barrier: threading.Barrier = barrier) -> None:
                barrier.wait(timeout=10)
                if is_working_day(date(2029, 12, 25), "NL"):
                    wrong.append("Christmas is a working day")

            crew = [threading.Thread(target=ask) for _ in range(6)]
            for thread in crew:
                thread.start()
            for thread in crew:
                thread.join()
    finally:
        sys.setswitchinterval(interval)

    assert not wrong
