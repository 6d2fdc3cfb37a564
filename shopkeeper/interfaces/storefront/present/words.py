"""Dates, places and figures as a visitor reads them (CLDR)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_interval, format_skeleton
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent
from django.utils.translation import gettext as _


@lru_cache(maxsize=256)
def locale_of(language: str, country: str = "") -> Locale:
    """The locale of ``language`` as it is used in ``country``; English for a language nobody knows."""
    plain = language.replace("-", "_")
    for name in (f"{plain}_{country}", plain):
        try:
            return Locale.parse(name)
        except (UnknownLocaleError, ValueError):
            continue
    return Locale("en")


@lru_cache(maxsize=2048)
def date_range(earliest: date, latest: date, language: str, country: str) -> str:
    """``Tue 24 – Wed 25 Nov``."""
    locale = locale_of(language, country)
    if earliest == latest:
        return str(format_skeleton("MMMEd", earliest, locale=locale))
    return str(format_interval(earliest, latest, "MMMEd", locale=locale))


def long_date(day: date, language: str) -> str:
    return str(format_date(day, "long", locale=locale_of(language)))


@lru_cache(maxsize=1024)
def country_name(code: str, language: str) -> str:
    return str(locale_of(language).territories.get(code, code))


def country_list(codes: Iterable[str], language: str) -> str:
    """Countries by name, in alphabetical order, as a list in a sentence."""
    names = sorted(country_name(code, language) for code in codes)
    return str(format_list(names, locale=locale_of(language))) if names else ""


def percent(rate: Decimal, language: str) -> str:
    """0.21 as ``21%``; up to two decimals where a rate has them."""
    return str(format_percent(rate, "#,##0.##%", locale=locale_of(language)))


def figure(value: float | Decimal, language: str) -> str:
    return str(format_decimal(value, locale=locale_of(language)))


def duration(left: timedelta) -> str:
    """What is left until something, to the minute: ``3 h 12 min``."""
    minutes = max(1, int(left.total_seconds() // 60))
    hours, minutes = divmod(minutes, 60)
    if not hours:
        return _("%(minutes)s min") % {"minutes": minutes}
    return _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": minutes}


def weight(grams: int, language: str) -> str:
    """``950 g`` or ``1.25 kg``."""
    if grams < 1000:
        return f"{figure(grams, language)} g"
    return f"{figure(Decimal(grams) / 1000, language)} kg"
