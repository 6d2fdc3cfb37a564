"""The only code that changes prices. Each change leaves a row in the history."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from shopkeeper.commerce.catalogue.models import Offer
from shopkeeper.commerce.pricing.events import PricesChanged
from shopkeeper.commerce.pricing.models import Market, Price, PriceHistory
from shopkeeper.foundation.bulk import insert_rows
from shopkeeper.foundation.errors import InvalidInput
from shopkeeper.foundation.events import publish
from shopkeeper.foundation.money import Money


@dataclass(frozen=True)
class NewPrice:
    """A price to set: regular without ``starts_at``, on the timetable ``[starts_at, ends_at)`` with it."""

    offer_id: int
    amount: Money
    market_id: int | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None


@transaction.atomic
def set_prices(*, prices: Sequence[NewPrice], at: datetime) -> None:
    """Set prices (replacing those with the same offer, currency, market and start). Announces PricesChanged.

    A constant number of queries for each currency, and two for each price that is replaced.
    """
    for price in prices:
        if price.amount.minor < 0:
            raise InvalidInput("A price cannot be negative.", {"price": "Use 0.00 or more."})
        if price.ends_at and not price.starts_at:
            raise InvalidInput("A price that ends must say when it starts.", {"starts_at": "Choose a date."})
        if price.starts_at and price.ends_at and price.ends_at <= price.starts_at:
            raise InvalidInput("A price cannot end before it starts.", {"ends_at": "Choose a later date."})
    _take_turns(price.offer_id for price in prices)
    for currency in sorted({price.amount.currency for price in prices}):
        _replace([price for price in prices if price.amount.currency == currency], currency, at)


def _take_turns(offer_ids: Iterable[int]) -> None:
    """Whoever prices the same offers waits until this transaction ends. SQLite has one writer at a time anyway."""
    list(Offer.objects.select_for_update(no_key=True).filter(pk__in=set(offer_ids)).order_by("pk").values_list("pk"))


def _replace(prices: Sequence[NewPrice], currency: str, at: datetime) -> None:
    offer_ids = sorted({price.offer_id for price in prices})
    standing = {
        (row.offer_id, row.market_id, row.starts_at): row
        for row in Price.objects.filter(offer_id__in=offer_ids, currency=currency)
    }
    changed = [price for price in prices if _differs(standing.get(_key(price)), price)]
    if not changed:
        return
    replaced = [row for price in changed if (row := standing.get(_key(price)))]
    Price.objects.filter(pk__in=[row.pk for row in replaced]).delete()
    insert_rows(
        Price,
        ("offer_id", "market_id", "currency", "amount_minor", "starts_at", "ends_at"),
        ((p.offer_id, p.market_id, currency, p.amount.minor, p.starts_at, p.ends_at) for p in changed),
    )
    _remember(replaced, changed, currency, at)
    publish(PricesChanged(currency=currency, offer_ids=sorted({price.offer_id for price in changed})))


def _key(price: NewPrice) -> tuple[int, int | None, datetime | None]:
    return (price.offer_id, price.market_id, price.starts_at)


def _differs(row: Price | None, price: NewPrice) -> bool:
    return row is None or (row.amount_minor, row.ends_at) != (price.amount.minor, price.ends_at)


def _remember(replaced: Sequence[Price], changed: Sequence[NewPrice], currency: str, at: datetime) -> None:
    for row in replaced:
        open_rows = PriceHistory.objects.filter(
            Q(market=row.market_id), Q(starts_at=row.starts_at), offer_id=row.offer_id, currency=currency
        )
        # A plan that never came into force was never asked of anyone, so it leaves the history.
        open_rows.filter(from_at__gte=at).delete()
        open_rows.filter(Q(to_at=None) | Q(to_at__gt=at)).update(to_at=at)
    insert_rows(
        PriceHistory,
        ("offer_id", "market_id", "currency", "amount_minor", "starts_at", "from_at", "to_at"),
        (
            (p.offer_id, p.market_id, currency, p.amount.minor, p.starts_at, max(p.starts_at or at, at), p.ends_at)
            for p in changed
        ),
    )


@transaction.atomic
def end_open_prices(*, offer_ids: Iterable[int], currency: str, at: datetime) -> None:
    """Stop the prices of these offers that are in force in every market and have no end of their own; plans with one
    stay. Announces PricesChanged."""
    ids = sorted(set(offer_ids))
    _take_turns(ids)
    rows = list(Price.objects.filter(offer_id__in=ids, currency=currency, market=None, ends_at=None, starts_at__lte=at))
    if not rows:
        return
    Price.objects.filter(pk__in=[row.pk for row in rows]).delete()
    _remember(rows, [], currency, at)
    publish(PricesChanged(currency=currency, offer_ids=sorted({row.offer_id for row in rows})))


@transaction.atomic
def end_reduction(*, offer_id: int, market: Market, at: datetime) -> None:
    """Stop every timetable price of an offer in ``market`` now. Announces PricesChanged."""
    _take_turns([offer_id])
    rows = Price.objects.filter(offer_id=offer_id, currency=market.currency, starts_at__isnull=False)
    stopped = [row for row in rows if row.market_id in {None, market.pk}]
    Price.objects.filter(pk__in=[row.pk for row in stopped]).delete()
    _remember(stopped, [], market.currency, at)
    publish(PricesChanged(currency=market.currency, offer_ids=[offer_id]))
