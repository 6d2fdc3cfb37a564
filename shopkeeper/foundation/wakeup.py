"""A tap on the shoulder inside one process: work was committed, look now instead of at the next poll.

Only a hint. Other processes, and a tap that gets lost, are covered by polling.
"""

from __future__ import annotations

import threading

from django.db import transaction

_condition = threading.Condition()
_taps = 0


def tap() -> None:
    """Wake everyone waiting in this process."""
    global _taps
    with _condition:
        _taps += 1
        _condition.notify_all()


def tap_on_commit() -> None:
    """Wake everyone once the current transaction is committed; at once when there is none."""
    transaction.on_commit(tap, robust=True)


def taps() -> int:
    """How often this process was tapped; the starting point for :func:`wait`."""
    return _taps


def wait(seen: int, timeout_seconds: float) -> int:
    """Wait until there were more taps than ``seen``, or the time is up. Returns the taps so far."""
    with _condition:
        _condition.wait_for(lambda: _taps > seen, timeout_seconds)
        return _taps
