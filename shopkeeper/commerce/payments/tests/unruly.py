"""A provider that behaves like the sandbox until it is told to misbehave: time-outs, nonsense, other amounts.

A local stand-in for a service on another machine: it keeps real books and really acts, before or after its answer
is lost, so that a test can ask what became of the money.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, ClassVar

from shopkeeper.commerce.payments.backends.sandbox import Sandbox
from shopkeeper.commerce.payments.ports import Answer, Charge, ProviderUnavailable
from shopkeeper.foundation.money import Money

Trouble = Callable[[Callable[[], Answer]], Answer]
PATH = "shopkeeper.commerce.payments.tests.unruly.Unruly"


class Unruly(Sandbox):
    name = "unruly"
    troubles: ClassVar[dict[str, Trouble]] = {}
    calls: ClassVar[list[str]] = []

    def authorise(self, charge: Charge) -> Answer:
        return self._do("authorise", lambda: super(Unruly, self).authorise(charge))

    def capture(self, provider_id: str, amount: Money, key: str) -> Answer:
        return self._do("capture", lambda: super(Unruly, self).capture(provider_id, amount, key))

    def void(self, provider_id: str, key: str) -> Answer:
        return self._do("void", lambda: super(Unruly, self).void(provider_id, key))

    def refund(self, provider_id: str, amount: Money, key: str) -> Answer:
        return self._do("refund", lambda: super(Unruly, self).refund(provider_id, amount, key))

    def fetch(self, payment_key: str) -> Answer:
        return self._do("fetch", lambda: super(Unruly, self).fetch(payment_key))

    def _do(self, call: str, act: Callable[[], Answer]) -> Answer:
        self.calls.append(call)
        trouble = self.troubles.get(call)
        return trouble(act) if trouble else act()


@contextmanager
def trouble(**troubles: Trouble) -> Iterator[None]:
    """Inside the block these calls go wrong."""
    Unruly.troubles.update(troubles)
    Unruly.calls.clear()
    try:
        yield
    finally:
        Unruly.troubles.clear()


def lost_before(error: Exception | None = None) -> Trouble:
    """Nothing happened, and nobody knows."""

    def go_wrong(act: Callable[[], Answer]) -> Answer:
        raise error or ProviderUnavailable("No answer in time.")

    return go_wrong


def lost_after(error: Exception | None = None) -> Trouble:
    """It was done, and nobody knows."""

    def go_wrong(act: Callable[[], Answer]) -> Answer:
        act()
        raise error or ProviderUnavailable("No answer in time.")

    return go_wrong


def answers(**changed: Any) -> Trouble:
    """It was done, but something else is said."""
    return lambda act: replace(act(), **changed)
