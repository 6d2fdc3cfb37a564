"""Writing the record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.utils.functional import Promise

from shopkeeper.foundation import clock
from shopkeeper.foundation.audit.models import AuditEntry
from shopkeeper.foundation.money import Money

_encoder = DjangoJSONEncoder()


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Who acts. ``kind`` is ``user``, ``agent`` or ``system``; ``label`` is how people know them."""

    kind: str
    id: str = ""
    label: str = ""


SYSTEM = Actor(kind="system", label="Shopkeeper")


def record(
    *,
    actor: Actor,
    action: str,
    target: str,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
    reason: str = "",
    ip: str | None = None,
    at: datetime | None = None,
) -> AuditEntry:
    """Record ``action`` (``orders.cancel``) of ``actor`` on ``target`` (``order:17``).

    Of ``before`` and ``after``, only fields that differ are kept. The request id is taken from the
    request being served. Call it inside the operation's transaction, so that the record exists
    exactly when the change does; raises RuntimeError outside one. One query.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("record() must be called inside the transaction of the change it records.")
    request_id = structlog.contextvars.get_contextvars().get("request_id", "")
    return AuditEntry.objects.create(
        at=at or clock.now(),
        actor_kind=actor.kind,
        actor_id=actor.id,
        actor_label=actor.label,
        action=action,
        target=target,
        changes=differences(before or {}, after or {}),
        reason=reason,
        ip=ip,
        request_id=request_id,
    )


def differences(before: Mapping[str, object], after: Mapping[str, object]) -> dict[str, list[Any]]:
    """Each field that differs, with both values as JSON; None where a side does not have it."""
    old = {name: _plain(value) for name, value in before.items()}
    new = {name: _plain(value) for name, value in after.items()}
    names = sorted(old.keys() | new.keys())
    return {name: [old.get(name), new.get(name)] for name in names if old.get(name) != new.get(name)}


def _plain(value: object) -> Any:
    if value is None or isinstance(value, bool | int | str | float):
        return value
    if isinstance(value, Money):
        return {"minor": value.minor, "currency": value.currency}
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(item) for item in value]
    return str(value) if isinstance(value, Promise) else _encoder.default(value)
