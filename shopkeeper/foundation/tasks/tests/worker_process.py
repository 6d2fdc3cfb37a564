"""A worker as a process of its own, for tests that kill it. Ends when its input is closed."""

from __future__ import annotations

import sys

import django

if __name__ == "__main__":
    django.setup()
    from shopkeeper.foundation.events.tests import sample  # noqa: F401
    from shopkeeper.foundation.tasks.worker import Worker

    worker = Worker(threads=1)
    worker.start()
    print("started", flush=True)
    sys.stdin.read()
    sys.exit(0 if worker.stop() else 3)
