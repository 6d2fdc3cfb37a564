"""What comes back: the list, and taking one in."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_GET, require_POST

from shopkeeper.commerce.returns import desk, queries
from shopkeeper.commerce.returns.models import Return
from shopkeeper.commerce.returns.operations import Finding
from shopkeeper.foundation import clock
from shopkeeper.foundation.errors import InvalidInput
from shopkeeper.foundation.idempotency.door import answered_once
from shopkeeper.interfaces.backoffice import render
from shopkeeper.interfaces.backoffice.forms import trouble_of
from shopkeeper.interfaces.backoffice.guard import Staff, scope_of, staff
from shopkeeper.interfaces.backoffice.present import returns as present

LENGTH = 50


@require_GET
@staff("orders.view")
def returns(request: HttpRequest, who: Staff) -> HttpResponse:
    status = request.GET.get("status", "")
    status = status if status in Return.Status.values else ""
    before = request.GET.get("before", "")
    last = int(before) if before.isascii() and before.isdigit() and len(before) < 19 else None
    found = queries.returns_for_staff(status=status, before_id=last, limit=LENGTH + 1)
    return render.page(request, who, "return_list.html", present.returns_page(found, status, LENGTH), title="Returns")


@require_GET
@staff("orders.view")
def one(request: HttpRequest, who: Staff, number: str) -> HttpResponse:
    return _room(request, who, queries.return_for_staff(number))


def _room(
    request: HttpRequest, who: Staff, made: Return, wrong: InvalidInput | None = None, status: int = 200
) -> HttpResponse:
    trouble = trouble_of(wrong) if wrong else None
    shown = present.return_room(queries.detail(made), request.POST.dict(), trouble)
    return render.page(request, who, "return_one.html", shown, title=f"Return {made.number}", status=status)


@require_POST
@staff("orders.fulfil")
@answered_once(scope=scope_of)
def receive(request: HttpRequest, who: Staff, number: str) -> HttpResponse:
    made = queries.return_for_staff(number)
    findings = [
        Finding(
            line.line_id,
            request.POST.get(f"line_{line.line_id}", ""),
            request.POST.get(f"note_{line.line_id}", "").replace("\x00", ""),
        )
        for line in queries.detail(made).lines
    ]
    try:
        desk.receive(made=made, findings=findings, actor=who.actor, at=clock.now())
    except InvalidInput as refused:
        return _room(request, who, made, refused, 422)
    messages.success(request, "Taken in. The customer will hear of it, and gets what they are due.")
    return HttpResponseRedirect(f"/office/returns/{made.number}/")
