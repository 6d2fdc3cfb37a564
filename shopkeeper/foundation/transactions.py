"""Small truths about transactions."""

from __future__ import annotations

from django.db import connection


def refuse_inside_transaction(what: str) -> None:
    """Raise RuntimeError when called inside a transaction: ``what`` talks to somebody else and may take seconds,
    and what it did cannot be rolled back. (The transaction a Django TestCase wraps around a test does not count.)
    """
    blocks = connection.atomic_blocks
    if blocks and not getattr(blocks[-1], "_from_testcase", False):
        raise RuntimeError(f"{what} is never called inside a transaction; commit the intention first.")
