"""A service that is slow or down costs a customer little, and soon nothing."""

from __future__ import annotations

from threading import Event
from time import monotonic

import pytest
from django.db import transaction

from shopkeeper.commerce.tax.guard import Guard, NotAnswered


class Clock:
    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def broken() -> str:
    raise OSError("connection refused")


def test_an_answer_in_time_is_passed_on() -> None:
    assert Guard("test", budget=5).ask(lambda: "yes") == "yes"


def test_whoever_takes_longer_than_the_budget_is_done_without() -> None:
    guard, wake = Guard("test", budget=0.05), Event()
    began = monotonic()

    with pytest.raises(NotAnswered, match=r"within 0\.05 seconds"):
        guard.ask(lambda: wake.wait(20))

    assert monotonic() - began < 5
    wake.set()


def test_after_three_failures_nobody_is_asked_for_a_minute_and_then_one_caller_tries() -> None:
    clock, asked = Clock(), []
    guard = Guard("test", budget=5, now=clock)

    def fails() -> str:
        asked.append(clock.seconds)
        raise OSError

    for seconds in (0, 1, 2, 3, 30, 61.9, 62, 63, 121.9, 122.1):
        clock.seconds = seconds
        with pytest.raises(NotAnswered):
            guard.ask(fails)

    assert asked == [0, 1, 2, 62, 122.1]


def test_one_good_answer_forgives_the_failures_before_it() -> None:
    guard = Guard("test", budget=5)
    for _ in range(4):
        for _ in range(2):
            with pytest.raises(NotAnswered):
                guard.ask(broken)
        assert guard.ask(lambda: "yes") == "yes"


@pytest.mark.django_db(transaction=True)
def test_nobody_is_asked_inside_a_transaction() -> None:
    with transaction.atomic(), pytest.raises(RuntimeError, match="never called inside a transaction"):
        Guard("test", budget=5).ask(lambda: "yes")
