"""Rate limits that outlive a process and hold for all of them."""

from __future__ import annotations

from django.db import models


class RateBucket(models.Model):
    """``empty_at_us`` is when the bucket will have forgotten everything, in microseconds since 1970."""

    name = models.CharField(max_length=200, primary_key=True)
    empty_at_us = models.BigIntegerField(db_index=True)

    def __str__(self) -> str:
        return self.name
