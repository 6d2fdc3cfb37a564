"""Small tables that every request needs and nobody changes every minute, kept in the process for seconds.

Only for settings-like data where being some seconds late does no harm. Never for stock, money or identity.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import wraps
from time import monotonic
from typing import Generic, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

_everything: list[_Memory[object]] = []
_times_forgotten = 0


class _Memory(Generic[R]):
    def __init__(self) -> None:
        self.values: dict[object, tuple[float, R]] = {}
        self.lock = threading.Lock()


def remembered(*, seconds: float) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Keep a function's answers (by its hashable arguments) for ``seconds``; :func:`forget_all` drops them."""

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        memory: _Memory[R] = _Memory()
        _everything.append(memory)  # type: ignore[arg-type]

        @wraps(function)
        def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
            key = (args, tuple(sorted(kwargs.items())))
            kept = memory.values.get(key)
            if kept and kept[0] > monotonic():
                return kept[1]
            value = function(*args, **kwargs)
            with memory.lock:
                if len(memory.values) > 2048:
                    memory.values.clear()
                memory.values[key] = (monotonic() + seconds, value)
            return value

        return wrapper

    return decorate


def forget_all() -> None:
    """Drop everything remembered in this process: after changing such a table, and between tests."""
    global _times_forgotten
    for memory in _everything:
        memory.values.clear()
    _times_forgotten += 1


def times_forgotten() -> int:
    """Grows with every :func:`forget_all`: what was made from remembered values before is out of date."""
    return _times_forgotten
