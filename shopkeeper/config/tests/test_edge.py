"""The server as it runs: granian, one process, pages, streams and the worker."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import transaction

from shopkeeper.foundation.events.tests.sample import change, failures, heard
from shopkeeper.foundation.events.tests.test_invariant_8 import wait_until
from shopkeeper.foundation.tasks.tests.test_worker import database

pytestmark = [pytest.mark.process, pytest.mark.django_db(transaction=True)]
Server = Callable[..., "tuple[int, subprocess.Popen[bytes]]"]


@pytest.fixture
def serve() -> Iterator[Server]:
    running: list[subprocess.Popen[bytes]] = []

    def start(workers: int = 1) -> tuple[int, subprocess.Popen[bytes]]:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
        command = [
            sys.executable, "-m", "granian", "--interface", "asgi", "--workers", str(workers),
            "--workers-kill-timeout", "10", "--host", "127.0.0.1", "--port", str(port),
            "shopkeeper.config.tests.server:app",
        ]  # fmt: skip
        server = subprocess.Popen(
            command, env={**os.environ, **database()}, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL
        )
        running.append(server)
        wait_until(lambda: is_up(port))
        return port, server

    yield start
    for server in running:
        server.terminate()
        server.wait(15)


def is_up(port: int) -> bool:
    try:
        return get(port, "/livez")[0] == 200
    except OSError:
        return False


def get(port: int, path: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    connection.request("GET", path)
    response = connection.getresponse()
    return response.status, response.read()


def follow(port: int, topic: str, **headers: str) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    connection.request("GET", f"/live/?topic={topic}", headers=headers)
    response = connection.getresponse()
    assert response.status == 200
    assert response.readline().startswith(b"retry:")
    response.readline()
    return response


def test_pages_streams_and_work_share_one_process(serve: Server) -> None:
    failures.clear()
    port, server = serve()
    stream = follow(port, "thing:1")
    other = follow(port, "thing:2")

    with transaction.atomic():
        change(1, 7)

    event = [stream.readline() for _ in range(4)]
    assert event[1:] == [b"event: thing:1\n", b"data: <b>7</b>\n", b"data: <i>thing:1</i>\n"]
    wait_until(lambda: heard("sample.first", 1) == [7])
    assert get(port, "/readyz")[0] == 200
    assert get(port, "/live/?topic=thing:13")[0] == 403

    # A reader that lost its connection goes on from where it was.
    with transaction.atomic():
        change(1, 8)
    again = follow(port, "thing:1", **{"Last-Event-ID": event[0].decode().removeprefix("id: ").strip()})
    while again.readline() != b"data: <b>8</b>\n":  # what it had may come again; nothing is left out
        pass

    server.terminate()  # with three streams open
    assert server.wait(8) == 0
    assert (stream.read()[-1:], other.read(), again.read()[-1:]) == (b"\n", b"", b"\n")


def test_two_processes_share_the_work(serve: Server) -> None:
    failures.clear()
    serve(workers=2)
    with transaction.atomic():
        for number in range(20):
            change(number % 4, number)

    wait_until(lambda: all(len(heard("sample.second", thing)) == 5 for thing in range(4)))
    assert heard("sample.second", 0) == [0, 4, 8, 12, 16]


def test_what_cannot_be_warmed_up_stops_nothing(settings: Any) -> None:
    from shopkeeper.config import edge

    done: list[int] = []
    settings.WARM_UP = ["no.such.place", f"{__name__}._note"]
    _notes.append(done)

    edge._warm_up()

    assert done == [1]


_notes: list[list[int]] = []


def _note() -> None:
    _notes[-1].append(1)
