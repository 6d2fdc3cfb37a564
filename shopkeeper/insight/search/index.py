"""The index: summaries by number, the words and filters that find them, and the orders they can stand in."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from math import log
from threading import RLock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shopkeeper.commerce.shelf.summaries import Summary
from shopkeeper.insight.search import bits
from shopkeeper.insight.search.words import words

FacetKey = tuple[str, str]
Numbers = NDArray[np.int64]
# How much a word counts by where it stands; in tenths, to fit a byte.
TITLE, SKU, BRAND, SUMMARY = 30, 100, 20, 8
MANY_VALUES = 64


def document_words(summary: Summary) -> dict[str, int]:
    """Each word of a product with its weight: the best place it stands in."""
    found: dict[str, int] = {}
    texts = [(summary.summary, SUMMARY), (summary.brand, BRAND), (summary.title, TITLE)]
    texts += [(text.get("title", ""), TITLE) for text in summary.translations.values()]
    texts += [(str(value), SUMMARY) for value in summary.attributes.values() if isinstance(value, str)]
    texts += [(value, BRAND) for _, value in summary.options]
    for text, weight in texts:
        for word in words(text):
            found[word] = max(found.get(word, 0), weight)
    for sku in summary.skus[:50]:
        found[sku.lower()] = SKU
    return found


def document_facets(summary: Summary) -> set[FacetKey]:
    """The filters a product answers to. Options count only where a variant with them is in stock."""
    found: set[FacetKey] = {("category", str(pk)) for pk in summary.category_ids}
    found |= {("collection", str(pk)) for pk, _place in summary.collections}
    found |= {("tag:", tag.casefold()) for tag in summary.tags}
    found.add(("type:", str(summary.type_id)))
    found |= {(f"market:{code}", "") for code in summary.prices}
    found |= {(f"o:{name}", value) for name, value in summary.options}
    if summary.brand_slug:
        found.add(("brand", summary.brand))
    if summary.in_stock:
        found.add(("in_stock", "1"))
    found |= {("on_sale", code) for code, price in summary.prices.items() if price.percent}
    for slug, value in summary.attributes.items():
        found |= {(f"a:{slug}", str(one)) for one in (value if isinstance(value, list) else [value])}
    return found


class Index:
    """Thread-safe: readers use what they find, one writer at a time replaces it piece by piece."""

    def __init__(self) -> None:
        self.documents: list[Summary | None] = []
        self.ordinal_of: dict[int, int] = {}
        self.by_slug: dict[str, int] = {}
        self.live = 0
        self.facets: dict[str, dict[str, int]] = {}
        self.postings: dict[str, array[int]] = {}
        self.weights: dict[str, array[int]] = {}
        self.swatches: dict[str, str] = {}
        self.brands: dict[str, str] = {}
        self.generation = 0
        self._worked_out: dict[tuple[str, str], tuple[int, Numbers]] = {}
        self._sorted_words: list[str] = []
        self._lock = RLock()

    @property
    def size(self) -> int:
        return len(self.documents)

    def build(self, summaries: Sequence[Summary]) -> None:
        """Replace everything. Faster than adding one by one."""
        facets: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        postings: dict[str, array[int]] = defaultdict(lambda: array("i"))
        weights: dict[str, array[int]] = defaultdict(lambda: array("B"))
        for ordinal, summary in enumerate(summaries):
            for name, value in document_facets(summary):
                facets[name][value].append(ordinal)
            for word, weight in document_words(summary).items():
                postings[word].append(ordinal)
                weights[word].append(weight)
        size = len(summaries)
        with self._lock:
            self.documents = list(summaries)
            self.ordinal_of = {summary.product_id: ordinal for ordinal, summary in enumerate(summaries)}
            self.by_slug = {summary.slug: ordinal for ordinal, summary in enumerate(summaries)}
            self.live = (1 << size) - 1
            self.facets = {
                name: {value: bits.from_ordinals(found, size) for value, found in values.items()}
                for name, values in facets.items()
            }
            self.postings, self.weights = dict(postings), dict(weights)
            self._sorted_words = []
            self.swatches = {value: colour for summary in summaries for value, colour in summary.swatches}
            self.brands = {summary.brand_slug: summary.brand for summary in summaries}
            self._changed()

    def replace(self, product_ids: Iterable[int], summaries: Sequence[Summary]) -> None:
        """Put new summaries in the place of old ones; ids without one are no longer found."""
        fresh = {summary.product_id: summary for summary in summaries}
        with self._lock:
            moved = [self._replace_one(product_id, fresh.get(product_id)) for product_id in product_ids]
            if any(moved):
                self._changed()

    def _replace_one(self, product_id: int, summary: Summary | None) -> bool:
        """Whether anything changed; most sales change a count in the database and nothing that is shown in lists."""
        ordinal = self.ordinal_of.get(product_id)
        if summary == (None if ordinal is None else self.documents[ordinal]):
            return False
        if ordinal is None:
            ordinal = self.size
            self.documents.append(None)
            self.ordinal_of[product_id] = ordinal
        old = self.documents[ordinal]
        if old is not None and (summary is None or old.slug != summary.slug):
            self.by_slug.pop(old.slug, None)
        self._move_facets(
            ordinal, document_facets(old) if old else set(), document_facets(summary) if summary else set()
        )
        self._move_words(ordinal, document_words(old) if old else {}, document_words(summary) if summary else {})
        self.documents[ordinal] = summary
        if summary is not None:
            self.by_slug[summary.slug] = ordinal
            self.swatches.update(summary.swatches)
            self.brands[summary.brand_slug] = summary.brand
            self.live |= 1 << ordinal
        else:
            self.live &= ~(1 << ordinal)
        return True

    def _move_facets(self, ordinal: int, old: set[FacetKey], new: set[FacetKey]) -> None:
        bit = 1 << ordinal
        for name, value in old - new:
            self.facets[name][value] &= ~bit
        for name, value in new - old:
            values = self.facets.setdefault(name, {})
            values[value] = values.get(value, 0) | bit

    def _move_words(self, ordinal: int, old: dict[str, int], new: dict[str, int]) -> None:
        for word in old.keys() - new.keys():
            self._set_word(word, ordinal, None)
        for word, weight in new.items():
            if old.get(word) != weight:
                self._set_word(word, ordinal, weight)

    def _set_word(self, word: str, ordinal: int, weight: int | None) -> None:
        """Copies on write: a reader in another thread keeps the arrays it has."""
        kept = [
            (number, old)
            for number, old in zip(self.postings.get(word, ()), self.weights.get(word, ()), strict=True)
            if number != ordinal
        ]
        if weight is not None:
            kept.append((ordinal, weight))
        if word not in self.postings:
            self._sorted_words = []
        self.postings[word] = array("i", [number for number, _ in kept])
        self.weights[word] = array("B", [old for _, old in kept])

    def matching(self, name: str, value: str) -> int:
        """The documents that answer to one filter, as bits."""
        return self.facets.get(name, {}).get(value, 0)

    def scores(self, terms: Sequence[str]) -> tuple[NDArray[np.float32], NDArray[np.int16]]:
        """For each document the sum of its words' weights times their rarity, and how many terms it has."""
        size = self.size
        total = np.zeros(size, dtype=np.float32)
        hits = np.zeros(size, dtype=np.int16)
        for term in terms:
            numbers, weights = self.postings.get(term), self.weights.get(term)
            if not numbers or not weights:
                continue
            count = min(len(numbers), len(weights))
            where = np.array(numbers[:count], dtype=np.int64)
            here = where < size
            where = where[here]
            rarity = log(1 + size / (1 + count))
            total[where] += np.array(weights[:count], dtype=np.float32)[here] * rarity
            hits[where] += 1
        return total, hits

    def order(self, sort: str, market_code: str) -> NDArray[np.int64]:
        """All document numbers in the order ``sort`` puts them."""

        def sorted_numbers(documents: Sequence[Summary | None]) -> NDArray[np.int64]:
            keys = [_sort_key(sort, market_code, summary) for summary in documents]
            return np.array(sorted(range(len(documents)), key=keys.__getitem__), dtype=np.int64)

        return self.remembered((sort, market_code), sorted_numbers)

    def counts(self, field: str, inside: int, *, most: int, besides: Collection[str] = ()) -> dict[str, int]:
        """How many documents of the set ``inside`` have each value of a field, for the ``most`` frequent values and
        those named ``besides``; values with none are left out.

        Few values: one intersection each. Many (brands of a large shop): one pass over all pairs.
        """
        values = self.facets.get(field, {})
        if len(values) <= MANY_VALUES:
            # A copy, because another thread may be adding a value.
            counted = ((value, (inside & matching).bit_count()) for value, matching in list(values.items()))
            return {value: count for value, count in counted if count}
        pairs = self.remembered((f"pairs:{field}", ""), lambda documents: _pairs(list(values.values()), len(documents)))
        # Read after the pairs: values are only ever added, so each code has its name.
        names = list(values)
        mask = bits.as_mask(inside & ((1 << self.size) - 1), self.size)
        found = np.bincount(pairs[1][mask[pairs[0]]], minlength=len(names))
        frequent = np.argpartition(-found, most)[:most] if len(found) > most else np.arange(len(found))
        kept = {names[code]: int(found[code]) for code in frequent if found[code]}
        return kept | {value: (inside & values[value]).bit_count() for value in besides if value in values}

    def words_beginning(self, start: str, *, most: int = 200) -> list[str]:
        """Known words that begin with ``start``, from a sorted list made anew when words have been added."""
        known = self._sorted_words or sorted(self.postings)
        self._sorted_words = known
        first = bisect_left(known, start)
        near = known[first : first + most]
        return [word for word in near if word.startswith(start)]

    def remembered(self, key: tuple[str, str], work_out: Callable[[Sequence[Summary | None]], Numbers]) -> Numbers:
        """An array with a number for each document, worked out once for each state of the index."""
        kept = self._worked_out.get(key)
        if kept and kept[0] == self.generation:
            return kept[1]
        with self._lock:
            found = (self.generation, work_out(self.documents))
        self._worked_out[key] = found
        return found[1]

    def _changed(self) -> None:
        self.generation += 1


def _pairs(matching: Sequence[int], size: int) -> Numbers:
    """Document numbers (first row) and the positions of the values they have (second row)."""
    documents = [bits.ordinals(mask, size) for mask in matching]
    codes = [np.full(len(found), code, dtype=np.int64) for code, found in enumerate(documents)]
    return np.stack([np.concatenate(documents), np.concatenate(codes)])


def _sort_key(sort: str, market_code: str, summary: Summary | None) -> Any:
    if summary is None:
        return (2, 0, 0)
    price = summary.prices.get(market_code)
    amount = price.lowest_minor if price else 0
    # What cannot be bought right now stands behind everything that can, in every order.
    soldout = 0 if summary.in_stock else 1
    if sort == "price_asc":
        return (soldout, amount, summary.product_id)
    if sort == "price_desc":
        return (soldout, -amount, summary.product_id)
    if sort == "newest":
        return (soldout, -summary.appeared_at.timestamp(), -summary.product_id)
    return (soldout, -summary.sold_count, -summary.product_id)
