"""Fields as templates print them, and reading what was typed. Nothing typed is lost when something is wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from shopkeeper.foundation.errors import InvalidInput


@dataclass(frozen=True)
class Choice:
    value: str
    label: str


@dataclass(frozen=True, kw_only=True)
class Field:
    """One labelled input. ``kind`` is an input type, ``textarea``, ``select`` or ``checkbox``."""

    name: str
    label: str
    value: str = ""
    error: str = ""
    hint: str = ""
    kind: str = "text"
    choices: tuple[Choice, ...] = ()
    is_optional: bool = False
    rows: int = 4
    inputmode: str = ""
    max_length: int | None = None
    unit: str = ""
    autocomplete: str = "off"


@dataclass(frozen=True)
class Trouble:
    """What is wrong with a form as a whole, with a link to each field."""

    message: str
    fields: tuple[tuple[str, str], ...] = ()


def trouble_of(error: InvalidInput) -> Trouble:
    return Trouble(error.message, tuple(error.fields.items()))


def choices(options: Sequence[tuple[str, str]]) -> tuple[Choice, ...]:
    return tuple(Choice(value, label) for value, label in options)


def number(typed: Mapping[str, str], name: str, *, what: str = "a whole number", lowest: int = 0) -> int:
    """A whole number of at least ``lowest``. Raises InvalidInput."""
    text = typed.get(name, "").strip().replace(" ", "")
    try:
        value = int(text)
    except ValueError:
        value = lowest - 1
    if value < lowest or value > 10**9:
        raise InvalidInput("Please check the number.", {name: f"Write {what}, {lowest} or more."})
    return value


def moved(typed: Mapping[str, str], places: Mapping[int, int]) -> dict[int, int]:
    """Where the things of a list should go that stand at ``places`` (by key, counted from 0): by the numbers typed in
    ``place-<key>``, counted from 1, and one step with the buttons ``up`` and ``down``. Raises InvalidInput."""
    wanted = {key: number(typed, f"place-{key}", lowest=1) - 1 for key in places if f"place-{key}" in typed}
    found = {key: place for key, place in wanted.items() if place != places[key]}
    for button, step in (("up", -1), ("down", 1)):
        found |= {key: place + step for key, place in places.items() if typed.get(button) == str(key)}
    return found


def moment(typed: Mapping[str, str], name: str) -> datetime | None:
    """An instant from a ``datetime-local`` field, UTC; null when empty. Raises InvalidInput."""
    text = typed.get(name, "").strip()
    if not text:
        return None
    try:
        return datetime.fromisoformat(text).replace(tzinfo=UTC)
    except ValueError:
        raise InvalidInput("Please check the date.", {name: "Write it like 2026-11-21 09:00 (UTC)."}) from None


def day(text: str) -> date | None:
    """A day from a ``date`` field; null when empty or not a day."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def start_of(value: date | None) -> datetime | None:
    return datetime.combine(value, time(), UTC) if value else None


def end_of(value: date | None) -> datetime | None:
    """The first moment after a day; null when there is none, and for the last day there can be."""
    return datetime.combine(value + timedelta(days=1), time(), UTC) if value and value < date.max else None
