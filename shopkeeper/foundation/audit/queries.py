"""Reading the record, newest first, a page at a time: pass the last row's id as ``before_id``."""

from __future__ import annotations

from django.db.models import QuerySet

from shopkeeper.foundation.audit.models import AuditEntry


def entries_about(*, target: str, before_id: int | None = None, limit: int = 50) -> list[AuditEntry]:
    """What was done to ``target``. One query."""
    return _page(AuditEntry.objects.filter(target=target), before_id, limit)


def entries_by(*, kind: str, actor_id: str, before_id: int | None = None, limit: int = 50) -> list[AuditEntry]:
    """What one actor did. One query."""
    return _page(AuditEntry.objects.filter(actor_kind=kind, actor_id=actor_id), before_id, limit)


def latest_entries(*, before_id: int | None = None, limit: int = 50) -> list[AuditEntry]:
    """What anyone did. One query."""
    return _page(AuditEntry.objects.all(), before_id, limit)


def _page(entries: QuerySet[AuditEntry], before_id: int | None, limit: int) -> list[AuditEntry]:
    if before_id is not None:
        entries = entries.filter(id__lt=before_id)
    return list(entries.order_by("-id")[:limit])
