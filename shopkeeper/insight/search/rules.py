"""Which products a collection's rule finds, from the sets the index has already. No I/O."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from operator import and_, or_
from typing import Any

import numpy as np

from shopkeeper.commerce.catalogue.collection_rules import (
    Among,
    AttributeAmong,
    AttributeBetween,
    Condition,
    Flag,
    NewFor,
    PriceBetween,
    Rule,
    day,
    number,
)
from shopkeeper.insight.search import bits
from shopkeeper.insight.search.index import Index
from shopkeeper.insight.search.listing import index_prices


@dataclass(frozen=True)
class Surroundings:
    """What a rule's words stand for: ids of categories by path and of types by slug, the market whose prices count for
    each currency; and whose eyes see it, when."""

    categories: Mapping[str, int]
    types: Mapping[str, int]
    priced_in: Mapping[str, str]
    market_code: str
    at: datetime


def members(index: Index, rule: Rule, around: Surroundings) -> int:
    """The documents that ``rule`` finds, as bits. What a condition names and the shop does not have matches nothing."""
    found = [_matching(index, condition, around) for condition in rule.conditions]
    return index.live & reduce(or_ if rule.matches_any else and_, found)


def _matching(index: Index, condition: Condition, around: Surroundings) -> int:
    match condition:
        case Among(field, values, negated):
            return _unless(negated, index, _named(index, field, values, around))
        case AttributeAmong(slug, values, negated):
            return _unless(negated, index, _union(index.matching(f"a:{slug}", value) for value in values))
        case AttributeBetween(slug, low, high):
            return _between(index, slug, low, high)
        case PriceBetween(currency, low_minor, high_minor):
            return _priced(index, around.priced_in.get(currency, ""), low_minor, high_minor)
        case Flag(field, wanted):
            value = "1" if field == "in_stock" else around.market_code
            return _unless(not wanted, index, index.matching(field, value))
        case NewFor(days):
            return _appeared_since(index, around.at - timedelta(days=days))


def _unless(negated: bool, index: Index, found: int) -> int:
    return index.live & ~found if negated else found


def _union(sets: Iterable[int]) -> int:
    return reduce(or_, sets, 0)


def _named(index: Index, field: str, values: tuple[str, ...], around: Surroundings) -> int:
    if field == "brand":
        return _union(index.matching("brand", index.brands[slug]) for slug in values if slug in index.brands)
    if field == "tag":
        return _union(index.matching("tag:", tag.casefold()) for tag in values)
    ids, name = (around.categories, "category") if field == "category" else (around.types, "type:")
    return _union(index.matching(name, str(ids[value])) for value in values if value in ids)


def _between(index: Index, slug: str, low: str, high: str) -> int:
    """One look at every value the attribute has in the shop."""
    read: Callable[[str], Any] = number if all(number(end) is not None for end in (low, high) if end) else day
    least, most = read(low) if low else None, read(high) if high else None

    def fits(text: str) -> bool:
        value = read(text)
        return value is not None and (least is None or value >= least) and (most is None or value <= most)

    return _union(found for text, found in list(index.facets.get(f"a:{slug}", {}).items()) if fits(text))


def _priced(index: Index, market_code: str, low_minor: int | None, high_minor: int | None) -> int:
    amounts = index_prices(index, market_code)
    fits = amounts >= (low_minor or 0)
    if high_minor is not None:
        fits &= amounts <= high_minor
    return bits.from_mask(fits) & index.matching(f"market:{market_code}", "")


def _appeared_since(index: Index, start: datetime) -> int:
    seconds = index.remembered(
        ("appeared", ""),
        lambda documents: np.array(
            [int(one.appeared_at.timestamp()) if one else 0 for one in documents], dtype=np.int64
        ),
    )
    return bits.from_mask(seconds > int(start.timestamp()))
