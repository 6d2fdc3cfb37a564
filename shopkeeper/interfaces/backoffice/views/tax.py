"""Who sells, as a legal person, and who owes no tax."""

from __future__ import annotations

from dataclasses import fields

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST

from shopkeeper.commerce.tax import desk, queries
from shopkeeper.commerce.tax.desk import ExemptionTold, IdentityTold
from shopkeeper.foundation import clock
from shopkeeper.foundation.errors import InvalidInput
from shopkeeper.interfaces.backoffice import forms, render
from shopkeeper.interfaces.backoffice.forms import trouble_of
from shopkeeper.interfaces.backoffice.guard import Staff, staff
from shopkeeper.interfaces.backoffice.present import tax as present
from shopkeeper.interfaces.backoffice.present.markets import Again

EXEMPTIONS = "/office/markets/exemptions"


@require_http_methods(["GET", "POST"])
@staff("settings.edit")
def seller(request: HttpRequest, who: Staff) -> HttpResponse:
    title = "Who sells"
    if request.method == "GET":
        return render.page(request, who, "seller.html", present.seller_page(queries.identity()), title=title)
    typed = {field.name: request.POST.get(field.name, "") for field in fields(IdentityTold)}
    try:
        desk.write_identity(told=IdentityTold(**typed), actor=who.actor)
    except InvalidInput as wrong:
        shown = present.seller_page(queries.identity(), Again("seller", request.POST.dict(), trouble_of(wrong)))
        return render.page(request, who, "seller.html", shown, title=title, status=422)
    messages.success(request, "Saved. Invoices from now on say so; earlier ones stay as they are.")
    return HttpResponseRedirect("/office/markets/")


@require_http_methods(["GET", "POST"])
@staff("settings.edit")
def exemptions(request: HttpRequest, who: Staff) -> HttpResponse:
    if request.method == "GET":
        return _exemptions(request, who)
    try:
        made = desk.grant_exemption(told=_told(request), actor=who.actor, at=clock.now())
    except InvalidInput as wrong:
        return _exemptions(request, who, wrong)
    messages.success(request, f"{made.customer.user.email} pays no tax there from {made.valid_from}.")
    return HttpResponseRedirect(EXEMPTIONS)


@require_POST
@staff("settings.edit")
def withdraw(request: HttpRequest, who: Staff, exemption_id: int) -> HttpResponse:
    desk.withdraw_exemption(exemption_id=exemption_id, actor=who.actor, at=clock.now())
    messages.success(request, "Withdrawn. Orders keep what was agreed.")
    return HttpResponseRedirect(EXEMPTIONS)


def _exemptions(request: HttpRequest, who: Staff, wrong: InvalidInput | None = None) -> HttpResponse:
    again = Again("exemption", request.POST.dict(), trouble_of(wrong)) if wrong else None
    shown = present.exemptions_page(desk.exemptions(), clock.now().date(), again)
    return render.page(request, who, "exemptions.html", shown, title="Exemptions", status=422 if wrong else 200)


def _told(request: HttpRequest) -> ExemptionTold:
    typed = request.POST
    begin, end = typed.get("valid_from", "").strip(), typed.get("valid_until", "").strip()
    first = forms.day(begin) if begin else clock.now().date()
    last = forms.day(end)
    if first is None or (end and last is None):
        wrong = {"valid_from": "Write the day like 2027-01-01."} if first is None else {}
        if end and last is None:
            wrong["valid_until"] = "Write the day like 2027-12-31."
        raise InvalidInput(desk.NOT_GRANTED, wrong)
    return ExemptionTold(
        email=typed.get("email", ""),
        country=typed.get("exempt_country", ""),
        region=typed.get("region", "").strip().upper(),
        certificate=typed.get("certificate", ""),
        reason=typed.get("reason", ""),
        valid_from=first,
        valid_until=last,
    )
