"""The hub and the stream, without a network."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection

from shopkeeper.config import streams
from shopkeeper.config.edge import _clean, _patient, _whole
from shopkeeper.config.streams import may_read, resume_point, serve_stream
from shopkeeper.foundation.accounts.models import User
from shopkeeper.foundation.accounts.sessions import SessionStore
from shopkeeper.foundation.events import queries
from shopkeeper.foundation.events.tests.sample import change
from shopkeeper.foundation.http import live
from shopkeeper.foundation.http.live import QUEUE_LENGTH, Hub, Message, Reader


@pytest.fixture
def _own_threads(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Threads whose database connection ends with the test."""
    threads = ThreadPoolExecutor(max_workers=1)
    monkeypatch.setattr(streams, "_threads", threads)
    yield
    threads.submit(lambda: connection.close()).result()
    threads.shutdown()


@pytest.fixture(autouse=True)
def _sample_topics() -> Iterator[None]:
    live.register("thing:*", authorise=lambda request, topic: topic != "thing:13", render=draw_thing)
    live.register("own:*", authorise=lambda request, topic: topic == f"own:{request.user.pk}", render=draw_thing)
    yield
    live.unregister("thing:*")
    live.unregister("own:*")


def draw_thing(topic: str, event: live.StoredEvent) -> str:
    return f"<b>{event.payload['number']}</b>"


def scope(query: str = "", **headers: str) -> dict[str, Any]:
    told = {"host": "127.0.0.1", **{name.replace("_", "-"): value for name, value in headers.items()}}
    return {
        "type": "http", "method": "GET", "path": "/live/", "http_version": "1.1", "scheme": "http",
        "query_string": query.encode(), "headers": [(k.encode(), v.encode()) for k, v in told.items()],
    }  # fmt: skip


@pytest.mark.django_db
def test_only_registered_topics_that_allow_it_may_be_read() -> None:
    assert may_read(scope(), frozenset({"thing:1", "thing:2"}))
    assert not may_read(scope(), frozenset({"thing:1", "thing:13"}))
    assert not may_read(scope(), frozenset({"elsewhere:1"}))
    assert not may_read(scope(sec_fetch_site="cross-site"), frozenset({"thing:1"}))
    assert not may_read(scope(host="evil.example"), frozenset({"thing:1"}))


@pytest.mark.django_db
def test_a_topic_of_ones_own_is_read_with_the_session_of_the_page() -> None:
    user = User.objects.create_user("ann@example.com")
    session = SessionStore()
    session.update({
        SESSION_KEY: str(user.pk),
        BACKEND_SESSION_KEY: "django.contrib.auth.backends.ModelBackend",
        HASH_SESSION_KEY: user.get_session_auth_hash(),
    })  # fmt: skip
    session.save()

    assert may_read(scope(cookie=f"session={session.session_key}"), frozenset({f"own:{user.pk}"}))
    assert not may_read(scope(cookie="session=other"), frozenset({f"own:{user.pk}"}))


def test_a_reader_says_where_to_go_on_from() -> None:
    assert resume_point(scope(last_event_id="17"), {"after": ["3"]}) == 17
    assert resume_point(scope(), {"after": ["3"]}) == 3
    assert resume_point(scope(last_event_id="x"), {}) is None


def test_a_message_is_written_as_an_event_with_its_id() -> None:
    assert Message(7, 6, "lot:5", "<b>1</b>\n<i>2</i>").encode() == (
        b"id: 6\nevent: lot:5\ndata: <b>1</b>\ndata: <i>2</i>\n\n"
    )


def test_a_slow_reader_is_dropped_and_holds_up_nobody() -> None:
    hub, slow, other = Hub(), Reader(frozenset({"a:1"})), Reader(frozenset({"a:1", "b:1"}))
    hub.join(slow)
    for number in range(QUEUE_LENGTH):
        hub.send(Message(number, number, "a:1", ""))
    hub.join(other)
    hub.send(Message(99, 99, "a:1", ""))

    assert slow.is_dropped
    assert slow.queue.qsize() == QUEUE_LENGTH
    assert other.queue.qsize() == 1
    hub.leave(slow)
    hub.leave(other)
    assert not hub.has_readers("a:1")
    assert hub.count == 0


class Caller:
    """One caller of the stream: collects what it is sent, and goes away when told."""

    def __init__(self) -> None:
        self.sent: list[dict[str, Any]] = []
        self.is_gone = asyncio.Event()

    async def receive(self) -> dict[str, Any]:
        await self.is_gone.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Any) -> None:
        self.sent.append(message)

    @property
    def text(self) -> str:
        return b"".join(message.get("body", b"") for message in self.sent).decode()


@pytest.mark.usefixtures("_own_threads")
@pytest.mark.django_db(transaction=True)
@pytest.mark.race
def test_a_stream_catches_up_follows_and_ends_with_its_caller(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import transaction

    monkeypatch.setattr(streams, "HEARTBEAT_SECONDS", 0.02)
    with transaction.atomic():
        change(2, 9)
    start = queries.latest_id()
    with transaction.atomic():
        change(1, 1, 2)
        change(2, 9)

    async def story() -> Caller:
        hub, caller = Hub(), Caller()
        asked = scope(f"topic=thing:1&after={start}")
        stream = asyncio.create_task(serve_stream(hub, asked, caller.receive, caller.send))
        for _ in range(500):
            await asyncio.sleep(0.01)
            if "<b>2</b>" in caller.text:
                break
        hub.send(Message(start + 2, start + 2, "thing:1", "already sent"))
        hub.send(Message(start + 50, start + 50, "thing:1", "fresh"))
        await asyncio.sleep(0.1)
        caller.is_gone.set()
        await asyncio.wait_for(stream, 2)
        assert hub.count == 0
        return caller

    text = asyncio.run(story()).text
    assert text.startswith("retry: ")
    assert f"id: {start + 1}\nevent: thing:1\ndata: <b>1</b>" in text
    assert "data: fresh" in text
    assert "already sent" not in text
    assert "<b>9</b>" not in text
    assert "\n:\n\n" in text


@pytest.mark.usefixtures("_own_threads")
@pytest.mark.django_db(transaction=True)
def test_a_stream_is_refused_with_a_status() -> None:
    async def status(asked: dict[str, Any], hub: Hub) -> int:
        caller = Caller()
        await serve_stream(hub, asked, caller.receive, caller.send)
        return int(caller.sent[0]["status"])

    async def story() -> list[int]:
        closed = Hub()
        closed.close()
        asked = [scope("topic=thing:13"), scope(""), {**scope("topic=thing:1"), "method": "POST"}]
        return [await status(one, Hub()) for one in asked] + [await status(scope("topic=thing:1"), closed)]

    assert asyncio.run(story()) == [403, 400, 400, 503]


def test_the_bridge_drops_disguised_headers_and_escapes_odd_queries() -> None:
    cleaned = _clean({"headers": [(b"sec_fetch_site", b"none"), (b"host", b"a")], "query_string": "q=é&a=%20".encode()})

    assert cleaned["headers"] == [(b"host", b"a")]
    assert cleaned["query_string"] == b"q=%C3%A9&a=%20"


def test_a_body_that_is_cut_off_is_an_error() -> None:
    async def gone() -> dict[str, Any]:
        return {"type": "http.disconnect"}

    with pytest.raises(ConnectionResetError):
        asyncio.run(_whole(gone)())  # type: ignore[arg-type]


def test_a_caller_who_is_gone_does_not_stop_the_page_from_finishing() -> None:
    async def broken(message: Any) -> None:
        raise ConnectionError

    async def story() -> None:
        send = _patient(broken)
        for _ in range(30):
            await send({})

    asyncio.run(story())
