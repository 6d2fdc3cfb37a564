"""Rate limits: at most ``rate`` in ``per_seconds``, refilled evenly.

The generic cell rate algorithm (ITU-T I.371), a token bucket kept as one number: the time at which
the bucket will be empty again. One use moves it on by ``per_seconds / rate``; it may lie at most
``per_seconds`` ahead. Worked example, 2 in 10 s, empty at 0: a use at 0 sets 5, another at 0 sets
10, a third would set 15 and is refused until 5.
"""

from __future__ import annotations

import math
import threading
import time
from functools import lru_cache
from typing import Protocol

import structlog
from django.conf import settings
from django.db.models import F, Value
from django.db.models.functions import Greatest

from shopkeeper.foundation.errors import TooManyRequests
from shopkeeper.foundation.text import wait_in_words

SECOND_US = 1_000_000
log = structlog.get_logger(__name__)


class Buckets(Protocol):
    """Where the numbers are kept."""

    def take(self, name: str, step_us: int, span_us: int, now_us: int) -> int:
        """Use the bucket once: 0, or the microseconds until it would be allowed."""
        ...


def allow(bucket: str, *, rate: int, per_seconds: int) -> None:
    """Count one use of ``bucket`` (``sign-in:ip:203.0.113.9``). Raises TooManyRequests above the limit.

    Call it outside transactions: a rollback would forget the use. With the table, an allowed use costs two
    queries and a refused one a single read, so a flood does not become writes.
    """
    wait_us = wait_for(bucket, rate=rate, per_seconds=per_seconds)
    if wait_us:
        seconds = max(1, math.ceil(wait_us / SECOND_US))
        raise TooManyRequests(f"That was a lot at once. Please try again in {wait_in_words(seconds)}.", seconds)


def is_allowed(bucket: str, *, rate: int, per_seconds: int) -> bool:
    """Like :func:`allow`, as yes or no."""
    return not wait_for(bucket, rate=rate, per_seconds=per_seconds)


def wait_for(bucket: str, *, rate: int, per_seconds: int) -> int:
    """Use the bucket once: 0 when allowed, else the microseconds to wait."""
    step, span = per_seconds * SECOND_US // rate, per_seconds * SECOND_US
    return _buckets().take(bucket[:200], step, span, time.time_ns() // 1000)


def forget(text: str) -> None:
    """Drop the counters named after somebody's address; only those kept in the table, the others end by themselves."""
    from shopkeeper.foundation.http.models import RateBucket

    RateBucket.objects.filter(name__icontains=text).delete()


class TableBuckets:
    """In the database: exact over all processes, kept over restarts."""

    def take(self, name: str, step_us: int, span_us: int, now_us: int) -> int:
        from shopkeeper.foundation.http.models import RateBucket

        row = RateBucket.objects.filter(pk=name)
        known = row.values_list("empty_at_us", flat=True).first()
        latest = now_us + span_us - step_us
        if known is not None and known > latest:
            return known - latest
        if known is None:
            RateBucket.objects.bulk_create([RateBucket(name=name, empty_at_us=0)], ignore_conflicts=True)
        moved = row.filter(empty_at_us__lte=latest).update(
            empty_at_us=Greatest(F("empty_at_us"), Value(now_us)) + step_us
        )
        return 0 if moved else step_us


class MemoryBuckets:
    """In this process: for one process, and while Redis is away."""

    def __init__(self, most: int = 50_000) -> None:
        self._empty_at: dict[str, int] = {}
        self._most = most
        self._lock = threading.Lock()

    def take(self, name: str, step_us: int, span_us: int, now_us: int) -> int:
        with self._lock:
            known = max(self._empty_at.get(name, 0), now_us)
            if known + step_us > now_us + span_us:
                return known + step_us - now_us - span_us
            if len(self._empty_at) >= self._most:
                self._empty_at = {key: value for key, value in self._empty_at.items() if value > now_us}
            self._empty_at[name] = known + step_us
            return 0


class RedisBuckets:
    """In Valkey or Redis, atomically; in this process's memory while that is away."""

    _SCRIPT = """
    local known = math.max(tonumber(redis.call('GET', KEYS[1]) or '0'), tonumber(ARGV[3]))
    local over = known + tonumber(ARGV[1]) - tonumber(ARGV[3]) - tonumber(ARGV[2])
    if over > 0 then return over end
    redis.call('SET', KEYS[1], string.format('%.0f', known + ARGV[1]), 'PX', math.ceil(ARGV[2] / 1000) + 1000)
    return 0
    """

    def __init__(self, url: str) -> None:
        import redis

        self._client = redis.Redis.from_url(url, socket_timeout=0.2, socket_connect_timeout=0.2)
        self._run = self._client.register_script(self._SCRIPT)
        self._spare = MemoryBuckets()
        self._errors = (redis.RedisError, OSError)

    def take(self, name: str, step_us: int, span_us: int, now_us: int) -> int:
        try:
            return int(self._run(keys=[f"limit:{name}"], args=[step_us, span_us, now_us]))
        except self._errors as error:
            log.warning("rate_limits_local", reason=type(error).__name__)
            return self._spare.take(name, step_us, span_us, now_us)


@lru_cache(maxsize=1)
def _buckets() -> Buckets:
    url = settings.CACHE_URL
    return RedisBuckets(url) if url else TableBuckets()
