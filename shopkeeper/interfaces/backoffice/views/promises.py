"""Delivery promises: how they were kept, which were broken, and what is given for that."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_GET, require_POST

from shopkeeper.commerce.shipping import papers, remedy_desk, report
from shopkeeper.commerce.shipping.remedy_desk import RuleWanted
from shopkeeper.foundation import clock
from shopkeeper.foundation.errors import InvalidInput, ShopError
from shopkeeper.foundation.idempotency.door import answered_once
from shopkeeper.interfaces.backoffice import render
from shopkeeper.interfaces.backoffice.forms import Trouble, number, trouble_of
from shopkeeper.interfaces.backoffice.guard import Staff, scope_of, staff
from shopkeeper.interfaces.backoffice.present import promises as present

DAYS = 90


@require_GET
@staff("orders.view")
def promises(request: HttpRequest, who: Staff) -> HttpResponse:
    return _shown(request, who)


@require_POST
@staff("orders.refund")
@answered_once(scope=scope_of)
def given(request: HttpRequest, who: Staff, step_id: int) -> HttpResponse:
    """Somebody gave it by hand."""
    try:
        remedy_desk.give(step=report.remedy(step_id), actor=who.actor, at=clock.now())
    except ShopError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, "Noted as given.")
    return HttpResponseRedirect("/office/promises/")


@require_POST
@staff("settings.edit")
def rules(request: HttpRequest, who: Staff) -> HttpResponse:
    typed = request.POST.dict()
    try:
        remedy_desk.save_rules(wanted=_wanted(typed), actor=who.actor, at=clock.now())
    except InvalidInput as wrong:
        return _shown(request, who, typed=typed, trouble=trouble_of(wrong), status=422)
    messages.success(request, "Saved. A new remedy is for packages promised for today or later.")
    return HttpResponseRedirect("/office/promises/#policy")


def _wanted(typed: Mapping[str, str]) -> dict[str, RuleWanted]:
    def days(kind: str) -> int | None:
        return number(typed, f"{kind}-days", lowest=1) if typed.get(f"{kind}-days", "").strip() else None

    percent = number(typed, "credit-percent", lowest=1) if typed.get("credit-percent", "").strip() else 0
    return {
        "message": RuleWanted(days("message")),
        "charge": RuleWanted(days("charge")),
        "credit": RuleWanted(days("credit"), percent),
    }


def _shown(
    request: HttpRequest,
    who: Staff,
    *,
    typed: Mapping[str, str] | None = None,
    trouble: Trouble | None = None,
    status: int = 200,
) -> HttpResponse:
    today = clock.now().date()
    start, until = today - timedelta(days=DAYS), today + timedelta(days=1)
    method = request.GET.get("method", "")[:60]
    shown = present.promises_page(
        days=DAYS,
        records=report.by_method(start=start, until=until, today=today),
        due=report.remedies_due(),
        broken=report.broken(start=start, until=until, today=today, method=method),
        method=method,
        learned=report.latest_learning(),
        troubled=papers.troubled(),
        rules=remedy_desk.standing_rules(),
        typed=typed,
        trouble=trouble,
    )
    return render.page(request, who, "promises.html", shown, title="Delivery promises", status=status)
