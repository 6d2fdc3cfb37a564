"""The one-process server: pages as WSGI in threads, live streams natively, and the worker beside them.

    granian --interface asgi --workers 1 --workers-kill-timeout 10 --port 8000 shopkeeper.config.edge:app

With several processes each has its own worker; leases keep them apart. ``SHOPKEEPER_WORKER=0``
leaves the work to ``shopkeeper worker``.
"""

from __future__ import annotations

import asyncio
import gc
import signal
import threading
from collections.abc import Awaitable, Callable, MutableMapping
from types import FrameType
from typing import Any, cast
from urllib.parse import quote

import structlog
from a2wsgi import WSGIMiddleware

from shopkeeper.config.wsgi import application

# isort: split
# Making the application has set Django up; what follows needs that.
from django.conf import settings
from django.db import connections
from django.utils.module_loading import import_string

from shopkeeper.config.streams import serve_stream
from shopkeeper.foundation.http import metrics
from shopkeeper.foundation.http.live import Broadcaster, Hub
from shopkeeper.foundation.tasks.worker import Worker

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

PAGE_THREADS = 8
log = structlog.get_logger(__name__)
hub = Hub()
pages: Any = WSGIMiddleware(cast("Any", application), workers=PAGE_THREADS)


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    """The ASGI application."""
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
    elif scope["type"] == "http" and scope["path"].startswith("/live/"):
        await serve_stream(hub, scope, receive, send)
    elif scope["type"] == "http":
        await pages(_clean(scope), _whole(receive), _patient(send))
    else:
        await send({"type": "websocket.close", "code": 1000})


async def _lifespan(receive: Receive, send: Send) -> None:
    await receive()
    broadcaster = Broadcaster(hub, asyncio.get_running_loop())
    worker = Worker() if settings.EMBEDDED_WORKER else None
    broadcaster.start()
    threading.Thread(target=_warm_up, name="warm-up", daemon=True).start()
    if worker:
        worker.start()
    metrics.serve(settings.METRICS_PORT)
    _end_streams_when_told_to_stop()
    await send({"type": "lifespan.startup.complete"})
    await receive()
    hub.close()
    await asyncio.to_thread(broadcaster.stop)
    if worker and not await asyncio.to_thread(worker.stop, timeout_seconds=6.0):
        log.warning("worker_still_busy", consequence="its lease lapses and the work is done again")
    await send({"type": "lifespan.shutdown.complete"})


def _warm_up() -> None:
    """What the first visitors would wait for is made while nobody is there yet. Those who come meanwhile wait for it;
    what fails here is made, or fails, again at their first question.
    """
    for path in settings.WARM_UP:
        try:
            import_string(path)()
        except Exception as error:
            log.warning("not_warmed_up", what=path, reason=str(error)[:200])
    connections.close_all()
    # All of it is here to stay: the garbage collector need not look at it again.
    gc.collect()
    gc.freeze()


def _end_streams_when_told_to_stop() -> None:
    """Servers wait for open answers before they say so here, and a stream never ends by itself.

    So the signals are listened to beside the server: its own handler is called afterwards, and
    asyncio's, which is told by a pipe, runs in any case.
    """
    if threading.current_thread() is not threading.main_thread():
        return
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        before = signal.getsignal(number)

        def told(signum: int, frame: FrameType | None, before: Any = before) -> None:
            loop.call_soon_threadsafe(hub.close)
            if callable(before):
                before(signum, frame)

        signal.signal(number, told)
        signal.siginterrupt(number, False)


def _clean(scope: Scope) -> Scope:
    """Without header names holding ``_`` (in WSGI they would pass for the ones with ``-``), and with
    an ASCII query, which the bridge to WSGI relies on.
    """
    headers = [(name, value) for name, value in scope["headers"] if b"_" not in name]
    query = scope["query_string"]
    if not query.isascii():
        query = quote(query, safe="%/:?#[]@!$&'()*+,;=-._~").encode()
    return {**scope, "headers": headers, "query_string": query}


def _whole(receive: Receive) -> Receive:
    """A body that is cut off is an error, never a shorter form."""

    async def guarded() -> Message:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ConnectionResetError("The caller went away while sending.")
        return message

    return guarded


def _patient(send: Send) -> Send:
    """A caller who goes away must not leave the page's thread waiting for a reader that is gone."""
    is_gone = False

    async def guarded(message: Message) -> None:
        nonlocal is_gone
        if not is_gone:
            try:
                await send(message)
            except Exception:
                is_gone = True

    return guarded
