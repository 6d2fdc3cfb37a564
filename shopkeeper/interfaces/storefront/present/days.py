"""Days and moments as people of a language write them (CLDR)."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_datetime, format_interval, format_skeleton


@lru_cache(maxsize=1024)
def day_range(first: date, last: date, language: str) -> str:
    """``Tue, Nov 24 – Wed, Nov 25``; one day when both are the same."""
    if first == last:
        return format_skeleton("MMMEd", first, locale=_locale(language))
    return format_interval(first, last, skeleton="MMMEd", locale=_locale(language))


@lru_cache(maxsize=1024)
def day(moment: date, language: str) -> str:
    """``November 21, 2026``."""
    return format_skeleton("yMMMMd", moment, locale=_locale(language))


def instant(moment: datetime, language: str, zone: str) -> str:
    """``Sat, Nov 21, 2:02 PM`` on the clocks of ``zone``."""
    local = moment.astimezone(ZoneInfo(zone))
    return f"{format_skeleton('MMMEd', local, locale=_locale(language))}, {clock_time(local, language)}"


def clock_time(moment: datetime, language: str) -> str:
    return format_datetime(moment, "short", locale=_locale(language)).rsplit(", ", 1)[-1]


@lru_cache(maxsize=64)
def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale("en")
