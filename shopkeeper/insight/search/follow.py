"""The one index of this process, built at first need and kept up by following the outbox."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from threading import Lock
from time import monotonic

import structlog
from django.conf import settings
from django.db import DatabaseError

from shopkeeper.commerce.catalogue import queries as catalogue
from shopkeeper.commerce.catalogue.events import ProductsChanged, TaxonomyChanged
from shopkeeper.commerce.content.events import PoliciesChanged
from shopkeeper.commerce.inventory.events import StockChanged
from shopkeeper.commerce.pricing import queries as pricing
from shopkeeper.commerce.pricing.events import MarketsChanged, PricesChanged
from shopkeeper.commerce.shelf.summaries import Summary, live_product_ids, summaries
from shopkeeper.commerce.shipping.events import DeliveryChanged
from shopkeeper.foundation import clock
from shopkeeper.foundation.events import Event
from shopkeeper.foundation.events.feed import Follower
from shopkeeper.foundation.remember import forget_all
from shopkeeper.insight.search.index import Index

BATCH = 2000
# More changes than this at once (an import), and building anew is cheaper than following.
REBUILD_ABOVE = 5000
log = structlog.get_logger(__name__)


class ShopIndex:
    """Builds and follows. Thread-safe; one thread refreshes while the others go on with what there is."""

    def __init__(self) -> None:
        self.index = Index()
        self._built = False
        self._lock = Lock()
        self._follower: Follower | None = None
        self._looked_at = 0.0
        self._next_timed: datetime | None = None
        self._builds = 0
        self._changes: dict[int, int] = {}
        self._unread: list[Event] = []

    def version_of(self, slug: str) -> tuple[int, int]:
        """Grows with everything announced about a product, also what no list shows, such as its last piece but two."""
        index = self.current()
        ordinal = index.by_slug.get(slug)
        summary = None if ordinal is None else index.documents[ordinal]
        return self._builds, self._changes.get(summary.product_id, 0) if summary else 0

    def current(self) -> Index:
        """The index, at most ``SEARCH_REFRESH_SECONDS`` behind. Costs one query when it is time to look."""
        if not self._built:
            with self._lock:
                if not self._built:
                    self._build()
        elif monotonic() - self._looked_at >= settings.SEARCH_REFRESH_SECONDS and self._lock.acquire(blocking=False):
            try:
                self._refresh()
            finally:
                self._lock.release()
        return self.index

    def forget(self) -> None:
        """Start over at the next question; for tests."""
        self._built = False

    def _build(self) -> None:
        self._follower = Follower()
        at = clock.now()
        with _uncollected():
            found: list[Summary] = []
            for ids in _batches(live_product_ids(at)):
                found += summaries(ids, at=at)
            self.index.build(found)
        self._plan(at)
        self._changes.clear()
        self._unread.clear()
        self._builds += 1
        self._looked_at = monotonic()
        self._built = True

    def _refresh(self) -> None:
        self._looked_at = monotonic()
        if self._follower is None:
            return
        self._unread += [stored.event() for stored in self._follower.poll() if _matters(stored.name)]
        try:
            self._follow(clock.now())
        except DatabaseError as error:
            # What was polled is not told again, so it waits here for the next look; until then the old index serves.
            log.error("search_refresh_failed", exc_info=error)

    def _follow(self, at: datetime) -> None:
        is_due = self._next_timed is not None and at >= self._next_timed
        changed = self._changed_products(self._unread) | (self._due(at) if is_due else set())
        if len(changed) > REBUILD_ABOVE or any(isinstance(event, MarketsChanged) for event in self._unread):
            self._build()
            return
        for ids in _batches(sorted(changed)):
            self.index.replace(ids, summaries(ids, at=at))
        for product_id in changed:
            self._changes[product_id] = self._changes.get(product_id, 0) + 1
        if is_due or any(isinstance(event, ProductsChanged | PricesChanged) for event in self._unread):
            # Looking forward only; so what was due by now had to be taken in first.
            self._plan(at)
        self._unread.clear()

    def _due(self, at: datetime) -> set[int]:
        """Products whose price or publication changed by the clock alone since the last look."""
        since = self._next_timed or at
        return {*pricing.products_repriced_between(since, at), *catalogue.published_between(since, at)}

    def _plan(self, at: datetime) -> None:
        times = (pricing.next_change_after(at), catalogue.next_publication_after(at))
        self._next_timed = min((time for time in times if time), default=None)

    def _changed_products(self, events: Sequence[Event]) -> set[int]:
        products: set[int] = set()
        offers: set[int] = set()
        for event in events:
            if isinstance(event, ProductsChanged):
                products.update(event.product_ids)
            elif isinstance(event, PricesChanged):
                offers.update(event.offer_ids)
            elif isinstance(event, StockChanged):
                offers.update(event.resource_ids)
            elif isinstance(event, TaxonomyChanged | DeliveryChanged | PoliciesChanged | MarketsChanged):
                forget_all()
        if offers:
            products.update(catalogue.products_of_offers(offers))
        return products


# The last four change small tables that this process remembers, and the pages it has kept; markets every price in it.
_MATTERS = {
    event.name
    for event in (
        ProductsChanged,
        PricesChanged,
        StockChanged,
        TaxonomyChanged,
        DeliveryChanged,
        PoliciesChanged,
        MarketsChanged,
    )
}


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the garbage collector, which would look through millions of new objects again and again and find that
    all of them are still needed: a fifth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _matters(name: str) -> bool:
    return name in _MATTERS


def _batches(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), BATCH):
        yield ids[start : start + BATCH]


shop_index = ShopIndex()
