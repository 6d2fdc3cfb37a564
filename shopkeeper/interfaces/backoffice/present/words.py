"""How times, countries and amounts are said in the office."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache

from babel import Locale
from babel.dates import format_date, format_datetime

from shopkeeper.commerce.orders.models import Order

STAGES = {stage.value: str(stage.label) for stage in Order.Stage}
PACKAGE_WORDS = {
    "open": "To pack",
    "packed": "Packed",
    "shipped": "On the way",
    "delivered": "Delivered",
    "cancelled": "Cancelled",
}


def when(at: datetime | None) -> str:
    """An instant as the office writes it: ``21 Nov 2026, 14:05``, UTC."""
    return format_datetime(at, "d MMM yyyy, HH:mm", locale="en") if at else ""


def ago(at: datetime, now: datetime) -> str:
    """How long since, as people say it; the day itself from a week on."""
    seconds = (now - at).total_seconds()
    if seconds < 60:
        return "just now"
    for size, unit, limit in ((60, "min", 3600), (3600, "h", 86_400), (86_400, "d", 7 * 86_400)):
        if seconds < limit:
            return f"{int(seconds // size)} {unit} ago"
    return format_date(at, "d MMM yyyy", locale="en")


def day(value: date | None) -> str:
    return format_date(value, "EEE d MMM", locale="en") if value else ""


def days(first: date | None, last: date | None) -> str:
    if first and last and first != last:
        return f"{day(first)} – {day(last)}"
    return day(last or first)


@lru_cache(maxsize=512)
def country(code: str) -> str:
    return str(Locale("en").territories.get(code, code))


def plural(count: int, one: str, many: str = "") -> str:
    return f"{count:,} {one if count == 1 else many or one + 's'}"
