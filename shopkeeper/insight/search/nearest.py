"""What comes nearest to a product and can be bought: the same kind, near in facts, maker and price. No I/O."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from shopkeeper.commerce.shelf.summaries import Summary
from shopkeeper.insight.search import bits
from shopkeeper.insight.search.index import Index

# Of more candidates than this only the best sellers are compared.
POOL = 200


@dataclass(frozen=True)
class Wanted:
    """What somebody was looking at. ``category_ids`` lead from the home category up; ``options`` are those chosen;
    ``price_minor`` is in the market's currency, null when it is not sold there."""

    product_id: int
    category_ids: Sequence[int]
    type_id: int | None
    brand_slug: str
    attributes: Mapping[str, Any]
    options: Mapping[str, str]
    price_minor: int | None


def nearest(index: Index, wanted: Wanted, *, market_code: str, limit: int) -> list[Summary]:
    """At most ``limit`` products in stock in the market, nearest first; among equals the better seller.

    Candidates come from the narrowest of the product's categories that has enough, else from the whole shop.
    """
    found = [one for one in _candidates(index, wanted, market_code, limit) if one.product_id != wanted.product_id]
    return sorted(found, key=lambda one: -likeness(one, wanted, market_code))[:limit]


def likeness(one: Summary, wanted: Wanted, market_code: str) -> float:
    """How near a product is: 3 for the same kind, up to 3 for the share of facts they have in common, up to 2 for the
    price (half or twice as dear counts 1), 1 for the maker, 1 for having the chosen options in stock.

    Worked example: the same kind, two of four facts, a third dearer, another maker, the colour there:
    3 + 1.5 + 1.5 + 0 + 1 = 7.
    """
    alike = 3.0 if wanted.type_id is not None and one.type_id == wanted.type_id else 0.0
    if wanted.attributes:
        shared = sum(one.attributes.get(name) == value for name, value in wanted.attributes.items())
        alike += 3.0 * shared / len(wanted.attributes)
    price = one.prices.get(market_code)
    if price and price.lowest_minor and wanted.price_minor:
        alike += 2.0 * min(price.lowest_minor, wanted.price_minor) / max(price.lowest_minor, wanted.price_minor)
    if wanted.brand_slug and one.brand_slug == wanted.brand_slug:
        alike += 1.0
    if wanted.options:
        stocked = set(one.options)
        alike += sum(pair in stocked for pair in wanted.options.items()) / len(wanted.options)
    return alike


def _candidates(index: Index, wanted: Wanted, market_code: str, limit: int) -> list[Summary]:
    buyable = index.live & index.matching(f"market:{market_code}", "") & index.matching("in_stock", "1")
    inside = buyable
    for pk in wanted.category_ids:
        narrowed = buyable & index.matching("category", str(pk))
        # One more than wanted, because the product itself may be among them.
        if narrowed.bit_count() > limit:
            inside = narrowed
            break
    order = index.order("featured", market_code)
    chosen = order[bits.as_mask(inside & ((1 << len(order)) - 1), len(order))[order]][:POOL]
    found = (index.documents[int(ordinal)] for ordinal in chosen)
    return [summary for summary in found if summary is not None]
