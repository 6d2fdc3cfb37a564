"""Who wants to hear of what. Filled while the apps' ``handlers.py`` are imported, constant afterwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from shopkeeper.foundation.events.event import Event

E = TypeVar("E", bound=Event)
Handler = Callable[[E], None]


@dataclass(frozen=True)
class Subscription:
    name: str
    event: type[Event]
    handler: Callable[[Any], None]


_by_name: dict[str, Subscription] = {}
_by_event: dict[str, list[Subscription]] = {}


def subscribe(event: type[E], *, name: str) -> Callable[[Handler[E]], Handler[E]]:
    """Call the decorated function with every ``event``, in a transaction of its own, after commit.

    ``name`` (``inventory.release_on_cancel``) is unique and stays the same for ever: stored
    deliveries refer to it. The function may be called again when a worker dies before its commit;
    what it writes to the database happens once, anything else may happen twice.
    """

    def register(handler: Handler[E]) -> Handler[E]:
        known = _by_name.get(name)
        if known is not None and known.handler is not handler:
            raise ValueError(f"Two subscribers are called “{name}”.")
        subscription = Subscription(name, event, handler)
        _by_name[name] = subscription
        _by_event.setdefault(event.name, []).append(subscription)
        return handler

    return register


def subscribers_of(event_name: str) -> list[Subscription]:
    """The subscriptions to one kind of event, in the order they were made."""
    return _by_event.get(event_name, [])


def subscription(name: str) -> Subscription | None:
    """The subscription called ``name``, or None when its code has been removed."""
    return _by_name.get(name)
