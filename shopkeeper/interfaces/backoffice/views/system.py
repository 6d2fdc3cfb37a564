"""How the machine behind the shop is doing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_GET, require_POST

from shopkeeper.commerce.checkout import verify
from shopkeeper.foundation import clock
from shopkeeper.foundation.doctor import findings
from shopkeeper.foundation.errors import ShopError
from shopkeeper.foundation.events.queries import dead_deliveries
from shopkeeper.foundation.tasks.queries import Backlog, backlog, dead_tasks
from shopkeeper.interfaces.backoffice import render, upkeep
from shopkeeper.interfaces.backoffice.guard import Staff, staff
from shopkeeper.interfaces.backoffice.present import words

MOST_SHOWN = 20


@dataclass(frozen=True)
class DeadRow:
    name: str
    about: str
    since: str
    attempts: int
    error: str
    retry_url: str


@dataclass(frozen=True)
class SystemPage:
    findings: tuple[tuple[str, str], ...]
    backlog: Backlog
    dead: tuple[DeadRow, ...]
    checks: tuple[tuple[str, tuple[str, ...], int], ...] | None


@require_GET
@staff("audit.view")
def system(request: HttpRequest, who: Staff) -> HttpResponse:
    return _shown(request, who, None)


@require_GET
@staff("audit.view")
def verified(request: HttpRequest, who: Staff) -> HttpResponse:
    """Every invariant, asked of the data as it stands; reads only."""
    checks = tuple((title, tuple(found[:MOST_SHOWN]), len(found)) for title, found in verify.findings())
    return _shown(request, who, checks)


@require_POST
@staff("settings.edit")
def retry_task(request: HttpRequest, who: Staff, task_id: int) -> HttpResponse:
    return _retried(request, lambda: upkeep.retry_dead_task(task_id=task_id, actor=who.actor))


@require_POST
@staff("settings.edit")
def retry_delivery(request: HttpRequest, who: Staff, delivery_id: int) -> HttpResponse:
    return _retried(request, lambda: upkeep.retry_dead_delivery(delivery_id=delivery_id, actor=who.actor))


def _retried(request: HttpRequest, again: Callable[[], None]) -> HttpResponse:
    try:
        again()
    except ShopError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, "It is being tried again.")
    return HttpResponseRedirect("/office/system/")


def _shown(
    request: HttpRequest, who: Staff, checks: tuple[tuple[str, tuple[str, ...], int], ...] | None
) -> HttpResponse:
    dead = [
        DeadRow(
            one.path,
            str(one.arguments)[:200],
            words.when(one.finished_at or one.enqueued_at),
            one.attempts,
            one.last_error,
            f"/office/system/tasks/{one.pk}/retry",
        )
        for one in dead_tasks(limit=MOST_SHOWN)
    ]
    dead += [
        DeadRow(
            one.subscriber,
            f"{one.event.name} {one.aggregate}",
            words.when(one.event.at),
            one.attempts,
            one.last_error,
            f"/office/system/deliveries/{one.pk}/retry",
        )
        for one in dead_deliveries(limit=MOST_SHOWN)
    ]
    shown = SystemPage(tuple(findings()), backlog(at=clock.now()), tuple(dead), checks)
    return render.page(request, who, "system.html", shown, title="System")
