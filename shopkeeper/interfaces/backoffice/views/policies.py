"""Delivery and returns: as customers read them, and as they are kept."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_GET, require_http_methods

from shopkeeper.commerce.content import desk as content
from shopkeeper.commerce.content import queries as content_queries
from shopkeeper.commerce.payments import promises
from shopkeeper.commerce.pricing import queries as pricing
from shopkeeper.commerce.shipping import desk as shipping
from shopkeeper.foundation.errors import InvalidInput
from shopkeeper.interfaces.backoffice import forms, render
from shopkeeper.interfaces.backoffice.forms import trouble_of
from shopkeeper.interfaces.backoffice.guard import Staff, staff
from shopkeeper.interfaces.backoffice.present import policies as present
from shopkeeper.interfaces.backoffice.present.money import TermsView, terms_view


@dataclass(frozen=True)
class PoliciesPage:
    zones: tuple[present.ZoneView, ...]
    unserved: tuple[str, ...]
    returns: tuple[present.ReturnsView, ...]
    payments: tuple[TermsView, ...]


@require_GET
@staff("orders.view")
def policies(request: HttpRequest, who: Staff) -> HttpResponse:
    zones = shipping.every_zone()
    shown = PoliciesPage(
        tuple(present.zone_view(zone, methods) for zone, methods in zones),
        present.unserved(pricing.markets(), [zone for zone, _methods in zones]),
        tuple(present.returns_view(policy) for policy in content_queries.return_policies()),
        tuple(terms_view(name, promises.terms(name)) for name in promises.PROVIDERS),
    )
    return render.page(request, who, "policies.html", shown, title="Policies")


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
