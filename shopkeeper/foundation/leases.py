"""How long work is held, and how long a failure waits: shared by event deliveries and tasks.

A worker that takes a row writes its name and an end time on it. A worker that is killed cannot
give the row back, so after the end time anyone may take it again.
"""

from __future__ import annotations

import os
import random
import secrets
import socket
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q

FIRST_WAIT_SECONDS = 2
LONGEST_WAIT_SECONDS = 3600


def lease_length() -> timedelta:
    """How long a worker may be silent before its work is given to another (``LEASE_SECONDS``, 30)."""
    return timedelta(seconds=settings.LEASE_SECONDS)


def new_owner() -> str:
    """A name nobody else has, and that tells a person where to look: host, process, random."""
    return f"{socket.gethostname()[:40]}:{os.getpid()}:{secrets.token_hex(6)}"


def lease_is_free(at: datetime) -> Q:
    """Rows that nobody holds at ``at``."""
    return Q(lease_until__isnull=True) | Q(lease_until__lte=at)


def wait_before_retry(attempts: int) -> timedelta:
    """Exponential with jitter: half to all of 2 s, 4 s, 8 s … capped at an hour, after ``attempts`` failures.

    The jitter keeps a thousand failures of one outage from coming back in the same second.
    """
    longest = min(FIRST_WAIT_SECONDS * 2 ** min(attempts - 1, 20), LONGEST_WAIT_SECONDS)
    return timedelta(seconds=random.uniform(longest / 2, longest))  # noqa: S311 - spread, not secrecy


def describe(error: BaseException) -> str:
    """An error as one line for a row: class, message, and where it rose; at most 2,000 characters."""
    where = error.__traceback__
    while where is not None and where.tb_next is not None:
        where = where.tb_next
    place = f" ({where.tb_frame.f_code.co_filename}:{where.tb_lineno})" if where else ""
    return f"{type(error).__name__}: {error}"[:1800] + place[-190:]
