"""``shopkeeper demo``: a believable shop in one command."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (default: 8000)")
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--small", action="store_true", help="fewer past orders: ready sooner")
    size.add_argument("--large", action="store_true", help="ten times the past orders")
    parser.add_argument("--no-run", action="store_true", help="fill the shop and stop")


def run(chosen: argparse.Namespace) -> int:
    os.environ["SHOPKEEPER_DEMO"] = "1"
    os.environ.setdefault("SHOPKEEPER_PUBLIC_URL", f"http://127.0.0.1:{chosen.port}")
    from shopkeeper.interfaces.cli.migrate_command import migrate
    from shopkeeper.interfaces.cli.run_command import prepare_files, serve

    migrate()
    prepare_files()
    _fill(40 if chosen.small else 3000 if chosen.large else 240)
    _tell(chosen.port)
    return 0 if chosen.no_run else serve("127.0.0.1", chosen.port)


def _fill(orders: int) -> None:
    from shopkeeper.demo import shop
    from shopkeeper.foundation import clock

    if shop.is_filled():
        return
    started = time.monotonic()
    with _in_haste():
        for told in shop.fill(at=clock.now(), orders=orders):
            print(f"{time.monotonic() - started:5.1f} s  {told}", file=sys.stderr, flush=True)


@contextmanager
def _in_haste() -> Iterator[None]:
    """Do not wait for the disk while filling: a demo that a power cut spoils is simply filled again."""
    from django.db import connection

    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous = OFF")
    yield
    # The next connection of this process is made with the shop's own, careful settings.
    connection.close()


def _tell(port: int) -> None:
    from shopkeeper.demo.people import CUSTOMER, OWNER, PACKER, PASSWORD

    print(
        f"Shop http://127.0.0.1:{port}/ · Office http://127.0.0.1:{port}/office/ · "
        f"sign in as {OWNER}, {PACKER} (staff) or {CUSTOMER} (customer), password {PASSWORD}",
        flush=True,
    )
