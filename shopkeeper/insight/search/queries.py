"""What the doors ask: lists, search, suggestions, cards. No SQL beyond following the outbox."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import structlog

from shopkeeper.commerce.catalogue import collection_rules
from shopkeeper.commerce.catalogue import queries as catalogue
from shopkeeper.commerce.catalogue.collection_rules import BadRule, Rule
from shopkeeper.commerce.catalogue.models import AttributeDefinition, Category, Collection
from shopkeeper.commerce.catalogue.option_names import address_name
from shopkeeper.commerce.pricing import queries as pricing
from shopkeeper.commerce.shelf.summaries import Summary
from shopkeeper.foundation import clock
from shopkeeper.foundation.remember import remembered
from shopkeeper.foundation.text import plain
from shopkeeper.insight.search import listing
from shopkeeper.insight.search.follow import shop_index
from shopkeeper.insight.search.index import Index
from shopkeeper.insight.search.listing import RESERVED_KEYS, Browse, Filterable, Listing
from shopkeeper.insight.search.nearest import Wanted, nearest
from shopkeeper.insight.search.rules import Surroundings, members
from shopkeeper.insight.search.words import query_words

MAX_FACETS = 12
log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Suggestions:
    categories: tuple[Category, ...]
    products: tuple[Summary, ...]


def browse(request: Browse) -> Listing:
    """A page of products with its filters."""
    index = shop_index.current()
    return listing.browse(index, _by_rule(index, request), _filterables())


def products(product_ids: Iterable[int], *, market_code: str) -> list[Summary]:
    """Summaries of these products in this order; those not sold in the market are left out."""
    index = shop_index.current()
    found = (index.documents[index.ordinal_of[pk]] for pk in product_ids if pk in index.ordinal_of)
    return [summary for summary in found if summary is not None and market_code in summary.prices]


def newest(*, market_code: str, limit: int) -> tuple[Summary, ...]:
    return shop_listing(Browse(market_code, sort="newest", in_stock=True, page_size=limit))


def favourites(*, market_code: str, limit: int, category_id: int | None = None) -> tuple[Summary, ...]:
    """What sells best and can be bought now."""
    return shop_listing(Browse(market_code, category_id=category_id, in_stock=True, page_size=limit))


def nearest_in_stock(wanted: Wanted, *, market_code: str, limit: int) -> list[Summary]:
    """What can be bought instead, nearest first."""
    return nearest(shop_index.current(), wanted, market_code=market_code, limit=limit)


def in_collection(collection_id: int, *, market_code: str, limit: int) -> tuple[Summary, ...]:
    return shop_listing(Browse(market_code, collection_id=collection_id, in_stock=True, page_size=limit))


def shop_listing(request: Browse) -> tuple[Summary, ...]:
    index = shop_index.current()
    return listing.browse(index, _by_rule(index, request), ()).items


def found_by(rule: Rule, *, market_code: str, limit: int) -> Listing:
    """What a rule would show in a market, best sellers first."""
    index = shop_index.current()
    within = members(index, rule, _surroundings(market_code))
    return listing.browse(index, Browse(market_code, within=within, page_size=limit), ())


def size_of(collection: Collection, *, market_code: str) -> int:
    """How many products a collection shows in a market, sold-out ones too."""
    index = shop_index.current()
    asked = _by_rule(index, Browse(market_code, collection_id=collection.pk, page_size=1))
    return listing.browse(index, asked, ()).total


def values_in_use(field: str) -> list[str]:
    """Every value a filter's field has among products on sale: ``a:<slug>`` for an attribute, ``tag:`` for tags."""
    facets = shop_index.current().facets
    return sorted(value for value, found in list(facets.get(field, {}).items()) if found)


def _by_rule(index: Index, request: Browse) -> Browse:
    """The question with what the collection's rule finds, when it is one with a rule. A rule that cannot be read finds
    nothing; the office says what is wrong with it."""
    row = next((one for one in catalogue.collections() if one.pk == request.collection_id), None)
    if row is None or row.kind != Collection.Kind.RULE:
        return request
    try:
        within = members(index, collection_rules.parse(row.rule), _surroundings(request.market_code))
    except BadRule as wrong:
        if row.rule:
            log.warning("collection_rule_unreadable", collection=row.slug, fields=sorted(wrong.fields))
        within = 0
    return replace(request, collection_id=None, within=within)


def _surroundings(market_code: str) -> Surroundings:
    """Prices are judged where their currency is paid: in the visitor's own market, else in the first that uses it."""
    priced_in: dict[str, str] = {}
    for market in pricing.markets():
        if market.code == market_code or market.currency not in priced_in:
            priced_in[market.currency] = market.code
    return Surroundings(
        categories={row.path: row.pk for row in catalogue.categories()},
        types={row.slug: row.pk for row in catalogue.product_types()},
        priced_in=priced_in,
        market_code=market_code,
        at=clock.now(),
    )


def slug_of_sku(typed: str) -> str:
    """The product with this SKU, for those who type one; empty when nobody's is exactly that."""
    index = shop_index.current()
    ordinals = index.postings.get(typed.strip().lower(), ())
    for ordinal in list(ordinals)[:20]:
        summary = index.documents[ordinal]
        if summary and any(sku.lower() == typed.strip().lower() for sku in summary.skus):
            return summary.slug
    return ""


def suggest(typed: str, *, market_code: str, limit: int = 6) -> Suggestions:
    """Categories and products for the beginning of a query."""
    wanted = query_words(typed)
    if not wanted:
        return Suggestions((), ())
    start = plain(typed.strip())
    fitting = [row for row in catalogue.categories() if any(part.startswith(start) for part in plain(row.name).split())]
    found = shop_listing(Browse(market_code, query=typed, page_size=limit))
    return Suggestions(tuple(fitting[:3]), found)


def swatches() -> dict[str, str]:
    """The colour shown for an option value (``Oat`` to ``#e6dcc8``), for the whole shop."""
    return shop_index.current().swatches


def warm_up() -> None:
    """Build the index, and put it in its usual order for every market."""
    index = shop_index.current()
    for market in pricing.markets():
        listing.browse(index, Browse(market.code), _filterables())


def _filterables() -> tuple[Filterable, ...]:
    """The options and filterable attributes that occur in the shop, then the brand. Where two would have the same name
    in addresses, or one that lists use for themselves, the later one goes by a longer name."""
    facets = shop_index.current().facets
    names = sorted(name.removeprefix("o:") for name in list(facets) if name.startswith("o:"))
    found = [(Filterable(address_name(name), f"o:{name}", name), "option") for name in names]
    found += [
        (Filterable(row.slug, f"a:{row.slug}", row.name, row.unit, row.kind, row.swatches), "attribute")
        for row in _filterable_attributes()
        if f"a:{row.slug}" in facets
    ]
    taken = {"brand", *RESERVED_KEYS}
    made: list[Filterable] = []
    for one, kind in found:
        key = one.key if one.key not in taken else f"{kind}-{one.key}"
        if key not in taken:
            taken.add(key)
            made.append(replace(one, key=key))
    return (*made, Filterable("brand", "brand", "Brand"))


@remembered(seconds=5)
def _filterable_attributes() -> tuple[AttributeDefinition, ...]:
    rows = AttributeDefinition.objects.filter(filterable=True).order_by("position", "pk")
    return tuple({row.slug: row for row in rows}.values())
