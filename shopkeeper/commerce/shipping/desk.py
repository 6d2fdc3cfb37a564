"""What staff do with the delivery policy. Each is one transaction with its record, and announces DeliveryChanged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar
from zoneinfo import available_timezones

from django.db import transaction

from shopkeeper.commerce.customers.addresses import is_country
from shopkeeper.commerce.shipping import places
from shopkeeper.commerce.shipping.events import DeliveryChanged
from shopkeeper.commerce.shipping.models import ShippingMethod, ShippingZone
from shopkeeper.foundation.audit.operations import Actor, record
from shopkeeper.foundation.errors import InvalidInput, NotFound
from shopkeeper.foundation.events import publish
from shopkeeper.foundation.money import Money
from shopkeeper.foundation.remember import forget_all
from shopkeeper.foundation.text import slugify

T = TypeVar("T", ShippingZone, ShippingMethod)
# Longer than any carrier says, and short enough to be worked out day by day.
MOST_DAYS = 60


@dataclass(frozen=True)
class Rate:
    """``amount`` for parcels up to ``up_to_grams``; null for any weight beyond."""

    up_to_grams: int | None
    amount: Money


@dataclass(frozen=True, kw_only=True)
class MethodDetails:
    """A way of delivery as it should be. Its currency is that of its rates."""

    name: str
    carrier: str
    currency: str
    rates: Sequence[Rate]
    free_from: Money | None
    cutoff_hour: int
    time_zone: str
    origin_country: str
    transit_days_min: int
    transit_days_max: int
    needs_phone: bool
    is_active: bool
    # Its table is edited elsewhere (``rate_desk``), and stays as it is.
    keeps_table: bool = False


def every_zone() -> list[tuple[ShippingZone, list[ShippingMethod]]]:
    """Zones with all their methods, switched off ones too. Two queries."""
    return [
        (zone, list(zone.methods.all())) for zone in ShippingZone.objects.prefetch_related("methods").order_by("pk")
    ]


def zone(zone_id: int) -> ShippingZone:
    """One zone. Raises NotFound. One query."""
    found = ShippingZone.objects.filter(pk=zone_id).first()
    if found is None:
        raise NotFound("There is no such zone.")
    return found


def method(method_id: int) -> ShippingMethod:
    """One method with its zone. Raises NotFound. One query."""
    found = ShippingMethod.objects.filter(pk=method_id).select_related("zone").first()
    if found is None:
        raise NotFound("There is no such way of delivery.")
    return found


def _rates_problem(rates: Sequence[Rate], currency: str) -> str:
    """What is wrong with a list of rates, in a sentence; empty when nothing is."""
    if not rates:
        return "Write at least one rate."
    if any(rate.amount.minor < 0 or rate.amount.currency != currency for rate in rates):
        return f"Write amounts in {currency}, 0.00 or more."
    weights = [rate.up_to_grams for rate in rates[:-1]]
    last = rates[-1].up_to_grams
    limits = [weight for weight in (*weights, last) if weight is not None]
    if None in weights or any(a >= b for a, b in pairwise([0, *limits])):
        return "Write the lightest first, each heavier than the one before; only the last may be without limit."
    return ""


@transaction.atomic
def save_zone(
    *, zone: ShippingZone | None, name: str, countries: str, excluded: str, excluded_reason: str, actor: Actor
) -> ShippingZone:
    """Make a zone, or change one: its countries and the postcodes it does not reach, as typed. Raises InvalidInput.

    A country belongs to one zone, so that the shop never says two things about it.
    """
    standing = zone or ShippingZone()
    wrong: dict[str, str] = {}
    name = name.strip()
    others = ShippingZone.objects.exclude(pk=standing.pk)
    if not name or len(name) > 100:
        wrong["name"] = "Give the zone a name of 100 characters at most."
    elif others.filter(name=name).exists():
        wrong["name"] = "Another zone has this name."
    codes: list[str] = []
    try:
        codes = places.read_countries(countries)
        _check_free(codes, others)
    except InvalidInput as error:
        wrong["countries"] = error.message
    prefixes: list[str] = []
    try:
        prefixes = places.read_exclusions(excluded)
    except InvalidInput as error:
        wrong["excluded"] = error.message
    if prefixes and not excluded_reason.strip():
        wrong["excluded_reason"] = "Say to customers why not there."
    if wrong:
        raise InvalidInput("The zone was not saved.", wrong)
    after = {
        "name": name,
        "countries": codes,
        "excluded_postcodes": prefixes,
        "excluded_reason": excluded_reason.strip()[:200],
    }
    return _save(standing, after, "zone", actor)


def _check_free(codes: Sequence[str], others: Iterable[ShippingZone]) -> None:
    for other in others:
        taken = next((code for code in codes if code in other.countries), "")
        if taken:
            raise InvalidInput(f"{places.name_of(taken)} is in the zone “{other.name}” already.")


@transaction.atomic
def delete_zone(*, zone: ShippingZone, actor: Actor) -> None:
    """Deliver to its countries no longer. Orders keep what was agreed."""
    _delete(zone, {"name": zone.name, "countries": zone.countries}, "zone", actor)


@transaction.atomic
def save_method(
    *, zone: ShippingZone, method: ShippingMethod | None, told: MethodDetails, actor: Actor
) -> ShippingMethod:
    """Make a way of delivery, or change one; carts see it at once, orders keep what was agreed. Raises InvalidInput."""
    wrong = _mistakes(told)
    if wrong:
        raise InvalidInput("The method was not saved.", wrong)
    standing = method or ShippingMethod(zone=zone, currency=told.currency, code=_free_code(zone, told))
    after: dict[str, object] = {
        "name": told.name.strip(),
        "carrier": told.carrier.strip(),
        "rates": [{"up_to_grams": rate.up_to_grams, "amount_minor": rate.amount.minor} for rate in told.rates],
        "free_from_minor": told.free_from.minor if told.free_from else None,
        "cutoff_hour": told.cutoff_hour,
        "time_zone": told.time_zone.strip(),
        "origin_country": told.origin_country.strip().upper(),
        "transit_days_min": told.transit_days_min,
        "transit_days_max": told.transit_days_max,
        "needs_phone": told.needs_phone,
        "is_active": told.is_active,
    }
    if told.keeps_table:
        del after["rates"]
    return _save(standing, after, "method", actor)


@transaction.atomic
def delete_method(*, method: ShippingMethod, actor: Actor) -> None:
    """Offer it no longer. Orders keep what was agreed."""
    _delete(method, {"name": method.name, "zone": method.zone.name, "rates": method.rates}, "method", actor)


def _mistakes(told: MethodDetails) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if not told.name.strip() or len(told.name.strip()) > 100:
        wrong["name"] = "Give it the name customers see, 100 characters at most."
    if not told.carrier.strip() or len(told.carrier.strip()) > 60:
        wrong["carrier"] = "Say who carries it, in 60 characters at most."
    if told.cutoff_hour > 23:
        wrong["cutoff_hour"] = "Write an hour from 0 to 23."
    if told.time_zone.strip() not in available_timezones():
        wrong["time_zone"] = "Write a time zone such as Europe/Amsterdam."
    if not is_country(told.origin_country.strip().upper()):
        wrong["origin_country"] = "Write the two letters of the country it leaves from, such as NL."
    if told.transit_days_max > MOST_DAYS:
        wrong["transit_days_max"] = f"Write at most {MOST_DAYS} days."
    elif told.transit_days_max < told.transit_days_min:
        wrong["transit_days_max"] = "The longest cannot be shorter than the shortest."
    if not told.keeps_table and (problem := _rates_problem(told.rates, told.currency)):
        wrong["rates"] = problem
    if told.free_from and (told.free_from.minor < 0 or told.free_from.currency != told.currency):
        wrong["free_from"] = f"Write an amount in {told.currency}, 0.00 or more."
    return wrong


def _free_code(zone: ShippingZone, told: MethodDetails) -> str:
    base = slugify(told.name, longest=30) or "method"
    taken = set(ShippingMethod.objects.filter(zone=zone, currency=told.currency).values_list("code", flat=True))
    return next(code for code in (base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))) if code not in taken)


def _save(row: T, after: Mapping[str, object], noun: str, actor: Actor) -> T:
    is_new = row.pk is None
    before = {} if is_new else {field: getattr(row, field) for field in after}
    if not is_new and before == dict(after):
        return row
    for field, value in after.items():
        setattr(row, field, value)
    row.save()
    action = f"shipping.{'make' if is_new else 'edit'}_{noun}"
    record(actor=actor, action=action, target=f"{noun}:{row.pk}", before=before, after=after)
    _announce()
    return row


def _delete(row: ShippingZone | ShippingMethod, before: Mapping[str, object], noun: str, actor: Actor) -> None:
    record(actor=actor, action=f"shipping.delete_{noun}", target=f"{noun}:{row.pk}", before=before)
    row.delete()
    _announce()


def _announce() -> None:
    publish(DeliveryChanged(source="office"))
    transaction.on_commit(forget_all)
