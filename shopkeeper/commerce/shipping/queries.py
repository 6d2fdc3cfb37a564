"""What delivery costs and when it arrives, for a cart or for a single product."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from shopkeeper.commerce.pricing.models import Market
from shopkeeper.commerce.pricing.quote import ShippingCharge
from shopkeeper.commerce.shipping.models import ShippingMethod, ShippingZone
from shopkeeper.commerce.shipping.places import is_excluded
from shopkeeper.commerce.shipping.promise import Promise, Transit, is_working_day, promise
from shopkeeper.foundation.money import Money
from shopkeeper.foundation.remember import remembered


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

    @property
    def charge(self) -> ShippingCharge:
        reason = "Free for orders of this value" if not self.amount and self.regular else "By weight and destination"
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


def excluded(destination: Destination) -> str:
    """Why ``destination`` cannot be served, in a sentence; empty when it can."""
    zone = _zone(destination.country)
    if zone is None:
        return "We do not deliver to this country yet."
    if is_excluded(zone.excluded_postcodes, zone.countries, destination.country, destination.postal_code):
        return zone.excluded_reason or "We cannot deliver to this postcode."
    return ""


def delivery_options(
    *, destination: Destination, market: Market, goods: Money, weight_grams: int, handling_days: int, at: datetime
) -> list[DeliveryOption]:
    """Ways to send goods worth ``goods`` weighing ``weight_grams`` there, cheapest first; empty when none.

    No query once zones are remembered.
    """
    if excluded(destination):
        return []
    options = [
        option
        for method in _methods(destination.country, market.currency)
        if (option := _option(method, destination, goods, weight_grams, handling_days, at))
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
    method: ShippingMethod, destination: Destination, goods: Money, weight_grams: int, handling_days: int, at: datetime
) -> DeliveryOption | None:
    rate = _rate(method, weight_grams)
    if rate is None:
        return None
    free = method.free_from_minor is not None and goods.minor >= method.free_from_minor
    transit = Transit(
        method.cutoff_hour,
        method.time_zone,
        method.origin_country,
        method.transit_days_min,
        method.transit_days_max,
    )
    return DeliveryOption(
        code=method.code,
        name=method.name,
        carrier=method.carrier,
        amount=Money(0 if free else rate, method.currency),
        regular=Money(rate, method.currency),
        free_from=None if method.free_from_minor is None else Money(method.free_from_minor, method.currency),
        promise=promise(transit, country=destination.country, handling_days=handling_days, at=at),
        needs_phone=method.needs_phone,
    )


def _rate(method: ShippingMethod, weight_grams: int) -> int | None:
    for step in method.rates:
        if step["up_to_grams"] is None or weight_grams <= step["up_to_grams"]:
            return int(step["amount_minor"])
    return None
