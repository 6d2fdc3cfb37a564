"""``GET /live/?topic=lot:5&topic=order:9[&after=ID]``: a stream of server-sent events (WHATWG HTML, 9.2).

Each event is named by its topic and carries an id to resume from (``Last-Event-ID``, or ``after``
with the id the page was made at). ``event: stale`` tells that too much was missed: load the page again.
"""

from __future__ import annotations

import asyncio
import io
import random
from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from typing import Any, TypeVar, cast
from urllib.parse import parse_qs

from a2wsgi.wsgi import build_environ
from django.conf import settings
from django.contrib.auth import get_user
from django.core.exceptions import DisallowedHost
from django.core.handlers.wsgi import WSGIRequest
from django.db import close_old_connections
from django.utils.functional import SimpleLazyObject

from shopkeeper.foundation.events import queries
from shopkeeper.foundation.events.feed import StoredEvent
from shopkeeper.foundation.http.live import Hub, Message, Reader, draw, registration_for

MOST_READERS = 2000
MOST_TOPICS = 20
MOST_MISSED = 100
HEARTBEAT_SECONDS = 15.0
SLOWEST_WRITE_SECONDS = 20.0
HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"private, no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
    (b"cross-origin-resource-policy", b"same-origin"),
]
T = TypeVar("T")
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
_threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="live")


async def serve_stream(hub: Hub, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
    """Answer one request under ``/live/``: the stream, or a short refusal."""
    query = parse_qs(scope["query_string"].decode("latin1"))
    topics = frozenset(query.get("topic", [])[:MOST_TOPICS])
    if scope["method"] != "GET" or not topics:
        await _refuse(send, 400)
    elif hub.count >= MOST_READERS or hub.is_closed:
        await _refuse(send, 503)
    elif not await _in_thread(lambda: may_read(scope, topics)):
        await _refuse(send, 403)
    else:
        await _stream(hub, Reader(topics), resume_point(scope, query), receive, send)


async def _stream(hub: Hub, reader: Reader, after: int | None, receive: Receive, send: Send) -> None:
    hub.join(reader)
    gone = asyncio.ensure_future(_until_gone(receive))
    told = asyncio.ensure_future(_tell(reader, after, send))
    try:
        await asyncio.wait({gone, told}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        hub.leave(reader)
        gone.cancel()
        told.cancel()
        await asyncio.gather(gone, told, return_exceptions=True)


async def _tell(reader: Reader, after: int | None, send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
    # Spread over 10 s, so that a restart does not bring everyone back at once.
    await _write(send, f"retry: {random.randint(1000, 11000)}\n\n".encode())  # noqa: S311
    missed = await _in_thread(lambda: _missed(reader.topics, after)) if after is not None else []
    if missed is None:
        await _write(send, b"event: stale\ndata:\n\n")
    for message in missed or []:
        await _write(send, message.encode())
    sent = {message.event_id for message in missed or []}
    while not reader.is_dropped:
        try:
            fresh = await asyncio.wait_for(reader.queue.get(), HEARTBEAT_SECONDS)
        except TimeoutError:
            await _write(send, b":\n\n")
            continue
        if fresh is None:
            break
        if fresh.event_id not in sent:
            await _write(send, fresh.encode())
    await send({"type": "http.response.body", "body": b"", "more_body": False})


def may_read(scope: MutableMapping[str, Any], topics: frozenset[str]) -> bool:
    """Whether the caller may read all of ``topics``. Pages of other sites may read none."""
    request = _request(scope)
    if request.META.get("HTTP_SEC_FETCH_SITE", "same-origin") not in ("same-origin", "none"):
        return False
    try:
        request.get_host()
    except DisallowedHost:
        return False
    found = {topic: registration_for(topic) for topic in topics}
    return all(one is not None and one.authorise(request, topic) for topic, one in found.items())


def resume_point(scope: MutableMapping[str, Any], query: dict[str, list[str]]) -> int | None:
    """The id from which the caller wants to go on, when it names one."""
    last = dict(scope["headers"]).get(b"last-event-id", b"").decode("latin1")
    named = last or query.get("after", [""])[0]
    return int(named) if named.isascii() and named.isdigit() and len(named) < 19 else None


def _missed(topics: frozenset[str], after: int) -> list[Message] | None:
    """What was said on ``topics`` since ``after``; None when that is too much to say again."""
    rows = queries.events_about(topics, after=after, limit=MOST_MISSED + 1)
    if len(rows) > MOST_MISSED:
        return None
    drawn = [(row, draw(row.aggregate, StoredEvent.of(row))) for row in rows]
    return [Message(row.pk, row.pk, row.aggregate, body) for row, body in drawn if body is not None]


def _request(scope: MutableMapping[str, Any]) -> WSGIRequest:
    """The request as views know it, with session and user, read when asked for."""
    headers = [(name, value) for name, value in scope["headers"] if b"_" not in name]
    asked: Any = {**scope, "headers": headers, "query_string": b""}
    request = WSGIRequest(dict(build_environ(asked, cast("Any", io.BytesIO()))))
    engine = import_module(settings.SESSION_ENGINE)
    request.session = engine.SessionStore(request.COOKIES.get(settings.SESSION_COOKIE_NAME))
    request.user = SimpleLazyObject(lambda: get_user(request))  # type: ignore[assignment]
    return request


async def _in_thread(question: Callable[[], T]) -> T:
    def ask() -> T:
        close_old_connections()
        try:
            return question()
        finally:
            close_old_connections()

    return await asyncio.get_running_loop().run_in_executor(_threads, ask)


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _write(send: Send, body: bytes) -> None:
    message = {"type": "http.response.body", "body": body, "more_body": True}
    await asyncio.wait_for(send(message), SLOWEST_WRITE_SECONDS)


async def _refuse(send: Send, status: int) -> None:
    headers = [(b"content-type", b"text/plain"), (b"cache-control", b"no-store")]
    if status == 503:
        headers.append((b"retry-after", str(random.randint(5, 15)).encode()))  # noqa: S311
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b""})
