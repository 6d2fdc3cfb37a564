"""Days and moments as people of a language write them (CLDR)."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_datetime, format_skeleton

from shopkeeper.interfaces.storefront.present.words import date_range, locale_of

# English has a way of writing days for each country; where none is known, Europe's (UN M.49 region 150).
EUROPE = "150"


def day_range(first: date, last: date, language: str) -> str:
    """``Tue 24 – Wed 25 Nov``; one day when both are the same."""
    return date_range(first, last, language, EUROPE)


@lru_cache(maxsize=1024)
def day(moment: date, language: str) -> str:
    """``21 November 2026``."""
    return format_skeleton("yMMMMd", moment, locale=_locale(language))


def instant(moment: datetime, language: str, zone: str) -> str:
    """``Sat 21 Nov, 14:02`` on the clocks of ``zone``."""
    local = moment.astimezone(ZoneInfo(zone))
    return f"{format_skeleton('MMMEd', local, locale=_locale(language))}, {clock_time(local, language)}"


def clock_time(moment: datetime, language: str) -> str:
    return format_datetime(moment, "short", locale=_locale(language)).rsplit(", ", 1)[-1]


def _locale(language: str) -> Locale:
    return locale_of(language, EUROPE)
