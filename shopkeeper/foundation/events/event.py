"""What an event is, and how it becomes JSON and back."""

from __future__ import annotations

import types
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

E = TypeVar("E", bound="Event")
_by_name: dict[str, type[Event]] = {}
_hints_of: dict[type[Any], dict[str, Any]] = {}


@dataclass(frozen=True, kw_only=True)
class Event:
    """A fact in the past tense. Subclasses are frozen, keyword-only dataclasses.

    Fields carry int, str, bool, Decimal, Money, datetime, date, None, and lists, tuples or
    string-keyed dicts of those: ids and values as they were then, never model objects. Fields may
    be added (with a default); changing or removing one would break events already stored.

    ``name`` is the stable name in the database, ``<app>.<Class>`` unless given. ``aggregate`` names
    the field whose value says which thing the event is about; order is kept per such thing.
    """

    name: ClassVar[str] = ""
    aggregate: ClassVar[str] = ""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "name" not in cls.__dict__:
            cls.name = f"{_app_of(cls.__module__)}.{cls.__name__}"
        known = _by_name.setdefault(cls.name, cls)
        if (known.__module__, known.__qualname__) != (cls.__module__, cls.__qualname__):
            raise TypeError(f"Two events are called “{cls.name}”: {known.__module__} and {cls.__module__}.")
        _by_name[cls.name] = cls

    def aggregate_key(self) -> str:
        """The thing this event is about, such as ``order:17`` for ``aggregate = "order_id"``."""
        if not self.aggregate:
            raise TypeError(f"{type(self).__name__} must say which field is its aggregate.")
        return f"{self.aggregate.removesuffix('_id')}:{getattr(self, self.aggregate)}"


def event_class(name: str) -> type[Event]:
    """The class stored as ``name``. KeyError when no installed app declares it."""
    return _by_name[name]


def event_classes() -> list[type[Event]]:
    """Every declared event, by name; the list that documentation is checked against."""
    return [_by_name[name] for name in sorted(_by_name)]


def to_json(event: Event) -> dict[str, Any]:
    """The event's fields as plain JSON. TypeError for anything an event must not carry."""
    return {field.name: _plain(getattr(event, field.name)) for field in fields(event)}


def from_json(cls: type[E], payload: dict[str, Any]) -> E:
    """An event from its stored fields; fields the class no longer knows are ignored."""
    hints = _hints(cls)
    return cls(**{name: _typed(hints[name], value) for name, value in payload.items() if name in hints})


def _hints(cls: type[Any]) -> dict[str, Any]:
    known = _hints_of.get(cls)
    if known is None:
        hints = get_type_hints(cls)
        known = _hints_of[cls] = {field.name: hints[field.name] for field in fields(cls)}
    return known


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise TypeError("An instant in an event must be aware.")
        return value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {_text(key): _plain(item) for key, item in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    raise TypeError(f"An event cannot carry a {type(value).__name__}.")


def _text(key: object) -> str:
    if not isinstance(key, str):
        raise TypeError("The keys of a dict in an event are strings.")
    return key


def _typed(hint: Any, value: Any) -> Any:
    origin, inner = get_origin(hint), get_args(hint)
    if value is None or origin is Literal:
        return value
    if origin in (Union, types.UnionType):
        return _typed(next(option for option in inner if option is not types.NoneType), value)
    if origin is list:
        return [_typed(inner[0], item) for item in value]
    if origin is tuple:
        return tuple(_typed(inner[0], item) for item in value)
    if origin is dict:
        return {key: _typed(inner[1], item) for key, item in value.items()}
    if hint is Decimal:
        return Decimal(value)
    if hint is datetime or hint is date:
        return hint.fromisoformat(value)
    if isinstance(hint, type) and is_dataclass(hint):
        inner_hints = _hints(hint)
        return hint(**{name: _typed(inner_hints[name], item) for name, item in value.items()})
    return value


def _app_of(module: str) -> str:
    """The app's label: the package that holds ``events.py`` or the ``events`` package."""
    parts = module.split(".")
    at = len(parts) - 1 - parts[::-1].index("events") if "events" in parts else len(parts) - 1
    return parts[max(at - 1, 0)]
