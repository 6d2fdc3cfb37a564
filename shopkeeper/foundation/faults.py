"""Places where a test may break the shop on purpose: ``faultpoint("outbox.before_commit")``.

Nothing happens unless ``SHOPKEEPER_FAULT=name:n:action`` names the place; then the ``n``-th passing
(counted from 1, over all threads of the process) does one of

- ``kill``           the process ends at once, as with ``kill -9``
- ``raise``          a FaultInjected rises
- ``sleep:SECONDS``  the thread waits
- ``disconnect``     the thread's database connection is cut, as when the server goes away

To force an order of events between threads, a test holds a place with :func:`held` instead.
"""

from __future__ import annotations

import os
import re
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

_CALL = re.compile(r'\bfaultpoint\("([a-z0-9_.]+)"\)')


class FaultInjected(Exception):
    """Raised by an armed faultpoint; never in production."""


@dataclass
class _Fault:
    name: str
    nth: int
    action: str
    passed: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    @classmethod
    def parse(cls, text: str) -> _Fault:
        name, nth, action = text.split(":", 2)
        if not re.fullmatch(r"kill|raise|disconnect|sleep:\d+(\.\d+)?", action):
            raise ValueError(f"SHOPKEEPER_FAULT: “{action}” is not kill, raise, disconnect or sleep:SECONDS.")
        return cls(name, int(nth), action)

    def is_due(self) -> bool:
        with self.lock:
            self.passed += 1
            return self.passed == self.nth


@dataclass
class Latch:
    """A place that is held shut. ``reached`` is set when a thread stands there; ``open`` lets it go on."""

    name: str
    reached: threading.Event = field(default_factory=threading.Event)
    open: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def stop(self, patience_seconds: float = 30) -> None:
        """Hold the first thread that comes by; later ones pass."""
        with self.lock:
            if self.reached.is_set():
                return
            self.reached.set()
        self.open.wait(patience_seconds)


_latch: Latch | None = None
_armed: _Fault | None = _Fault.parse(os.environ["SHOPKEEPER_FAULT"]) if os.environ.get("SHOPKEEPER_FAULT") else None


def faultpoint(name: str) -> None:
    """A place named ``name`` where an armed fault strikes. Two comparisons when there is none."""
    if _latch is not None and _latch.name == name:
        _latch.stop()
    if _armed is not None and _armed.name == name and _armed.is_due():
        _strike(_armed.action)


@contextmanager
def armed(fault: str) -> Iterator[None]:
    """Arm ``name:n:action`` for the length of a test, in this process."""
    global _armed
    before, _armed = _armed, _Fault.parse(fault)
    try:
        yield
    finally:
        _armed = before


@contextmanager
def held(name: str) -> Iterator[Latch]:
    """Hold the first thread that passes ``name`` until the test opens the latch, or for the length of the test."""
    global _latch
    _latch = latch = Latch(name)
    try:
        yield latch
    finally:
        _latch = None
        latch.open.set()


def declared_names() -> list[str]:
    """Every faultpoint in the shop's own source, sorted, so that a test can try them all.

    Read from the text, so a place counts before it has ever been passed.
    """
    package = Path(__file__).resolve().parents[1]
    found: set[str] = set()
    for path in package.rglob("*.py"):
        if "tests" not in path.parts and path != Path(__file__).resolve():
            found.update(_CALL.findall(path.read_text(encoding="utf-8")))
    return sorted(found)


def _strike(action: str) -> None:
    if action == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    elif action == "raise":
        raise FaultInjected("A fault was injected here.")
    elif action == "disconnect":
        from django.db import connection

        if connection.connection is not None:
            connection.connection.close()
    else:
        time.sleep(float(action.partition(":")[2]))
