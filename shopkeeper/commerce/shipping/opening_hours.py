"""When a shop is open, as people write it, and when something will be ready for collection. Pure.

Hours are kept by weekday (“0” is Monday) as pairs of times, ``{"0": [["09:00", "18:00"]]}``, on the clocks of the
place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from shopkeeper.commerce.shipping.promise import add_working_days
from shopkeeper.foundation.errors import InvalidInput

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
Hours = Mapping[str, Sequence[Sequence[str]]]
LONGEST_LOOK = 60
_LINE = re.compile(r"([A-Za-z]{3})[a-z]*(?:\s*[-–]\s*([A-Za-z]{3})[a-z]*)?[:\s]+(.+)")
_SPAN = re.compile(r"(\d{1,2})[:.](\d{2})\s*[-–]\s*(\d{1,2})[:.](\d{2})")


def read_hours(text: str) -> dict[str, list[list[str]]]:
    """Hours written a line a day or span of days: ``Mon–Fri 09:00–18:00``, ``Sat 10:00–13:00, 14:00–17:00``. Raises
    InvalidInput naming the first line that is none.

    >>> read_hours("Sat-Sun 10:00-17:00")
    {'5': [['10:00', '17:00']], '6': [['10:00', '17:00']]}
    """
    found: dict[str, list[list[str]]] = {}
    for line in filter(None, (one.strip() for one in text.splitlines())):
        match = _LINE.fullmatch(line)
        names = [name.title() for name in (match.group(1), match.group(2) or match.group(1))] if match else []
        spans = _spans(match.group(3)) if match else []
        if not spans or any(name not in DAYS for name in names):
            raise InvalidInput(f"“{line[:40]}” is not understood. Write Mon–Fri 09:00–18:00.")
        first, last = (DAYS.index(name) for name in names)
        for day in range(first, last + 1):
            found[str(day)] = spans
    if not found:
        raise InvalidInput("Write at least one day on which it is open.")
    return dict(sorted(found.items()))


def _spans(text: str) -> list[list[str]]:
    found = []
    for part in text.split(","):
        match = _SPAN.fullmatch(part.strip())
        if match is None:
            return []
        opens, closes = (f"{int(match.group(n)):02d}:{match.group(n + 1)}" for n in (1, 3))
        if not "00:00" <= opens < closes <= "24:00" or int(opens[3:]) > 59 or int(closes[3:]) > 59 or opens > "23:59":
            return []
        found.append([opens, "23:59" if closes == "24:00" else closes])
    return found


def hours_lines(hours: Hours) -> list[str]:
    """The hours as lines, days alike together: ``Mon–Fri 09:00–18:00``."""
    groups: list[tuple[int, int, str]] = []
    for key in sorted(hours):
        day, told = int(key), ", ".join(f"{opens}–{closes}" for opens, closes in hours[key])
        if groups and groups[-1][2] == told and groups[-1][1] == day - 1:
            groups[-1] = (groups[-1][0], day, told)
        else:
            groups.append((day, day, told))
    return [f"{DAYS[a]}{f'–{DAYS[b]}' if b > a else ''} {told}" for a, b, told in groups]


def ready_at(
    hours: Hours, *, time_zone: str, country: str, ready_hours: int, transfer_days: int, at: datetime
) -> datetime | None:
    """When something ordered at ``at`` can be collected: after ``transfer_days`` working days that goods need to come
    to the place, and ``ready_hours`` hours of its being open. Null for a place that never opens."""
    zone = ZoneInfo(time_zone)
    begin = at.astimezone(zone)
    if transfer_days:
        begin = datetime.combine(add_working_days(begin.date(), transfer_days, country), time(), zone)
    left = timedelta(hours=ready_hours)
    last = begin
    for opens, closes in _open_spans(hours, begin, zone):
        start = max(opens, begin)
        if closes - start >= left:
            return start + left
        left -= closes - start
        last = closes
    return last if left <= timedelta(0) and hours else None


def _open_spans(hours: Hours, begin: datetime, zone: ZoneInfo) -> Iterator[tuple[datetime, datetime]]:
    for ahead in range(LONGEST_LOOK):
        day: date = begin.date() + timedelta(days=ahead)
        for opens, closes in hours.get(str(day.weekday()), ()):
            span = tuple(datetime.combine(day, time.fromisoformat(clock), zone) for clock in (opens, closes))
            if span[1] > begin:
                yield span[0], span[1]
