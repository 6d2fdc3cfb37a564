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
    """Set what the file says. A price below its list price is a reduction from now on, unless it is one already."""
    told = [(offers[v.sku], v) for row in rows for v in row.variants if v.sku in offers]
    reduced = _reduced_now([offer_id for offer_id, _ in told])
    prices = [price for offer_id, variant in told for price in _prices_of(offer_id, variant, reduced, at)]
    pricing.set_prices(prices=prices, at=at)


def _reduced_now(offer_ids: Sequence[int]) -> dict[tuple[int, str], int]:
    rows = Price.objects.filter(offer_id__in=offer_ids, starts_at__isnull=False, ends_at=None)
    return {(row.offer_id, row.currency): row.amount_minor for row in rows.order_by("starts_at")}


def _prices_of(offer_id: int, variant: VariantRow, reduced: dict[tuple[int, str], int], at: datetime) -> list[NewPrice]:
    listed = {amount.currency: amount for amount in variant.list_prices}
    found: list[NewPrice] = []
    for amount in variant.prices:
        regular = listed.get(amount.currency, amount)
        if regular <= amount:
            found.append(NewPrice(offer_id, amount))
            continue
        found.append(NewPrice(offer_id, regular))
        if reduced.get((offer_id, amount.currency)) != amount.minor:
            found.append(NewPrice(offer_id, Money(amount.minor, amount.currency), starts_at=at))
    return found


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
