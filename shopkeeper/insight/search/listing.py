"""A page of a list: what was asked, what is on it, and which filters lead where."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from shopkeeper.commerce.shelf.summaries import Summary
from shopkeeper.insight.search import bits
from shopkeeper.insight.search.index import TITLE, Index
from shopkeeper.insight.search.words import one_edit_away, query_words

PAGE_SIZE = 24
MAX_PAGE = 400
MOST_VALUES = 60
# What the address of a list says beside its filters, and the filters every list has.
RESERVED_KEYS = frozenset(
    {"q", "sort", "page", "price", "price_min", "price_max", "availability", "in_stock", "on_sale"}
)
SORTS = ("featured", "relevance", "newest", "price_asc", "price_desc")


@dataclass(frozen=True)
class Filterable:
    """A filter a list offers: its name in addresses (``key``), in the index (``field``) and on the page. ``colours``
    are shown beside values that have one."""

    key: str
    field: str
    label: str
    unit: str = ""
    kind: str = ""
    colours: Mapping[str, str] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True)
class Browse:
    """What is asked of a list. ``chosen`` maps filter keys to values; values of one filter are alternatives.
    Prices are minor units of the market's currency. ``within`` is a set of documents that nothing else is taken from,
    such as what a collection's rule finds."""

    market_code: str
    category_id: int | None = None
    collection_id: int | None = None
    within: int | None = None
    query: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    price_from: int | None = None
    price_to: int | None = None
    in_stock: bool = False
    on_sale: bool = False
    sort: str = ""
    page: int = 1
    page_size: int = PAGE_SIZE


@dataclass(frozen=True)
class FacetValue:
    value: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class Facet:
    filterable: Filterable
    values: tuple[FacetValue, ...]


@dataclass(frozen=True)
class Listing:
    """``total`` products match; ``items`` are those of this page. ``understood_as`` is set when a misspelt word was
    read as another. ``lowest_minor`` and ``highest_minor`` span the prices before the price filter."""

    items: tuple[Summary, ...]
    total: int
    page: int
    pages: int
    facets: tuple[Facet, ...]
    in_stock_count: int
    on_sale_count: int
    lowest_minor: int
    highest_minor: int
    sort: str
    understood_as: str = ""


def browse(index: Index, request: Browse, filterables: tuple[Filterable, ...]) -> Listing:
    """Answer ``request`` from ``index``. No I/O."""
    scores, understood = _search(index, request)
    base = _base(index, request, scores)
    masks = {one.key: _chosen_mask(index, one, request.chosen.get(one.key, ())) for one in filterables}
    toggles = _toggles(index, request)
    priced, lowest, highest = _price_mask(index, request, base)
    result = base & toggles & priced
    for mask in masks.values():
        if mask is not None:
            result &= mask
    sort = _sort(request)
    ordered = _ordered(index, request, result, scores, sort)
    total = len(ordered)
    pages = max(1, min(MAX_PAGE, -(-total // request.page_size)))
    page = min(max(1, request.page), pages)
    shown = ordered[(page - 1) * request.page_size : page * request.page_size]
    found = (index.documents[int(ordinal)] for ordinal in shown)
    return Listing(
        items=tuple(summary for summary in found if summary is not None),
        total=total,
        page=page,
        pages=pages,
        facets=_facets(index, request, filterables, masks, base & toggles & priced),
        in_stock_count=(result & index.matching("in_stock", "1")).bit_count(),
        on_sale_count=(result & index.matching("on_sale", request.market_code)).bit_count(),
        lowest_minor=lowest,
        highest_minor=highest,
        sort=sort,
        understood_as=understood,
    )


def _search(index: Index, request: Browse) -> tuple[NDArray[np.float32] | None, str]:
    """Scores of the documents worth showing for the words of the query; null when none were typed.

    All words must match where any document has them all; otherwise at least half of them. A word that no
    product has is read as the commonest known one that is one edit away, or as the beginning of a word.
    """
    typed = query_words(request.query)
    if not typed:
        return (None, "") if not request.query.strip() else (np.zeros(index.size, dtype=np.float32), "")
    terms = [_known(index, word) for word in typed]
    scores, hits = index.scores(terms)
    most = int(hits.max(initial=0))
    needed = most if most == len(terms) else max(1, (most + 1) // 2)
    scores = np.where(hits >= needed, scores + hits * 5, 0).astype(np.float32) if most else np.zeros_like(scores)
    return scores, " ".join(terms) if terms != typed else ""


def _known(index: Index, word: str) -> str:
    if word in index.postings or len(word) < 3:
        return word
    near = list(one_edit_away(word, index.postings)) if len(word) > 3 else []
    if not near:
        near = index.words_beginning(word)
    return max(near, key=lambda known: _prominence(index, known), default=word)


def _prominence(index: Index, word: str) -> tuple[int, int]:
    """In how many titles a known word stands, then in how many products: a brand on every label is no better match."""
    return index.weights[word].count(TITLE), len(index.postings[word])


def _base(index: Index, request: Browse, scores: NDArray[np.float32] | None) -> int:
    found = index.live & index.matching(f"market:{request.market_code}", "")
    if request.category_id is not None:
        found &= index.matching("category", str(request.category_id))
    if request.collection_id is not None:
        found &= index.matching("collection", str(request.collection_id))
    if request.within is not None:
        found &= request.within
    if scores is not None:
        found &= bits.from_mask(scores > 0)
    return found


def _chosen_mask(index: Index, filterable: Filterable, values: tuple[str, ...]) -> int | None:
    if not values:
        return None
    mask = 0
    for value in values:
        mask |= index.matching(filterable.field, value)
    return mask


def _toggles(index: Index, request: Browse) -> int:
    mask = -1
    if request.in_stock:
        mask &= index.matching("in_stock", "1")
    if request.on_sale:
        mask &= index.matching("on_sale", request.market_code)
    return mask


def _price_mask(index: Index, request: Browse, base: int) -> tuple[int, int, int]:
    if not base:
        return -1, 0, 0
    order = index.order("price_asc", request.market_code)
    inside = order[bits.as_mask(base, index.size)[order]]
    amounts = index_prices(index, request.market_code)
    prices = amounts[inside]
    lowest, highest = int(prices.min()), int(prices.max())
    if request.price_from is None and request.price_to is None:
        return -1, lowest, highest
    fits = (amounts >= (request.price_from or 0)) & (amounts <= (request.price_to or highest))
    return bits.from_mask(fits), lowest, highest


def index_prices(index: Index, market_code: str) -> NDArray[np.int64]:
    """The lowest price of every document in a market; worked out once for each state of the index."""
    return index.remembered(
        ("prices", market_code),
        lambda documents: np.array([_lowest(summary, market_code) for summary in documents], dtype=np.int64),
    )


def _lowest(summary: Summary | None, market_code: str) -> int:
    price = summary.prices.get(market_code) if summary else None
    return price.lowest_minor if price else 0


def _sort(request: Browse) -> str:
    if request.sort in SORTS and (request.sort != "relevance" or request.query):
        return request.sort
    return "relevance" if request.query else "featured"


def _ordered(
    index: Index, request: Browse, result: int, scores: NDArray[np.float32] | None, sort: str
) -> NDArray[np.int64]:
    if not result:
        return np.array([], dtype=np.int64)
    order = index.order("featured" if sort == "relevance" else sort, request.market_code)
    inside = order[bits.as_mask(result, index.size)[order]]
    if sort == "relevance" and scores is not None:
        # Stable: among equals the featured order, which keeps what is sold out behind.
        inside = inside[np.argsort(-scores[inside], kind="stable")]
    elif sort == "featured" and request.collection_id is not None:
        inside = _as_arranged(index, inside, request.collection_id)
    return inside


def _as_arranged(index: Index, inside: NDArray[np.int64], collection_id: int) -> NDArray[np.int64]:
    """In the order somebody gave a collection; what is sold out stays behind, ties stay as they were."""

    def place(ordinal: int) -> tuple[bool, int]:
        summary = index.documents[ordinal]
        if summary is None:
            return True, 0
        return not summary.in_stock, dict(summary.collections).get(collection_id, 0)

    return np.array(sorted(inside.tolist(), key=place), dtype=np.int64)


def _facets(
    index: Index,
    request: Browse,
    filterables: tuple[Filterable, ...],
    masks: Mapping[str, int | None],
    base: int,
) -> tuple[Facet, ...]:
    """Counts for each value if it were chosen as well: within all other filters, beside its own filter's values."""
    found = []
    for one in filterables:
        others = base
        for key, mask in masks.items():
            if key != one.key and mask is not None:
                others &= mask
        chosen = request.chosen.get(one.key, ())
        counts = index.counts(one.field, others, most=MOST_VALUES, besides=chosen)
        # Values this list never shows are left out; those another filter empties stay, with 0.
        shown = counts.keys() | set(chosen)
        if base != others or len(counts) < MOST_VALUES:
            shown |= index.counts(one.field, base, most=MOST_VALUES).keys()
        values = [FacetValue(value, counts.get(value, 0), value in chosen) for value in shown]
        if len(values) > 1 or any(value.chosen for value in values):
            found.append(Facet(one, tuple(sorted(values, key=lambda value: (-value.count, value.value)))))
    return tuple(found)
