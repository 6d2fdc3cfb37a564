"""Click and collect at the desk: places, handing over, and a package split in two."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST

from shopkeeper.commerce.orders import desk, queries
from shopkeeper.commerce.shipping import pickup_desk
from shopkeeper.commerce.shipping.models import PickupPoint
from shopkeeper.commerce.shipping.opening_hours import hours_lines
from shopkeeper.commerce.shipping.pickup_desk import PointTold
from shopkeeper.foundation import clock
from shopkeeper.foundation.errors import InvalidInput, ShopError
from shopkeeper.foundation.idempotency.door import answered_once
from shopkeeper.interfaces.backoffice import render
from shopkeeper.interfaces.backoffice.forms import Choice, Field, Trouble, number, trouble_of
from shopkeeper.interfaces.backoffice.guard import Staff, scope_of, staff

PLACES = "/office/policies/pickup"


@dataclass(frozen=True)
class PlaceRow:
    name: str
    told: str
    hours: tuple[str, ...]
    url: str
    is_active: bool


@dataclass(frozen=True)
class PickupPage:
    title: str
    url: str
    places: tuple[PlaceRow, ...]
    fields: tuple[Field, ...]
    trouble: Trouble | None


@require_http_methods(["GET", "POST"])
@staff("settings.edit")
def places(request: HttpRequest, who: Staff) -> HttpResponse:
    """Every place, and a form for a new one."""
    return _place(request, who, None)


@require_http_methods(["GET", "POST"])
@staff("settings.edit")
def place(request: HttpRequest, who: Staff, point_id: int) -> HttpResponse:
    return _place(request, who, pickup_desk.point(point_id))


def _place(request: HttpRequest, who: Staff, found: PickupPoint | None) -> HttpResponse:
    if request.method == "GET":
        return _shown(request, who, found)
    typed = request.POST.dict()
    try:
        saved = pickup_desk.save_point(point=found, told=_told(typed), actor=who.actor)
    except InvalidInput as wrong:
        return _shown(request, who, found, typed, trouble_of(wrong))
    messages.success(request, f"“{saved.name}” is saved. The checkout says so at once.")
    return HttpResponseRedirect(PLACES)


def _told(typed: Mapping[str, str]) -> PointTold:
    return PointTold(
        location=typed.get("location", ""),
        name=typed.get("name", ""),
        address=typed.get("address", ""),
        time_zone=typed.get("time_zone", ""),
        hours=typed.get("hours", ""),
        ready_hours=number(typed, "ready_hours", what="hours"),
        is_active="is_active" in typed,
    )


def _shown(
    request: HttpRequest,
    who: Staff,
    found: PickupPoint | None,
    typed: Mapping[str, str] | None = None,
    trouble: Trouble | None = None,
) -> HttpResponse:
    shown = PickupPage(
        title=found.name if found else "Click and collect",
        url=f"{PLACES}/{found.pk}/" if found else PLACES,
        places=() if found else tuple(_row(one) for one in pickup_desk.points()),
        fields=_fields(found or PickupPoint(), typed, dict(trouble.fields) if trouble else {}),
        trouble=trouble,
    )
    return render.page(request, who, "pickup.html", shown, title=shown.title, status=422 if trouble else 200)


def _row(point: PickupPoint) -> PlaceRow:
    hours = "hour" if point.ready_hours == 1 else "hours"
    told = f"{point.address}, ready in {point.ready_hours} open {hours}"
    return PlaceRow(point.name, told, tuple(hours_lines(point.hours)), f"{PLACES}/{point.pk}/", point.is_active)


def _fields(point: PickupPoint, typed: Mapping[str, str] | None, wrong: Mapping[str, str]) -> tuple[Field, ...]:
    def field(name: str, label: str, kept: str, hint: str = "", *, kind: str = "text") -> Field:
        value = kept if typed is None else typed.get(name, "")
        return Field(name=name, label=label, value=value, error=wrong.get(name, ""), hint=hint, kind=kind)

    slugs = tuple(Choice(slug, name) for slug, name in pickup_desk.locations().items())
    location = field("location", "Location", point.location, "What lies there is ready soonest.")
    is_active = point.is_active if typed is None else "is_active" in typed
    return (
        Field(
            name="location",
            label=location.label,
            kind="select",
            value=location.value,
            error=location.error,
            hint=location.hint,
            choices=slugs,
        ),
        field("name", "Name customers see", point.name, "Such as: Leiden, Breestraat."),
        field("address", "Address", point.address, "In one line."),
        field(
            "hours",
            "Open",
            "\n".join(hours_lines(point.hours)),
            "A line for days alike: Mon–Fri 09:00–18:00.",
            kind="textarea",
        ),
        field("ready_hours", "Ready in how many open hours", str(point.ready_hours)),
        field("time_zone", "Time zone", point.time_zone),
        Field(name="is_active", label="Offered to customers", kind="checkbox", value="yes" if is_active else ""),
    )


@require_POST
@staff("orders.fulfil")
@answered_once(scope=scope_of)
def hand_over(request: HttpRequest, who: Staff, number: str, package_id: int) -> HttpResponse:
    """Somebody shows the code of a package that waits here."""
    found = queries.order_for_staff(number)
    package, code = desk.package_of(found, package_id), request.POST.get("code", "")[:20]
    try:
        pickup_desk.hand_over(package=package, code=code, actor=who.actor, at=clock.now())
    except ShopError as refusal:
        messages.error(request, f"{refusal.message} Nothing was changed.")
    else:
        messages.success(request, "Handed over.")
    return HttpResponseRedirect(f"/office/orders/{found.number}/")


@require_POST
@staff("orders.fulfil")
@answered_once(scope=scope_of)
def split(request: HttpRequest, who: Staff, number: str, package_id: int) -> HttpResponse:
    """The ticked lines go in a package of their own."""
    found = queries.order_for_staff(number)
    keys = [int(key) for key in request.POST.getlist("line") if key.isascii() and key.isdigit() and len(key) < 19]
    try:
        pickup_desk.split(package=desk.package_of(found, package_id), line_ids=keys, actor=who.actor, at=clock.now())
    except ShopError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, "Split in two. The customer pays nothing more.")
    return HttpResponseRedirect(f"/office/orders/{found.number}/")
