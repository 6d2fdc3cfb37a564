"""Asking somebody else without waiting for them: a time budget, and a circuit breaker.

The state is the process's own: it guards this process's threads against a slow service, nothing more.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, TimeoutError
from time import monotonic
from typing import TypeVar

import structlog

from shopkeeper.foundation.errors import ShopError
from shopkeeper.foundation.transactions import refuse_inside_transaction

T = TypeVar("T")
log = structlog.get_logger(__name__)


class NotAnswered(ShopError):
    """Too late, broken, or not asked at all because it kept failing."""

    code = "not_answered"


class Guard:
    """``budget`` in seconds for one answer. After ``failures`` in a row nobody is asked for ``rest`` seconds; then one
    caller tries, while the others still go without."""

    def __init__(
        self,
        name: str,
        *,
        budget: float,
        failures: int = 3,
        rest: float = 60,
        now: Callable[[], float] = monotonic,
        threads: int = 8,
    ) -> None:
        self.name = name
        self._budget, self._failures, self._rest, self._now = budget, failures, rest, now
        self._lock = threading.Lock()
        self._failed = 0
        self._closed_until = 0.0
        self._workers = ThreadPoolExecutor(threads, thread_name_prefix=f"{name}-guard")

    def ask(self, question: Callable[[], T]) -> T:
        """The answer, in time. Raises NotAnswered; RuntimeError inside a transaction."""
        refuse_inside_transaction(f"{self.name}’s service")
        if not self._may_ask():
            raise NotAnswered(f"{self.name} is resting after {self._failures} failures.")
        future = self._workers.submit(question)
        try:
            answer = future.result(self._budget)
        except TimeoutError as late:
            # One that has not begun is taken back; one under way ends by its own time limit.
            future.cancel()
            self._count(failed=True)
            raise NotAnswered(f"{self.name} did not answer within {self._budget:g} seconds.") from late
        except Exception as broken:
            self._count(failed=True)
            log.warning("service_failed", service=self.name, exc_info=broken)
            raise NotAnswered(f"{self.name} failed.") from broken
        self._count(failed=False)
        return answer

    def _may_ask(self) -> bool:
        with self._lock:
            if self._failed < self._failures:
                return True
            if self._now() < self._closed_until:
                return False
            # This caller finds out for all; if it fails, too, the rest begins anew.
            self._closed_until = self._now() + self._rest
            return True

    def _count(self, *, failed: bool) -> None:
        with self._lock:
            self._failed = self._failed + 1 if failed else 0
            if self._failed >= self._failures:
                self._closed_until = self._now() + self._rest
