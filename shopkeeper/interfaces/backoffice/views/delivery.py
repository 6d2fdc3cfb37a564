"""Delivery zones and ways of delivery: made, changed, taken away. The shop says the new thing at once."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST

from shopkeeper.commerce.pricing import queries as pricing
from shopkeeper.commerce.shipping import desk
from shopkeeper.commerce.shipping.desk import MethodDetails, Rate
from shopkeeper.commerce.shipping.models import ShippingMethod, ShippingZone
from shopkeeper.foundation.errors import InvalidInput
from shopkeeper.foundation.money import Money, MoneyError
from shopkeeper.interfaces.backoffice import forms, render
from shopkeeper.interfaces.backoffice.forms import trouble_of
from shopkeeper.interfaces.backoffice.guard import Staff, staff
from shopkeeper.interfaces.backoffice.present import delivery as present
from shopkeeper.interfaces.backoffice.present.delivery import MOST_ROWS

POLICIES = "/office/policies/"


@require_http_methods(["GET", "POST"])
@staff("settings.edit")
def new_zone(request: HttpRequest, who: Staff) -> HttpResponse:
    return _zone(request, who, None)


@require_http_methods(["GET", "POST"])
@staff("settings.edit")
def zone(request: HttpRequest, who: Staff, zone_id: int) -> HttpResponse:
    return _zone(request, who, desk.zone(zone_id))


def _zone(request: HttpRequest, who: Staff, found: ShippingZone | None) -> HttpResponse:
    if request.method == "GET":
        shown = present.zone_page(found)
        return render.page(request, who, "zone.html", shown, title=shown.title)
    typed = request.POST.dict()
    try:
        saved = desk.save_zone(
            zone=found,
            name=typed.get("name", ""),
            countries=typed.get("countries", ""),
            excluded=typed.get("excluded", ""),
            excluded_reason=typed.get("excluded_reason", ""),
            actor=who.actor,
        )
    except InvalidInput as wrong:
        shown = present.zone_page(desk.zone(found.pk) if found else None, typed, trouble_of(wrong))
        return render.page(request, who, "zone.html", shown, title=shown.title, status=422)
    if found is None:
        messages.success(request, f"“{saved.name}” is made. Now say how it is reached.")
        return HttpResponseRedirect(f"/office/policies/zones/{saved.pk}/methods/new")
    messages.success(request, f"“{saved.name}” is saved. The shop says so at once.")
    return HttpResponseRedirect(POLICIES)


@require_POST
@staff("settings.edit")
def delete_zone(request: HttpRequest, who: Staff, zone_id: int) -> HttpResponse:
    found = desk.zone(zone_id)
    desk.delete_zone(zone=found, actor=who.actor)
    messages.success(request, f"“{found.name}” is gone. Nothing is delivered there any more.")
    return HttpResponseRedirect(POLICIES)


@require_http_methods(["GET", "POST"])
@staff("settings.edit")
def new_method(request: HttpRequest, who: Staff, zone_id: int) -> HttpResponse:
    """A way to a zone. It begins with what others to anywhere have in common."""
    found = desk.zone(zone_id)
    like = next((one for _zone, methods in desk.every_zone() for one in methods), None)
    typed = request.POST.get("currency", "")
    known = _currencies()
    currency = typed if typed in known else next(iter(known), "EUR")
    return _method(request, who, present.new_method(found, like, currency))


@require_http_methods(["GET", "POST"])
@staff("settings.edit")
def method(request: HttpRequest, who: Staff, method_id: int) -> HttpResponse:
    return _method(request, who, desk.method(method_id))


def _method(request: HttpRequest, who: Staff, found: ShippingMethod) -> HttpResponse:
    if request.method == "GET":
        shown = present.method_page(found, _currencies())
        return render.page(request, who, "method.html", shown, title=shown.title)
    typed, is_new = request.POST.dict(), found.pk is None
    try:
        saved = desk.save_method(
            zone=found.zone, method=None if is_new else found, told=_told(typed, found), actor=who.actor
        )
    except InvalidInput as wrong:
        kept = found if is_new else desk.method(found.pk)
        shown = present.method_page(kept, _currencies(), typed, trouble_of(wrong))
        return render.page(request, who, "method.html", shown, title=shown.title, status=422)
    messages.success(request, f"{saved.name} is saved. The shop says so at once.")
    return HttpResponseRedirect(POLICIES)


@require_POST
@staff("settings.edit")
def delete_method(request: HttpRequest, who: Staff, method_id: int) -> HttpResponse:
    found = desk.method(method_id)
    desk.delete_method(method=found, actor=who.actor)
    messages.success(request, f"{found.name} is gone. Orders keep what was agreed.")
    return HttpResponseRedirect(POLICIES)


def _told(typed: Mapping[str, str], like: ShippingMethod) -> MethodDetails:
    currency, free = like.currency, typed.get("free_from", "").strip()
    return MethodDetails(
        name=typed.get("name", ""),
        carrier=typed.get("carrier", ""),
        currency=currency,
        rates=_rates(typed, currency),
        free_from=_money(free, currency, "free_from") if free else None,
        cutoff_hour=forms.number(typed, "cutoff_hour", what="an hour"),
        time_zone=typed.get("time_zone", like.time_zone),
        origin_country=typed.get("origin_country", like.origin_country),
        transit_days_min=forms.number(typed, "transit_days_min", what="days"),
        transit_days_max=forms.number(typed, "transit_days_max", what="days"),
        needs_phone="needs_phone" in typed,
        is_active="is_active" in typed,
        keeps_table=like.basis != ShippingMethod.Basis.WEIGHT,
    )


def _currencies() -> tuple[str, ...]:
    return tuple(dict.fromkeys(market.currency for market in pricing.markets()))


def _rates(typed: Mapping[str, str], currency: str) -> list[Rate]:
    """The rows that were filled in; an empty weight means any weight."""
    found = []
    for index in range(MOST_ROWS):
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
