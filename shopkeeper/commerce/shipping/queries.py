"""What delivery costs and when it arrives, for a cart or for a single product."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from shopkeeper.commerce.pricing.models import Market
from shopkeeper.commerce.pricing.quote import ShippingCharge
from shopkeeper.commerce.shipping.foretelling import RULE, Experience, foretell
from shopkeeper.commerce.shipping.learning import Learned
from shopkeeper.commerce.shipping.models import CarriageRule, LearnedRanges, ShippingMethod, ShippingZone
from shopkeeper.commerce.shipping.places import is_excluded
from shopkeeper.commerce.shipping.promise import Promise, Transit, is_working_day, promise
from shopkeeper.commerce.shipping.rates import Goods, Load, Refusal, rate, why_not
from shopkeeper.foundation.money import Money
from shopkeeper.foundation.remember import remembered

_REASONS = {
    "weight": "By weight and destination",
    "value": "By value and destination",
    "units": "By number and destination",
    "volume": "By size and destination",
    "pickup": "Collected, so nothing is charged",
}


@dataclass(frozen=True)
class DeliveryOption:
    """A way to have it delivered: the cost, what it would take to have it free, and the arrival promise."""

    code: str
    name: str
    carrier: str
    amount: Money
    regular: Money
    free_from: Money | None
    promise: Promise
    needs_phone: bool
    time_zone: str = "UTC"
    # Who says so: the rule, or what was learned, with how often it holds.
    promised_by: str = RULE
    confidence: float | None = None
    basis: str = "weight"
    # Said beside it; and the order whose box it goes into, so that it is not charged.
    note: str = ""
    together_with: str = ""

    @property
    def charge(self) -> ShippingCharge:
        reason = "Free for orders of this value" if not self.amount and self.regular else _REASONS[self.basis]
        if self.together_with:
            reason = f"In one box with order {self.together_with}"
        return ShippingCharge(self.code, self.name, self.amount.minor, reason)


@dataclass(frozen=True)
class Destination:
    """Where to: a country (ISO 3166-1 alpha-2) and, when known, a postcode and a region as it was typed."""

    country: str
    postal_code: str = ""
    region: str = ""


@remembered(seconds=5)
def zones() -> tuple[tuple[ShippingZone, tuple[ShippingMethod, ...]], ...]:
    """Every zone with its active methods. Two queries, remembered for a few seconds."""
    found = ShippingZone.objects.prefetch_related("methods").order_by("pk")
    return tuple((zone, tuple(m for m in zone.methods.all() if m.is_active)) for zone in found)


@remembered(seconds=60)
def experience() -> Experience | None:
    """What the last night of learning left; null in a shop without enough deliveries. One query, remembered for a
    minute."""
    kept = LearnedRanges.objects.order_by("-pk").first()
    return Experience(kept.pk, Learned.from_json(kept.learned), kept.arrivals) if kept else None


def excluded(destination: Destination) -> str:
    """Why ``destination`` cannot be served, in a sentence; empty when it can."""
    zone = _zone(destination.country)
    if zone is None:
        return "We do not deliver to this country yet."
    if is_excluded(zone.excluded_postcodes, zone.countries, destination.country, destination.postal_code):
        return zone.excluded_reason or "We cannot deliver to this postcode."
    return ""


@remembered(seconds=5)
def refusals() -> tuple[Refusal, ...]:
    """What some ways do not take. One query, remembered for a few seconds."""
    return tuple(
        Refusal(one.reason, one.advice, one.tag, one.product_type, tuple(one.methods), one.abroad_only)
        for one in CarriageRule.objects.all()
    )


@dataclass(frozen=True)
class NotOffered:
    """A way that goes there and does not take these goods: the item, the reason and what to do."""

    code: str
    name: str
    reason: str


def not_offered(*, destination: Destination, market: Market, contents: Sequence[Goods]) -> tuple[NotOffered, ...]:
    """The ways that would serve a destination, were it not for the goods. No query once zones are remembered."""
    if excluded(destination):
        return ()
    methods = _methods(destination.country, market.currency)
    told = ((method, _why_not(method, destination, contents)) for method in methods)
    return tuple(NotOffered(method.code, method.name, reason) for method, reason in told if reason)


def not_taken(*, destination: Destination, market: Market, contents: Sequence[Goods]) -> str:
    """Why goods cannot be sent there, when it is because of the goods: the item, the reason and what to do. Empty when
    some way takes them, or none goes there at all."""
    refused = not_offered(destination=destination, market=market, contents=contents)
    return refused[0].reason if refused and len(refused) == len(_methods(destination.country, market.currency)) else ""


def _why_not(method: ShippingMethod, destination: Destination, contents: Sequence[Goods]) -> str:
    is_abroad = method.origin_country != destination.country
    return why_not(contents, refusals(), method.code, is_abroad=is_abroad) if contents else ""


def delivery_options(
    *,
    destination: Destination,
    market: Market,
    goods: Money,
    weight_grams: int,
    handling_days: int,
    at: datetime,
    contents: Sequence[Goods] = (),
) -> list[DeliveryOption]:
    """Ways to send goods worth ``goods`` weighing ``weight_grams`` there, cheapest first; empty when none. Ways that do
    not take the ``contents`` are left out.

    No query once zones are remembered.
    """
    if excluded(destination):
        return []
    load = Load(
        weight_grams,
        goods.minor,
        units=sum(one.units for one in contents) or 1,
        volume_cm3=sum(one.volume_cm3 for one in contents),
    )
    options = [
        option
        for method in _methods(destination.country, market.currency)
        if not _why_not(method, destination, contents)
        and (option := _option(method, destination, load, handling_days, at))
    ]
    return sorted(options, key=lambda option: (option.amount.minor, option.promise.latest))


def load_calendars(on: date) -> None:
    """Load the public holidays of every country goods come from or go to: the first time, a second of CPU. Those of
    the next year, too, when promises reach into it."""
    midweek = on + timedelta(days=2 - on.weekday())
    for zone, methods in zones():
        for country in {*zone.countries, *(method.origin_country for method in methods)}:
            is_working_day(midweek, country)
            is_working_day(midweek + timedelta(weeks=4), country)


def _zone(country: str) -> ShippingZone | None:
    return next((zone for zone, _ in zones() if country in zone.countries), None)


def _methods(country: str, currency: str) -> list[ShippingMethod]:
    return [m for zone, methods in zones() if country in zone.countries for m in methods if m.currency == currency]


def _option(
    method: ShippingMethod, destination: Destination, load: Load, handling_days: int, at: datetime
) -> DeliveryOption | None:
    regular = rate(method.rates, load.by(method.basis))
    if regular is None:
        return None
    free = method.free_from_minor is not None and load.value_minor >= method.free_from_minor
    transit = Transit(
        method.cutoff_hour,
        method.time_zone,
        method.origin_country,
        method.transit_days_min,
        method.transit_days_max,
    )
    by_rule = promise(transit, country=destination.country, handling_days=handling_days, at=at)
    told = foretell(by_rule, method=method.code, country=destination.country, experience=experience())
    return DeliveryOption(
        code=method.code,
        name=method.name,
        carrier=method.carrier,
        amount=Money(0 if free else regular, method.currency),
        regular=Money(regular, method.currency),
        basis=method.basis,
        free_from=None if method.free_from_minor is None else Money(method.free_from_minor, method.currency),
        promise=told.promise,
        needs_phone=method.needs_phone,
        time_zone=method.time_zone,
        promised_by=told.source,
        confidence=told.confidence,
    )
