"""Opening a shop in one go, so that what is imported can be seen and bought."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from shopkeeper.commerce.content import desk as content
from shopkeeper.commerce.content import queries as content_queries
from shopkeeper.commerce.customers.addresses import is_country
from shopkeeper.commerce.inventory import operations as inventory
from shopkeeper.commerce.opening.starting_values import RETURN_DAYS, starting_values
from shopkeeper.commerce.pricing import markets_desk
from shopkeeper.commerce.pricing.markets_desk import MarketTold
from shopkeeper.commerce.pricing.models import Market
from shopkeeper.commerce.shipping import desk as shipping
from shopkeeper.commerce.shipping.desk import MethodDetails, Rate
from shopkeeper.foundation.audit.operations import Actor
from shopkeeper.foundation.errors import Conflict, InvalidInput
from shopkeeper.foundation.money import Money, exponent


@dataclass(frozen=True)
class Opened:
    """What was set, for the merchant to look over: the tax rate is null where none was set."""

    market: Market
    rate_percent: Decimal | None
    delivery: Money
    return_days: int


@transaction.atomic
def open_shop(*, country: str, name: str, actor: Actor, at: datetime, currency: str = "", delivery: str = "") -> Opened:
    """Open the first market: ``country`` with its tax, one way of delivery, one location and a returns policy.

    ``currency`` is the country's own unless given; ``delivery`` is what a parcel costs, decimal text. What exists
    already (a location, a policy) is left as it is. Raises InvalidInput; Conflict when there is a market.
    """
    country, currency = country.strip().upper(), currency.strip().upper()
    if not is_country(country):
        raise InvalidInput("The shop was not opened.", {"country": "Write the country's two letters, such as NL."})
    if markets_desk.every_market():
        raise Conflict("This shop is open already. Add and change markets in the office, under Markets.")
    start = starting_values(country, at.date())
    currency = currency or start.currency
    display = Market.TaxDisplay.INCLUSIVE if start.prices_include_tax else Market.TaxDisplay.EXCLUSIVE
    told = MarketTold(name=name, countries=(country,), tax_display=display)
    market = markets_desk.open_market(told=told, currency=currency, actor=actor)
    if start.rate_percent is not None:
        markets_desk.add_tax_rate(
            country=country,
            percent=start.rate_percent,
            valid_from=at.date().replace(month=1, day=1),
            name=start.tax_name,
            actor=actor,
        )
    cost = _delivery_cost(delivery, currency)
    _deliver(country, start.time_zone, cost, actor)
    inventory.main_location(country=country)
    if not content_queries.return_policies():
        content.begin_returns(window_days=RETURN_DAYS, actor=actor)
    return Opened(market, start.rate_percent, cost, RETURN_DAYS)


def _delivery_cost(text: str, currency: str) -> Money:
    if text:
        cost = Money.parse(text, currency)
        if cost.minor < 0:
            raise InvalidInput("The shop was not opened.", {"delivery": "Use 0.00 or more."})
        return cost
    # Five of the larger unit: 5.00 EUR, 500 JPY, near enough to be noticed and changed.
    return Money(500 * 10 ** max(0, exponent(currency) - 2), currency)


def _deliver(country: str, time_zone: str, cost: Money, actor: Actor) -> None:
    if any(country in zone.countries for zone, _ in shipping.every_zone()):
        return
    zone = shipping.save_zone(
        zone=None, name=f"Home ({country})", countries=country, excluded="", excluded_reason="", actor=actor
    )
    told = MethodDetails(
        name="Standard",
        carrier="Post",
        currency=cost.currency,
        rates=[Rate(None, cost)],
        free_from=None,
        cutoff_hour=15,
        time_zone=time_zone,
        origin_country=country,
        transit_days_min=2,
        transit_days_max=4,
        needs_phone=False,
        is_active=True,
    )
    shipping.save_method(zone=zone, method=None, told=told, actor=actor)
