"""A throw-away database for each run: a file in the run's folder, or one made on a PostgreSQL server and dropped."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

LOCAL = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True)
class Database:
    """What the server is told (``url`` is empty for the shop's own file), and PostgreSQL's name for it."""

    kind: str
    url: str = ""
    name: str = ""


def default_servers() -> list[str]:
    """SQLite, and PostgreSQL when one listens on this machine."""
    with socket.socket() as probe:
        probe.settimeout(0.5)
        heard = probe.connect_ex(("127.0.0.1", 5432)) == 0
    user = os.environ.get("PGUSER") or os.environ.get("USER") or "root"
    return ["sqlite", *([f"postgres://{user}@127.0.0.1:5432/postgres"] if heard else [])]


@contextmanager
def throw_away(server: str) -> Iterator[Database]:
    """A database on ``server``: ``sqlite``, or a PostgreSQL address of this machine to connect to for making one."""
    if server == "sqlite":
        yield Database("SQLite")
        return
    parts = urlsplit(server)
    if parts.hostname not in LOCAL:
        raise SystemExit(f"{parts.hostname}: databases are only made, and dropped, on this machine.")
    name = f"shopkeeper_bench_{os.getpid()}"
    _say(server, f"CREATE DATABASE {name}")
    try:
        yield Database("PostgreSQL", urlunsplit(parts._replace(path=f"/{name}")), name)
    finally:
        _say(server, f"DROP DATABASE {name} WITH (FORCE)")


def _say(server: str, statement: str) -> None:
    import psycopg

    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(statement)
