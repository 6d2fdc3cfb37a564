"""Who did what, when and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from shopkeeper.commerce.orders.board import numbers_of
from shopkeeper.foundation.audit import queries
from shopkeeper.foundation.audit.models import AuditEntry
from shopkeeper.interfaces.backoffice import render
from shopkeeper.interfaces.backoffice.guard import Staff, staff
from shopkeeper.interfaces.backoffice.present import words

LENGTH = 50
ROOMS = {"product": "/office/products/{}/", "offer": "/office/stock/{}/"}


@dataclass(frozen=True)
class EntryRow:
    at: str
    who: str
    who_url: str
    action: str
    target: str
    target_url: str
    room: str
    room_url: str
    changes: tuple[tuple[str, str, str], ...]
    reason: str


@dataclass(frozen=True)
class AuditPage:
    rows: tuple[EntryRow, ...]
    target: str
    person: str
    next_url: str
    first_url: str


@require_GET
@staff("audit.view")
def audit(request: HttpRequest, who: Staff) -> HttpResponse:
    target, person = request.GET.get("target", "").strip()[:200], request.GET.get("person", "").strip()[:100]
    before = request.GET.get("before", "")
    rows = _entries(target, person, int(before) if before.isdigit() else None)
    numbers = numbers_of(int(key) for key in (row.target.removeprefix("order:") for row in rows) if key.isdigit())
    query = {key: value for key, value in (("target", target), ("person", person)) if value}
    shown = AuditPage(
        rows=tuple(_row(entry, numbers) for entry in rows[:LENGTH]),
        target=target,
        person=person,
        next_url="?" + urlencode({**query, "before": rows[LENGTH - 1].pk}) if len(rows) > LENGTH else "",
        first_url="/office/audit/?" + urlencode(query) if before else "",
    )
    return render.page(request, who, "audit.html", shown, title="Audit")


def _entries(target: str, person: str, before: int | None) -> list[AuditEntry]:
    if target:
        return queries.entries_about(target=target, before_id=before, limit=LENGTH + 1)
    if person:
        return queries.entries_by(kind="user", actor_id=person, before_id=before, limit=LENGTH + 1)
    return queries.latest_entries(before_id=before, limit=LENGTH + 1)


def _row(entry: AuditEntry, numbers: Mapping[int, str]) -> EntryRow:
    kind, _, key = entry.target.partition(":")
    order = numbers.get(int(key), "") if kind == "order" and key.isdigit() else ""
    return EntryRow(
        at=words.when(entry.at),
        who=entry.actor_label or entry.actor_kind,
        who_url="?" + urlencode({"person": entry.actor_id}) if entry.actor_kind == "user" else "",
        action=entry.action,
        target=entry.target,
        target_url="?" + urlencode({"target": entry.target}),
        room=order or entry.target,
        room_url=f"/office/orders/{order}/" if order else ROOMS[kind].format(key) if kind in ROOMS else "",
        changes=tuple((name, _said(old), _said(new)) for name, (old, new) in entry.changes.items()),
        reason=entry.reason,
    )


def _said(value: object) -> str:
    text = "nothing" if value is None or value == "" else str(value)
    return text if len(text) <= 160 else f"{text[:160]}…"
