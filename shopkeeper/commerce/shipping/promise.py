"""The arrival date, worked out as a shopkeeper would: cut-off, handling, then the carrier's working days. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from threading import Lock
from zoneinfo import ZoneInfo

import holidays

SATURDAY_AND_SUNDAY = frozenset({5, 6})
_one_at_a_time = Lock()


@dataclass(frozen=True)
class Transit:
    """How a method moves: order before ``cutoff_hour`` (local time) and it is handled the same working day."""

    cutoff_hour: int
    time_zone: str
    origin_country: str
    transit_days_min: int
    transit_days_max: int


@dataclass(frozen=True)
class Promise:
    """``earliest`` to ``latest`` are calendar days at the destination; ``order_by`` is the instant it holds until."""

    earliest: date
    latest: date
    dispatch: date
    order_by: datetime


def promise(transit: Transit, *, country: str, handling_days: int, at: datetime) -> Promise:
    """When goods ordered at ``at`` arrive in ``country``.

    The clock starts on the first working day whose cut-off is still ahead; ``handling_days`` working days of
    the house follow (0: dispatched that day), then the carrier's working days at the destination; it arrives on none
    of its days off, however near. Weekends and public holidays are those of the country on either end.
    """
    zone = ZoneInfo(transit.time_zone)
    local = at.astimezone(zone)
    start = local.date()
    if local.hour >= transit.cutoff_hour or not is_working_day(start, transit.origin_country):
        start = add_working_days(start, 1, transit.origin_country)
    dispatch = add_working_days(start, handling_days, transit.origin_country)
    return Promise(
        earliest=_arrives(dispatch, transit.transit_days_min, country),
        latest=_arrives(dispatch, transit.transit_days_max, country),
        dispatch=dispatch,
        order_by=datetime.combine(start, time(transit.cutoff_hour), zone),
    )


def _arrives(dispatch: date, transit_days: int, country: str) -> date:
    if not transit_days and not is_working_day(dispatch, country):
        return add_working_days(dispatch, 1, country)
    return add_working_days(dispatch, transit_days, country)


def add_working_days(day: date, count: int, country: str) -> date:
    """``day`` moved on by ``count`` working days of ``country``."""
    while count > 0:
        day += timedelta(days=1)
        if is_working_day(day, country):
            count -= 1
    return day


@lru_cache(maxsize=8192)
def is_working_day(day: date, country: str) -> bool:
    """Whether it is neither weekend nor a public holiday in the country (an unknown one has Saturdays and Sundays)."""
    calendar = _calendar(country)
    if day.weekday() in (calendar.weekend if calendar is not None else SATURDAY_AND_SUNDAY):
        return False
    # A calendar works a year out when first asked for it; whoever asks meanwhile would find it empty, and the answer
    # is kept.
    with _one_at_a_time:
        return calendar is None or day not in calendar


@lru_cache(maxsize=64)
def _calendar(country: str) -> holidays.HolidayBase | None:
    try:
        return holidays.country_holidays(country)
    except NotImplementedError:
        return None
