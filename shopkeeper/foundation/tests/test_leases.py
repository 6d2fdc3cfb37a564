"""How long work is held, and how long a failure waits."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import OperationalError

from shopkeeper.foundation import clock, leases


@pytest.mark.parametrize(
    ("attempts", "longest_seconds"), [(0, 2), (1, 2), (2, 4), (3, 8), (6, 64), (11, 2048), (12, 3600), (10**6, 3600)]
)
def test_each_failure_waits_twice_as_long_up_to_an_hour_and_never_all_at_the_same_instant(
    attempts: int, longest_seconds: int
) -> None:
    waits = {leases.wait_before_retry(attempts) for _ in range(50)}

    assert len(waits) > 1
    assert max(waits) <= timedelta(seconds=longest_seconds)
    assert min(waits) >= timedelta(seconds=min(longest_seconds, 2) / 4)


def test_workers_never_share_a_name() -> None:
    assert len({leases.new_owner() for _ in range(100)}) == 100


def test_an_error_is_told_in_one_short_line_with_its_place() -> None:
    try:
        raise OperationalError("x" * 5000)
    except OperationalError as error:
        told = leases.describe(error)

    assert told.startswith("OperationalError: xxx")
    assert "test_leases.py" in told
    assert len(told) <= 2000


def test_an_error_that_was_never_raised_is_told_too() -> None:
    assert leases.describe(ValueError("no")) == "ValueError: no"


def test_the_time_is_told_with_its_zone() -> None:
    assert clock.now().utcoffset() == timedelta(0)
