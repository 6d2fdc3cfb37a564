"""What imported offers cost and how many there are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from shopkeeper.commerce.importing.rows import ProductRow, VariantRow
from shopkeeper.commerce.inventory import operations as inventory
from shopkeeper.commerce.inventory.operations import Count
from shopkeeper.commerce.pricing import operations as pricing
from shopkeeper.commerce.pricing.models import Price
from shopkeeper.commerce.pricing.operations import NewPrice
from shopkeeper.foundation.money import Money


def write_prices(rows: Sequence[ProductRow], offers: dict[str, int], at: datetime) -> None:
    """Set what the file says. A price below its list price is a reduction from now on, unless it is one already; the
    open-ended reduction of before ends with the file that no longer tells it. Plans with an end of their own stay."""
    told = [(offers[v.sku], v) for row in rows for v in row.variants if v.sku in offers]
    reduced = _reduced_now([offer_id for offer_id, _ in told], at)
    prices: list[NewPrice] = []
    over: dict[str, list[int]] = {}
    for offer_id, variant in told:
        for amount in variant.prices:
            regular = _list_price(variant, amount)
            standing = reduced.get((offer_id, amount.currency))
            is_reduced = amount < regular
            prices.append(NewPrice(offer_id, regular))
            if is_reduced and standing != amount.minor:
                prices.append(NewPrice(offer_id, amount, starts_at=at))
            if standing is not None and (not is_reduced or standing != amount.minor):
                over.setdefault(amount.currency, []).append(offer_id)
    for currency in sorted(over):
        pricing.end_open_prices(offer_ids=over[currency], currency=currency, at=at)
    pricing.set_prices(prices=prices, at=at)


def _list_price(variant: VariantRow, amount: Money) -> Money:
    """The regular price beside ``amount``: its list price where that is higher."""
    listed = next((one for one in variant.list_prices if one.currency == amount.currency), amount)
    return max(listed, amount, key=lambda one: one.minor)


def _reduced_now(offer_ids: Sequence[int], at: datetime) -> dict[tuple[int, str], int]:
    rows = Price.objects.filter(offer_id__in=offer_ids, market=None, starts_at__lte=at, ends_at=None)
    return {(row.offer_id, row.currency): row.amount_minor for row in rows.order_by("starts_at")}


def write_stock(rows: Sequence[ProductRow], offers: dict[str, int], at: datetime) -> None:
    """Set counts at the places the file names; other places keep theirs."""
    counts = [
        Count(offers[variant.sku], place, units)
        for row in rows
        for variant in row.variants
        if variant.sku in offers
        for place, units in variant.stock.items()
    ]
    inventory.set_counts(counts=counts, reason="import", actor="import", at=at)
