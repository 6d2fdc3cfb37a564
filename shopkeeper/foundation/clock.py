"""The only place that reads the time. Rules take the moment as ``at``; doors, workers and commands ask here."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> datetime:
    """The current instant, aware, UTC."""
    return datetime.now(UTC)
