"""Live pages: parts that change while somebody is looking, sent as server-sent events.

A topic is an event's aggregate, such as ``lot:5``. A door registers a pattern with who may look
and how the part is drawn:

    live.register("lot:*", authorise=may_see_lot, render=draw_lot)

The drawing is made once per event and sent to everyone on the topic, so it must not depend on who
is looking; what does is fetched by the page itself when it hears of the change.
"""

from __future__ import annotations

import asyncio
import threading
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

import structlog
from django.db import close_old_connections, connection
from django.http import HttpRequest

from shopkeeper.foundation import wakeup
from shopkeeper.foundation.events.feed import Follower, StoredEvent

Authorise = Callable[[HttpRequest, str], bool]
Render = Callable[[str, StoredEvent], str | None]
QUEUE_LENGTH = 64
POLL_SECONDS = 0.5
log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Registration:
    pattern: str
    authorise: Authorise
    render: Render


_registrations: list[Registration] = []


def register(pattern: str, *, authorise: Authorise, render: Render) -> None:
    """Offer the topics that match ``pattern`` (shell style: ``lot:*``); an earlier pattern wins.

    ``authorise(request, topic)`` gets a request with session and user. ``render(topic, event)``
    returns a small piece of HTML or JSON, or None for nothing; it runs in a thread of its own.
    """
    _registrations.append(Registration(pattern, authorise, render))


def unregister(pattern: str) -> None:
    """Take an offer back; for tests."""
    _registrations[:] = [one for one in _registrations if one.pattern != pattern]


def registration_for(topic: str) -> Registration | None:
    """The offer that covers ``topic``, or None."""
    return next((one for one in _registrations if fnmatchcase(topic, one.pattern)), None)


def draw(topic: str, event: StoredEvent) -> str | None:
    """The part for ``topic`` after ``event``; None when there is none or it cannot be drawn (logged)."""
    found = registration_for(topic)
    try:
        return found.render(topic, event) if found else None
    except Exception as error:
        log.error("live_part_failed", topic=topic, event_id=event.id, exc_info=error)
        return None


@dataclass(frozen=True)
class Message:
    """``cursor`` is what the reader names to resume from: nothing up to it is unsent."""

    event_id: int
    cursor: int
    topic: str
    body: str

    def encode(self) -> bytes:
        lines = "".join(f"data: {line}\n" for line in self.body.splitlines() or [""])
        return f"id: {self.cursor}\nevent: {self.topic}\n{lines}\n".encode()


@dataclass(eq=False)
class Reader:
    """One open stream. ``is_dropped`` once its queue has overflowed: it reconnects and resumes."""

    topics: frozenset[str]
    queue: asyncio.Queue[Message | None] = field(default_factory=lambda: asyncio.Queue(QUEUE_LENGTH))
    is_dropped: bool = False

    def offer(self, message: Message | None) -> None:
        try:
            self.queue.put_nowait(message)
        except asyncio.QueueFull:
            self.is_dropped = True
            self.queue.get_nowait()
            self.queue.put_nowait(None)


class Hub:
    """Hands messages to readers. Lives in the event loop; only :meth:`has_readers` is asked from outside."""

    def __init__(self) -> None:
        self._readers: defaultdict[str, set[Reader]] = defaultdict(set)
        self.count = 0
        self.is_closed = False

    def join(self, reader: Reader) -> None:
        self.count += 1
        for topic in reader.topics:
            self._readers[topic].add(reader)

    def leave(self, reader: Reader) -> None:
        self.count -= 1
        for topic in reader.topics:
            self._readers[topic].discard(reader)
            if not self._readers[topic]:
                del self._readers[topic]

    def has_readers(self, topic: str) -> bool:
        return topic in self._readers

    def send(self, message: Message) -> None:
        for reader in tuple(self._readers.get(message.topic, ())):
            if not reader.is_dropped:
                reader.offer(message)

    def close(self) -> None:
        """End every stream."""
        self.is_closed = True
        for reader in {one for readers in self._readers.values() for one in readers}:
            reader.offer(None)


class Broadcaster:
    """The thread that follows the outbox, draws parts somebody is looking at, and hands them to the hub."""

    def __init__(self, hub: Hub, loop: asyncio.AbstractEventLoop) -> None:
        self._hub, self._loop = hub, loop
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="live", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        wakeup.tap()
        self._thread.join(2.0)

    def _run(self) -> None:
        follower: Follower | None = None
        while not self._stopping.is_set():
            seen = wakeup.taps()
            try:
                close_old_connections()
                follower = follower or Follower()
                self._pass_on(follower)
            except Exception as error:
                log.error("live_feed_failed", exc_info=error)
                connection.close()
                self._stopping.wait(1.0)
            wakeup.wait(seen, POLL_SECONDS)
        connection.close()

    def _pass_on(self, follower: Follower) -> None:
        for event in follower.poll():
            if self._hub.has_readers(event.aggregate):
                body = draw(event.aggregate, event)
                if body is not None:
                    message = Message(event.id, min(event.id, follower.cursor), event.aggregate, body)
                    self._loop.call_soon_threadsafe(self._hub.send, message)
