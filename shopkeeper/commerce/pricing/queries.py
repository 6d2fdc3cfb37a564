"""Markets, tax and the prices in force."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import CharField, Expression, Max, Min, Q

from shopkeeper.commerce.pricing.models import Market, Price, PriceHistory, TaxRate
from shopkeeper.commerce.pricing.resolve import EffectivePrice, HistoryRow, PriceRow, in_force, reference_price
from shopkeeper.commerce.pricing.taxing import TaxRule
from shopkeeper.foundation.errors import NotFound
from shopkeeper.foundation.prepared import Rows, Slots, prepared
from shopkeeper.foundation.remember import remembered


@remembered(seconds=5)
def markets() -> tuple[Market, ...]:
    """Active markets in their order. One query, remembered for a few seconds."""
    return tuple(Market.objects.filter(is_active=True))


def market(code: str) -> Market:
    """The market with ``code``. Raises NotFound. No query when remembered."""
    found = next((market for market in markets() if market.code == code), None)
    if found is None:
        raise NotFound("There is no such market.")
    return found


def is_open(code: str) -> bool:
    """Whether the market with ``code`` is open. No query when remembered."""
    return any(market.code == code for market in markets())


def market_for_country(country: str) -> Market | None:
    """The first market that serves ``country`` (ISO 3166-1 alpha-2); null when none does."""
    return next((market for market in markets() if country in market.countries), None)


@remembered(seconds=5)
def _all_rates() -> tuple[TaxRate, ...]:
    return tuple(TaxRate.objects.order_by("country", "region", "tax_class", "valid_from"))


def tax_table() -> tuple[TaxRate, ...]:
    """Every rate, the earlier first. No query when remembered."""
    return _all_rates()


def tax_rules(country: str, on: date, region: str = "") -> dict[str, TaxRule]:
    """The rule of each tax class in ``country`` on a day; a region's own rate replaces the country's."""
    rules: dict[str, TaxRule] = {}
    for wanted in ("", region):
        for rate in _all_rates():
            if rate.country == country and rate.region == wanted and rate.valid_from <= on:
                rules[rate.tax_class] = TaxRule(rate.rate, rate.name)
    return rules


def prices_in_force(offer_ids: Iterable[int], *, market: Market, at: datetime) -> dict[int, EffectivePrice]:
    """The price of each offer in ``market`` at ``at``; offers without one are absent.

    One query, and a second one when any of them is reduced (for the 30-day reference price).
    """
    rows: dict[int, list[PriceRow]] = {}
    for values in _prices(ids=offer_ids, currency=market.currency, market_id=market.pk):
        rows.setdefault(values[0], []).append(PriceRow(*values))
    prices = {offer_id: price for offer_id in rows if (price := in_force(rows[offer_id], at))}
    return _with_references(prices, market)


@prepared
def _prices(slots: Slots) -> Rows:
    found = Price.objects.filter(slots.among("offer_id", "ids"), currency=slots.one("currency", CharField()))
    own = found.filter(_of_market(slots.one("market_id")))
    return own.values_list("offer_id", "market_id", "amount_minor", "starts_at", "ends_at")


def _with_references(prices: dict[int, EffectivePrice], market: Market) -> dict[int, EffectivePrice]:
    reduced = [offer_id for offer_id, price in prices.items() if price.is_reduced]
    if not reduced:
        return prices
    history: dict[int, list[HistoryRow]] = {}
    found = PriceHistory.objects.filter(offer_id__in=reduced, currency=market.currency).filter(_of_market(market))
    for values in found.values_list("offer_id", "amount_minor", "from_at", "to_at"):
        history.setdefault(values[0], []).append(HistoryRow(*values))
    for offer_id in reduced:
        price = prices[offer_id]
        prices[offer_id] = EffectivePrice(
            price.offer_id,
            price.amount_minor,
            price.regular_minor,
            price.reason,
            price.since,
            price.until,
            reference_price(price, history.get(offer_id, ())),
        )
    return prices


def next_change_after(at: datetime) -> datetime | None:
    """When the timetable next changes some price; null when nothing is planned. One query."""
    times = Price.objects.aggregate(
        start=Min("starts_at", filter=Q(starts_at__gt=at)), end=Min("ends_at", filter=Q(ends_at__gt=at))
    )
    return min((time for time in times.values() if time), default=None)


def repriced_at(at: datetime) -> dict[int, datetime]:
    """When each product was last priced anew, as far as shoppers have seen it by ``at``. One query over the history:
    half a second for a hundred thousand prices."""
    seen = Q(from_at__lte=at)
    rows = PriceHistory.objects.filter(seen).values_list("offer__variant__product_id")
    found = rows.annotate(began=Max("from_at"), ended=Max("to_at", filter=Q(to_at__lte=at)))
    return {product_id: max(began, ended or began) for product_id, began, ended in found}


def _of_market(market: Market | Expression) -> Q:
    return Q(market=None) | Q(market=market)


def products_repriced_between(start: datetime, end: datetime) -> list[int]:
    """Products with a price whose timetable began or ended in ``[start, end]``. One query."""
    began = Q(starts_at__gte=start, starts_at__lte=end)
    ended = Q(ends_at__gte=start, ends_at__lte=end)
    rows = Price.objects.filter(began | ended).values_list("offer__variant__product_id", flat=True)
    return list(rows.distinct())
