"""Housekeeping of rate limits."""

from __future__ import annotations

import time

from django_tasks import task

from shopkeeper.foundation.http.models import RateBucket
from shopkeeper.foundation.tasks.schedule import every


@every(seconds=3600, name="http.prune_buckets")
@task(priority=-50)
def prune_buckets() -> None:
    """Forget buckets that are empty again."""
    RateBucket.objects.filter(empty_at_us__lt=time.time_ns() // 1000).delete()
