"""What staff do with markets and tax rates. Each is one transaction with its record, and announces MarketsChanged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.text import slugify

from shopkeeper.commerce.pricing.events import MarketsChanged
from shopkeeper.commerce.pricing.models import Market, TaxRate
from shopkeeper.foundation.audit.operations import Actor, record
from shopkeeper.foundation.errors import Conflict, InvalidInput, NotFound
from shopkeeper.foundation.events import publish
from shopkeeper.foundation.money import MoneyError, exponent
from shopkeeper.foundation.remember import forget_all

MARKET_NOT_SAVED = "The market was not saved."
RATE_NOT_SAVED = "The rate was not saved."


@dataclass(frozen=True)
class MarketTold:
    """What a market is made of. ``countries`` are ISO 3166-1 alpha-2; a new visitor is taken to be in the first."""

    name: str
    countries: tuple[str, ...]
    tax_display: str
    is_active: bool = True


def every_market() -> list[Market]:
    """All markets, closed ones too, in their order. One query."""
    return list(Market.objects.all())


def market_by_id(market_id: int) -> Market:
    """One market. Raises NotFound. One query."""
    found = Market.objects.filter(pk=market_id).first()
    if found is None:
        raise NotFound("There is no such market.")
    return found


@transaction.atomic
def open_market(*, told: MarketTold, currency: str, actor: Actor) -> Market:
    """Begin to sell in more countries, priced in ``currency`` (ISO 4217). Raises InvalidInput."""
    wrong = _market_problems(told, None)
    if not _is_currency(currency):
        wrong["currency"] = "Write the currency's three letters, such as EUR."
    if wrong:
        raise InvalidInput(MARKET_NOT_SAVED, wrong)
    market = Market.objects.create(
        code=_free_code(told.name, currency),
        name=told.name.strip(),
        currency=currency,
        countries=list(told.countries),
        default_country=told.countries[0],
        languages=["en"],
        tax_display=told.tax_display,
        position=Market.objects.count(),
        is_active=told.is_active,
    )
    after = {**asdict(told), "currency": currency}
    record(actor=actor, action="pricing.open_market", target=f"market:{market.pk}", after=after)
    _announce()
    return market


@transaction.atomic
def edit_market(*, market: Market, told: MarketTold, actor: Actor) -> Market:
    """Change a market. Its currency stays: prices and orders are in it. Raises InvalidInput."""
    wrong = _market_problems(told, market)
    if not told.is_active and not Market.objects.filter(is_active=True).exclude(pk=market.pk).exists():
        wrong["is_active"] = "This is the only open market; without one the shop is shut. Open another one first."
    if wrong:
        raise InvalidInput(MARKET_NOT_SAVED, wrong)
    after: dict[str, object] = {
        "name": told.name.strip(),
        "countries": list(told.countries),
        "default_country": told.countries[0],
        "tax_display": told.tax_display,
        "is_active": told.is_active,
    }
    before = {field: getattr(market, field) for field in after}
    if before == after:
        return market
    for field, value in after.items():
        setattr(market, field, value)
    market.save(update_fields=list(after))
    record(actor=actor, action="pricing.edit_market", target=f"market:{market.pk}", before=before, after=after)
    _announce()
    return market


def _market_problems(told: MarketTold, market: Market | None) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if not told.name.strip():
        wrong["name"] = "Give the market a name, such as Europe."
    elif len(told.name) > 100:
        wrong["name"] = "Use at most 100 characters."
    if told.tax_display not in Market.TaxDisplay.values:
        wrong["tax_display"] = "Choose how prices are shown."
    if not told.countries:
        wrong["countries"] = "Choose at least one country."
    elif taken := _served_elsewhere(told, market):
        wrong["countries"] = f"{', '.join(sorted(taken))}: already served by another open market."
    return wrong


def _served_elsewhere(told: MarketTold, market: Market | None) -> set[str]:
    if not told.is_active:
        return set()
    others = [other for other in every_market() if other.is_active and (market is None or other.pk != market.pk)]
    served = {country for other in others for country in other.countries}
    return served & set(told.countries)


def _is_currency(code: str) -> bool:
    try:
        exponent(code)
    except MoneyError:
        return False
    return True


def _free_code(name: str, currency: str) -> str:
    wanted = slugify(name)[:14] or currency.lower()
    taken = set(Market.objects.values_list("code", flat=True))
    return next(
        code for number in range(1, 1000) if (code := wanted + (f"-{number}" if number > 1 else "")) not in taken
    )


def tax_rates() -> list[TaxRate]:
    """Every rate by country, newest first. One query."""
    return list(TaxRate.objects.order_by("country", "region", "tax_class", "-valid_from"))


@transaction.atomic
def add_tax_rate(
    *,
    country: str,
    percent: Decimal,
    valid_from: date,
    actor: Actor,
    tax_class: str = "standard",
    name: str = "VAT",
    region: str = "",
) -> TaxRate:
    """Tax of ``percent`` (21 for 21 %) on a class of goods sent to ``country``, or to a state of it by its code, from a
    day on; earlier orders keep theirs. Raises InvalidInput; Conflict when that day has a rate already.
    """
    wrong: dict[str, str] = {}
    if not percent.is_finite() or not 0 <= percent < 100 or percent != round(percent, 3):
        wrong["percent"] = "Write a percentage from 0 to 99.999, such as 21 or 5.5."
    if country not in {code for market in every_market() for code in market.countries}:
        wrong["rate_country"] = "Choose a country you sell to."
    if slugify(tax_class) != tax_class or not tax_class:
        wrong["tax_class"] = "Use letters, digits and dashes, such as standard or reduced."
    if not name.strip():
        wrong["rate_name"] = "Write what invoices call it, such as VAT."
    if wrong:
        raise InvalidInput(RATE_NOT_SAVED, wrong)
    rate, made = TaxRate.objects.get_or_create(
        country=country,
        region=region[:10],
        tax_class=tax_class[:30],
        valid_from=valid_from,
        defaults={"rate": percent / 100, "name": name.strip()[:60]},
    )
    if not made:
        raise Conflict("There is a rate from that day already; remove it first.")
    after = {"country": country, "region": region, "class": tax_class, "percent": str(percent), "from": valid_from}
    record(actor=actor, action="pricing.add_tax_rate", target=f"tax_rate:{rate.pk}", after=after)
    _announce()
    return rate


@transaction.atomic
def remove_tax_rate(*, rate_id: int, actor: Actor) -> None:
    """Take a rate away; what it replaced is in force again. Orders keep what was agreed. Harmless when gone."""
    rate = TaxRate.objects.filter(pk=rate_id).first()
    if rate is None:
        return
    before = {"country": rate.country, "class": rate.tax_class, "rate": str(rate.rate), "from": rate.valid_from}
    rate.delete()
    record(actor=actor, action="pricing.remove_tax_rate", target=f"tax_rate:{rate_id}", before=before)
    _announce()


def _announce() -> None:
    publish(MarketsChanged(source="office"))
    transaction.on_commit(forget_all)


def countries_without_tax(markets: Sequence[Market], on: date) -> list[str]:
    """Countries that are sold to without any rate in force: right for some, a costly slip for others. One query."""
    known = set(TaxRate.objects.filter(valid_from__lte=on).values_list("country", flat=True))
    sold = {country for market in markets if market.is_active for country in market.countries}
    return sorted(sold - known)
