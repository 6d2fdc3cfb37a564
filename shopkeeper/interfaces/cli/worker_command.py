"""``shopkeeper worker``: deliver events and run tasks until told to stop."""

from __future__ import annotations

import argparse
import signal
import threading


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--threads", type=int, default=2, help="how many things to do at once (default: 2)")


def run(chosen: argparse.Namespace) -> int:
    import django

    django.setup()
    from shopkeeper.foundation.tasks.worker import Worker

    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    worker = Worker(threads=max(1, chosen.threads))
    worker.start()
    print("Working. Stop with Ctrl-C.", flush=True)
    stopping.wait()
    return 0 if worker.stop(timeout_seconds=20) else 1
