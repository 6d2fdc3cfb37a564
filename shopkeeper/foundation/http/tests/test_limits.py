from __future__ import annotations

import threading

import pytest
from django.conf import settings
from django.db import connection
from django.test import RequestFactory
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from shopkeeper.foundation import ids
from shopkeeper.foundation.errors import TooManyRequests
from shopkeeper.foundation.http.addresses import client_address
from shopkeeper.foundation.http.limits import (
    Buckets,
    MemoryBuckets,
    RedisBuckets,
    TableBuckets,
    allow,
    is_allowed,
)

SECOND = 1_000_000
NOW = 1_763_000_000 * SECOND
REDIS = "redis://127.0.0.1:6379/9"


def redis_is_there() -> bool:
    import redis

    try:
        return bool(redis.Redis.from_url(REDIS, socket_connect_timeout=0.2).ping())
    except redis.RedisError:
        return False


@pytest.fixture(params=["table", "memory", "redis"])
def buckets(request: pytest.FixtureRequest) -> Buckets:
    if request.param == "redis" and not redis_is_there():
        pytest.skip("no Redis here")
    made: dict[str, Buckets] = {"table": TableBuckets(), "memory": MemoryBuckets()}
    return made.get(request.param) or RedisBuckets(REDIS)


@pytest.mark.django_db
def test_a_burst_is_let_through_and_then_one_per_step(buckets: Buckets) -> None:
    name = ids.token()

    def take(at: float) -> int:
        return buckets.take(name, 5 * SECOND, 10 * SECOND, NOW + int(at * SECOND))

    assert [take(0), take(0), take(0)] == [0, 0, 5 * SECOND]
    assert take(3) == 2 * SECOND
    assert take(5) == 0
    assert take(5) == 5 * SECOND
    assert [take(100), take(100), take(100)] == [0, 0, 5 * SECOND]


@hypothesis_settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(0, 3 * SECOND), max_size=60), st.integers(1, 6))
def test_no_window_ever_lets_through_more_than_twice_the_rate(waits: list[int], rate: int) -> None:
    buckets, at, allowed = MemoryBuckets(), NOW, []
    for wait in waits:
        at += wait
        if not buckets.take("b", 10 * SECOND // rate, 10 * SECOND, at):
            allowed.append(at)

    for start in allowed:
        assert sum(start <= one < start + 10 * SECOND for one in allowed) <= 2 * rate


@pytest.mark.django_db
def test_too_many_are_told_when_to_come_back() -> None:
    name = ids.token()
    for _ in range(10):
        allow(name, rate=10, per_seconds=600)

    with pytest.raises(TooManyRequests, match=r"seconds|minutes") as refusal:
        allow(name, rate=10, per_seconds=600)

    assert 55 <= refusal.value.retry_after <= 60
    assert not is_allowed(name, rate=10, per_seconds=600)


@pytest.mark.django_db
def test_a_flood_is_refused_with_one_read(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    name = ids.token()
    allow(name, rate=1, per_seconds=600)

    with django_assert_num_queries(1):
        assert not is_allowed(name, rate=1, per_seconds=600)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_many_at_once_cannot_pass_a_limit_together() -> None:
    barrier = threading.Barrier(8)
    passed: list[bool] = []

    def caller() -> None:
        barrier.wait()
        passed.extend(is_allowed("coupon:ann", rate=5, per_seconds=600) for _ in range(3))
        connection.close()

    threads = [threading.Thread(target=caller) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum(passed) == 5


def test_when_redis_is_away_the_process_counts_by_itself() -> None:
    buckets = RedisBuckets("redis://127.0.0.1:1/0")

    assert buckets.take("b", 10 * SECOND, 10 * SECOND, NOW) == 0
    assert buckets.take("b", 10 * SECOND, 10 * SECOND, NOW) == 10 * SECOND


@pytest.mark.parametrize(
    ("proxies", "address"), [(0, "10.0.0.1"), (1, "203.0.113.9"), (2, "198.51.100.7"), (4, "10.0.0.1")]
)
def test_an_address_is_believed_as_far_as_our_own_proxies_reach(
    proxies: int, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "PROXIES", proxies, raising=False)
    request = RequestFactory().get(
        "/", REMOTE_ADDR="10.0.0.1", headers={"X-Forwarded-For": "1.2.3.4, 198.51.100.7, 203.0.113.9"}
    )

    assert client_address(request) == address
