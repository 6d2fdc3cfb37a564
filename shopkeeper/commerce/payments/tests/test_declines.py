"""How long somebody who was declined has to wait. Pure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from shopkeeper.commerce.payments.declines import LIMITS, Limit, Payer, Seen, marks, wait_of

NOON = datetime(2026, 11, 18, 12, 0, tzinfo=UTC)
SESSION = Limit("session", 3, 6, timedelta(hours=1))
NETWORK = Limit("address", 5, 20, timedelta(minutes=10), account_passes=True)


def declined(*minutes: float) -> list[Seen]:
    return [Seen(NOON + timedelta(minutes=one), declined=True) for one in minutes]


def minutes(seen: list[Seen], at: float, limit: Limit = SESSION, *, signed_in: bool = False) -> float:
    wait = wait_of(limit, seen, signed_in=signed_in, at=NOON + timedelta(minutes=at))
    return wait / timedelta(minutes=1)


def test_the_numbers_are_those_of_the_promise() -> None:
    assert {limit.kind: limit.slow for limit in LIMITS} == {
        "session": 3,
        "account": 3,
        "address": 5,
        "basket": 10,
        "card": 3,
    }
    assert next(limit.window for limit in LIMITS if limit.kind == "address") == timedelta(minutes=10)


def test_the_worked_example() -> None:
    assert minutes(declined(0, 1), 1) == 0
    assert minutes(declined(0, 1, 2), 2) == 1
    assert minutes(declined(0, 1, 2), 3) == 0
    assert minutes(declined(0, 1, 2, 3), 3) == 2
    assert minutes(declined(0, 1, 2, 3, 5), 5) == 4
    assert minutes(declined(0, 1, 2, 3, 5, 9), 9) == 51
    assert minutes(declined(0, 1, 2, 3, 5, 9), 60) == 0


def test_what_is_older_than_the_window_does_not_count() -> None:
    assert minutes(declined(-61, -60, 0, 1), 1) == 0


def test_no_wait_is_longer_than_until_the_window_has_passed() -> None:
    for count in range(1, 30):
        assert minutes(declined(*(one / 10 for one in range(count))), 3) <= 60


def test_signing_in_spares_the_wait_of_a_network_but_not_its_stop() -> None:
    assert minutes(declined(0, 1, 2, 3, 4), 4, NETWORK) == 1
    assert minutes(declined(0, 1, 2, 3, 4), 4, NETWORK, signed_in=True) == 0
    assert minutes(declined(*(one / 10 for one in range(20))), 2, NETWORK, signed_in=True) == 8


def test_attempts_under_way_count_once_there_is_reason_to_look_twice() -> None:
    under_way = [Seen(NOON, declined=False)] * 30

    assert minutes(under_way, 0) == 0
    assert minutes([*declined(-2, -2), *under_way], 0) == 0
    assert minutes([*declined(-2, -2, -2), *under_way], 0) == 1
    assert minutes([*declined(-2, -2, -2), *under_way[:2]], 0) == 0


@pytest.mark.parametrize("text", ["203.0.113.9", "4242"])
def test_nothing_can_be_read_from_a_mark(text: str) -> None:
    known = marks(Payer(session=text, address=text), basket=text, card=text)

    assert set(known) == {"session", "address", "basket", "card"}
    assert len(set(known.values())) == 4
    assert not any(text in mark for mark in known.values())
    assert all(len(mark) == 32 for mark in known.values())
