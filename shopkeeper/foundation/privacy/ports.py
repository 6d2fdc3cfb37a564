"""What every app that keeps something about people answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from django.conf import settings
from django.utils.module_loading import import_string


@dataclass(frozen=True)
class Person:
    """Whom it is about. ``user_id`` is 0 once the account is gone; ``order_ids`` are then what was left to forget.

    ``pseudonym`` stands where a name stood; ``waiting`` are orders that stay as they are for now.
    """

    email: str
    pseudonym: str
    user_id: int = 0
    order_ids: tuple[int, ...] = ()
    waiting: frozenset[int] = frozenset()


class Holding(Protocol):
    """Named in ``settings.PERSONAL_DATA``; those above come before those below. ``tables`` are all that it answers for.

    All four run inside one transaction of the asker; none asks anything outside the database.
    """

    name: str
    tables: Sequence[str]

    def export(self, person: Person) -> Mapping[str, Any]:
        """Everything held about a person, as JSON's own values and datetimes; no secrets."""
        ...

    def obstacles(self, person: Person) -> Sequence[str]:
        """Why the person cannot be forgotten yet, each a sentence with what to do about it."""
        ...

    def waits(self, person: Person, *, today: date) -> Mapping[int, date]:
        """Orders that cannot be forgotten yet, with the last day on which they are needed."""
        ...

    def erase(self, person: Person, *, at: datetime) -> None:
        """Forget the person, but for the orders that are waiting. Twice is the same as once."""
        ...


class Silent:
    """What most holdings answer to most questions."""

    tables: Sequence[str] = ()

    def export(self, person: Person) -> Mapping[str, Any]:
        return {}

    def obstacles(self, person: Person) -> Sequence[str]:
        return ()

    def waits(self, person: Person, *, today: date) -> Mapping[int, date]:
        return {}

    def erase(self, person: Person, *, at: datetime) -> None:
        return None


class Farewell(Protocol):
    """Named by ``settings.FAREWELL``: the last mail, written in the transaction of the erasure."""

    def __call__(self, *, email: str, language: str, until: date | None, key: str, at: datetime) -> None: ...


def holdings() -> list[Holding]:
    """Every holding there is, from the top floor down."""
    return [import_string(path)() for path in settings.PERSONAL_DATA]
