"""What staff do about collecting: places, handing over, and packages split in two. Each is on the record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import available_timezones

from django.db import transaction

from shopkeeper.commerce.customers.addresses import is_country
from shopkeeper.commerce.inventory.models import Location
from shopkeeper.commerce.orders import splitting
from shopkeeper.commerce.orders.desk import on_timeline
from shopkeeper.commerce.orders.models import Package
from shopkeeper.commerce.shipping import operations
from shopkeeper.commerce.shipping.events import DeliveryChanged
from shopkeeper.commerce.shipping.models import PickupPoint
from shopkeeper.commerce.shipping.opening_hours import read_hours
from shopkeeper.foundation.audit.operations import Actor, record
from shopkeeper.foundation.errors import InvalidInput, NotFound
from shopkeeper.foundation.events import publish
from shopkeeper.foundation.remember import forget_all

LONGEST_READY = 200


@dataclass(frozen=True, kw_only=True)
class PointTold:
    """A pickup point as typed."""

    location: str
    name: str
    address: str
    time_zone: str
    hours: str
    ready_hours: int
    is_active: bool


def points() -> list[PickupPoint]:
    """Every place, closed ones too. One query."""
    return list(PickupPoint.objects.all())


def point(point_id: int) -> PickupPoint:
    """One place. Raises NotFound. One query."""
    found = PickupPoint.objects.filter(pk=point_id).first()
    if found is None:
        raise NotFound("There is no such pickup point.")
    return found


def locations() -> dict[str, str]:
    """Names of locations by slug. One query."""
    return dict(Location.objects.filter(is_active=True).values_list("slug", "name"))


@transaction.atomic
def save_point(*, point: PickupPoint | None, told: PointTold, actor: Actor) -> PickupPoint:
    """Offer collecting at a location, or change how. Raises InvalidInput."""
    wrong: dict[str, str] = {}
    location = Location.objects.filter(slug=told.location).first()
    if location is None or not is_country(location.country):
        wrong["location"] = "Choose one of the locations."
    elif PickupPoint.objects.filter(location=told.location).exclude(pk=point.pk if point else 0).exists():
        wrong["location"] = "This location is a pickup point already."
    for name, longest in (("name", 100), ("address", 200)):
        if not getattr(told, name).strip() or len(getattr(told, name).strip()) > longest:
            wrong[name] = f"Write it in {longest} characters at most."
    if told.time_zone.strip() not in available_timezones():
        wrong["time_zone"] = "Write a time zone such as Europe/Amsterdam."
    if told.ready_hours > LONGEST_READY:
        wrong["ready_hours"] = f"Write at most {LONGEST_READY} hours."
    hours: dict[str, list[list[str]]] = {}
    try:
        hours = read_hours(told.hours)
    except InvalidInput as error:
        wrong["hours"] = error.message
    if wrong or location is None:
        raise InvalidInput("The pickup point was not saved.", wrong)
    row = point or PickupPoint()
    after: dict[str, object] = {
        "location": told.location,
        "name": told.name.strip(),
        "address": told.address.strip(),
        "country": location.country,
        "time_zone": told.time_zone.strip(),
        "hours": hours,
        "ready_hours": told.ready_hours,
        "is_active": told.is_active,
    }
    before = {name: getattr(row, name) for name in after} if row.pk else {}
    for name, value in after.items():
        setattr(row, name, value)
    row.save()
    record(actor=actor, action="shipping.save_pickup_point", target=f"pickup:{row.pk}", before=before, after=after)
    publish(DeliveryChanged(source="office"))
    transaction.on_commit(forget_all)
    return row


@transaction.atomic
def hand_over(*, package: Package, code: str, actor: Actor, at: datetime) -> Package:
    """Give a package to whoever shows its code. Raises InvalidInput, TooLate."""
    before = package.status
    package = operations.hand_over(package=package, code=code, actor=on_timeline(actor), at=at)
    record(
        actor=actor,
        action="orders.hand_over",
        target=f"order:{package.order_id}",
        before={"package": package.pk, "status": before},
        after={"package": package.pk, "status": package.status},
        at=at,
    )
    return package


@transaction.atomic
def split(*, package: Package, line_ids: Sequence[int], actor: Actor, at: datetime) -> Package:
    """Send some lines in a package of their own; nothing is charged again. Raises TooLate, InvalidInput."""
    made = splitting.split(package=package, line_ids=line_ids, actor=on_timeline(actor), at=at)
    record(
        actor=actor,
        action="orders.split",
        target=f"order:{made.order_id}",
        before={"package": package.pk},
        after={"package": package.pk, "new": made.pk, "lines": sorted(line_ids)},
        at=at,
    )
    return made
