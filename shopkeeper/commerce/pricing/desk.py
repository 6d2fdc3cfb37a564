"""What staff do with prices. Each is one transaction with its record, and announces PricesChanged."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from shopkeeper.commerce.pricing import operations
from shopkeeper.commerce.pricing.models import Market, Price
from shopkeeper.commerce.pricing.operations import NewPrice
from shopkeeper.foundation.audit.operations import Actor, record
from shopkeeper.foundation.errors import InvalidInput
from shopkeeper.foundation.money import Money


def regular_prices(offer_ids: list[int]) -> dict[tuple[int, str], Money]:
    """The regular price of each offer by currency, markets' own ones aside. One query."""
    rows = Price.objects.filter(offer_id__in=offer_ids, market=None, starts_at=None)
    return {(row.offer_id, row.currency): Money(row.amount_minor, row.currency) for row in rows}


def planned_prices(offer_ids: list[int], *, at: datetime) -> list[Price]:
    """Prices on a timetable that have not ended. One query."""
    rows = Price.objects.filter(offer_id__in=offer_ids, starts_at__isnull=False).exclude(ends_at__lte=at)
    return list(rows.select_related("market").order_by("currency", "starts_at", "offer_id"))


@transaction.atomic
def set_regular(*, product_id: int, prices: Mapping[int, Money], actor: Actor, at: datetime) -> None:
    """Set the regular prices of a product's offers in one currency."""
    if not prices:
        return
    before = regular_prices(list(prices))
    changed = {pk: amount for pk, amount in prices.items() if before.get((pk, amount.currency)) != amount}
    if not changed:
        return
    operations.set_prices(prices=[NewPrice(pk, amount) for pk, amount in changed.items()], at=at)
    record(
        actor=actor,
        action="pricing.set_regular",
        target=f"product:{product_id}",
        before={f"offer {pk} {amount.currency}": before.get((pk, amount.currency)) for pk, amount in changed.items()},
        after={f"offer {pk} {amount.currency}": amount for pk, amount in changed.items()},
        at=at,
    )


@transaction.atomic
def plan_reduction(
    *,
    product_id: int,
    offer_ids: list[int],
    currency: str,
    percent: int,
    starts_at: datetime,
    ends_at: datetime | None,
    actor: Actor,
    at: datetime,
) -> None:
    """Take ``percent`` off the regular price of each offer over ``[starts_at, ends_at)``.

    Rounded down to a whole minor unit, so never less than announced is taken off. Raises InvalidInput.
    """
    if not 1 <= percent <= 90:
        raise InvalidInput("The reduction was not planned.", {"percent": "Write a whole number from 1 to 90."})
    if starts_at < at:
        starts_at = at
    if ends_at and ends_at <= starts_at:
        raise InvalidInput("The reduction was not planned.", {"ends_at": "It must end after it begins."})
    regular = regular_prices(offer_ids)
    amounts = [(pk, amount) for (pk, code), amount in regular.items() if code == currency]
    if not amounts:
        raise InvalidInput(
            "The reduction was not planned.", {"currency": "There is no regular price in this currency."}
        )
    prices = [
        NewPrice(pk, Money(amount.minor * (100 - percent) // 100, currency), starts_at=starts_at, ends_at=ends_at)
        for pk, amount in amounts
    ]
    operations.set_prices(prices=prices, at=at)
    record(
        actor=actor,
        action="pricing.plan_reduction",
        target=f"product:{product_id}",
        after={"percent": percent, "currency": currency, "from": starts_at, "until": ends_at},
        at=at,
    )


@transaction.atomic
def end_reductions(*, product_id: int, offer_ids: list[int], market: Market, actor: Actor, at: datetime) -> None:
    """Stop everything on the timetable of these offers in a market's currency, now."""
    for offer_id in offer_ids:
        operations.end_reduction(offer_id=offer_id, market=market, at=at)
    record(
        actor=actor,
        action="pricing.end_reductions",
        target=f"product:{product_id}",
        after={"currency": market.currency},
        at=at,
    )
