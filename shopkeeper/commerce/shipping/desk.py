"""What staff do with the delivery policy. Each is one transaction with its record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.db import transaction

from shopkeeper.commerce.shipping.models import ShippingMethod, ShippingZone
from shopkeeper.foundation.audit.operations import Actor, record
from shopkeeper.foundation.errors import InvalidInput, NotFound
from shopkeeper.foundation.money import Money
from shopkeeper.foundation.remember import forget_all


@dataclass(frozen=True)
class Rate:
    """``amount`` for parcels up to ``up_to_grams``; null for any weight beyond."""

    up_to_grams: int | None
    amount: Money


def every_zone() -> list[tuple[ShippingZone, list[ShippingMethod]]]:
    """Zones with all their methods, switched off ones too. Two queries."""
    return [
        (zone, list(zone.methods.all())) for zone in ShippingZone.objects.prefetch_related("methods").order_by("pk")
    ]


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
def edit_method(
    *,
    method: ShippingMethod,
    name: str,
    carrier: str,
    rates: Sequence[Rate],
    free_from: Money | None,
    cutoff_hour: int,
    transit_days_min: int,
    transit_days_max: int,
    is_active: bool,
    actor: Actor,
) -> ShippingMethod:
    """Change a way of delivery; carts see it within seconds, orders keep what was agreed. Raises InvalidInput."""
    wrong: dict[str, str] = {}
    if not name.strip():
        wrong["name"] = "Give it the name customers see."
    if cutoff_hour > 23:
        wrong["cutoff_hour"] = "Write an hour from 0 to 23."
    if transit_days_max < transit_days_min:
        wrong["transit_days_max"] = "The longest cannot be shorter than the shortest."
    if problem := _rates_problem(rates, method.currency):
        wrong["rates"] = problem
    if free_from and (free_from.minor < 0 or free_from.currency != method.currency):
        wrong["free_from"] = f"Write an amount in {method.currency}, 0.00 or more."
    if wrong:
        raise InvalidInput("The method was not saved.", wrong)
    after: dict[str, object] = {
        "name": name.strip()[:100],
        "carrier": carrier.strip()[:60],
        "rates": [{"up_to_grams": rate.up_to_grams, "amount_minor": rate.amount.minor} for rate in rates],
        "free_from_minor": free_from.minor if free_from else None,
        "cutoff_hour": cutoff_hour,
        "transit_days_min": transit_days_min,
        "transit_days_max": transit_days_max,
        "is_active": is_active,
    }
    before = {field: getattr(method, field) for field in after}
    for field, value in after.items():
        setattr(method, field, value)
    method.save(update_fields=list(after))
    if before != after:
        record(actor=actor, action="shipping.edit_method", target=f"method:{method.pk}", before=before, after=after)
    transaction.on_commit(forget_all)
    return method
