"""Delivery and returns: as customers read them, and as they are kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_GET, require_http_methods

from shopkeeper.commerce.content import desk as content
from shopkeeper.commerce.content import queries as content_queries
from shopkeeper.commerce.shipping import desk as shipping
from shopkeeper.commerce.shipping.desk import Rate
from shopkeeper.foundation.errors import InvalidInput
from shopkeeper.foundation.money import Money, MoneyError
from shopkeeper.interfaces.backoffice import forms, render
from shopkeeper.interfaces.backoffice.forms import trouble_of
from shopkeeper.interfaces.backoffice.guard import Staff, staff
from shopkeeper.interfaces.backoffice.present import policies as present

RATE_ROWS = 8


@dataclass(frozen=True)
class PoliciesPage:
    zones: tuple[present.ZoneView, ...]
    returns: tuple[present.ReturnsView, ...]


@require_GET
@staff("orders.view")
def policies(request: HttpRequest, who: Staff) -> HttpResponse:
    shown = PoliciesPage(
        tuple(present.zone_view(zone, methods) for zone, methods in shipping.every_zone()),
        tuple(present.returns_view(policy) for policy in content_queries.return_policies()),
    )
    return render.page(request, who, "policies.html", shown, title="Policies")


@require_http_methods(["GET", "POST"])
@staff("settings.edit")
def method(request: HttpRequest, who: Staff, method_id: int) -> HttpResponse:
    """A way of delivery and its rates."""
    found = shipping.method(method_id)
    if request.method == "GET":
        return render.page(request, who, "method.html", present.method_page(found), title=found.name)
    typed = request.POST.dict()
    try:
        free = typed.get("free_from", "").strip()
        shipping.edit_method(
            method=found,
            name=typed.get("name", ""),
            carrier=typed.get("carrier", ""),
            rates=_rates(typed, found.currency),
            free_from=_money(free, found.currency, "free_from") if free else None,
            cutoff_hour=forms.number(typed, "cutoff_hour", what="an hour"),
            transit_days_min=forms.number(typed, "transit_days_min", what="days"),
            transit_days_max=forms.number(typed, "transit_days_max", what="days"),
            is_active="is_active" in typed,
            actor=who.actor,
        )
    except InvalidInput as wrong:
        shown = present.method_page(shipping.method(method_id), typed, trouble_of(wrong))
        return render.page(request, who, "method.html", shown, title=found.name, status=422)
    messages.success(request, f"{found.name} is saved. Customers see it within seconds.")
    return HttpResponseRedirect("/office/policies/")


@require_http_methods(["GET", "POST"])
@staff("settings.edit")
def returns(request: HttpRequest, who: Staff, policy_id: int) -> HttpResponse:
    """A returns policy; saving makes the next version."""
    found = content.return_policy(policy_id)
    if request.method == "GET":
        return render.page(request, who, "returns.html", present.returns_page(found), title=found.name)
    typed = request.POST.dict()
    try:
        content.edit_return_policy(
            policy=found,
            is_returnable="is_returnable" in typed,
            window_days=forms.number(typed, "window_days", what="days"),
            fees=typed.get("fees", ""),
            refund_days=forms.number(typed, "refund_days", what="days"),
            reason=typed.get("reason", ""),
            actor=who.actor,
        )
    except InvalidInput as wrong:
        shown = present.returns_page(content.return_policy(policy_id), typed, trouble_of(wrong))
        return render.page(request, who, "returns.html", shown, title=found.name, status=422)
    messages.success(request, f"“{found.name}” is saved.")
    return HttpResponseRedirect("/office/policies/")


def _rates(typed: Mapping[str, str], currency: str) -> list[Rate]:
    """The rows that were filled in; an empty weight means any weight."""
    found = []
    for index in range(RATE_ROWS):
        amount, grams = typed.get(f"amount-{index}", "").strip(), typed.get(f"grams-{index}", "").strip()
        if amount:
            limit = forms.number(typed, f"grams-{index}", what="grams", lowest=1) if grams else None
            found.append(Rate(limit, _money(amount, currency, f"amount-{index}")))
        elif grams:
            raise InvalidInput("The method was not saved.", {f"amount-{index}": "Write what this weight costs."})
    return found


def _money(text: str, currency: str, name: str) -> Money:
    try:
        amount = Money.parse(text.replace(",", "."), currency)
    except MoneyError as wrong:
        raise InvalidInput("The method was not saved.", {name: wrong.message}) from None
    if amount.minor < 0:
        raise InvalidInput("The method was not saved.", {name: "Use 0.00 or more."})
    return amount
