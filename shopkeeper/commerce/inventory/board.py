"""What staff look at: stock by SKU and location, its history, what runs low, where an order's goods lie."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet, Sum

from shopkeeper.commerce.catalogue.models import Offer
from shopkeeper.commerce.inventory.models import Allocation, Bucket, Location, Movement
from shopkeeper.foundation.errors import NotFound

LOW = 3


@dataclass(frozen=True)
class Part:
    """Units that one location gives."""

    location: str
    units: int


@dataclass(frozen=True)
class Shelf:
    """A resource at one location: what is there, and how much of it is sold or set aside. ``bucket_id`` is null
    where it has never been counted."""

    bucket_id: int | None
    slug: str
    location: str
    on_hand: int
    set_aside: int

    @property
    def free(self) -> int:
        return self.on_hand - self.set_aside


@dataclass(frozen=True)
class StockRow:
    offer_id: int
    sku: str
    product_id: int
    title: str
    options: str
    shelves: tuple[Shelf, ...]

    @property
    def free(self) -> int:
        return sum(shelf.free for shelf in self.shelves)


@dataclass(frozen=True)
class StockPage:
    rows: tuple[StockRow, ...]
    next: str


_FIELDS = ("pk", "variant__sku", "variant__product_id", "variant__product__title", "variant__options")


def locations() -> list[Location]:
    """Active locations in their order. One query."""
    return list(Location.objects.filter(is_active=True))


def stock_page(*, text: str = "", low: bool = False, after: str = "", limit: int = 50) -> StockPage:
    """Offers by SKU with their stock at every location; ``after`` continues behind that SKU. Three queries."""
    found = Offer.objects.filter(is_active=True, variant__is_active=True)
    if text:
        found = found.filter(Q(variant__sku__istartswith=text) | Q(variant__product__title__icontains=text))
    if low:
        found = found.filter(pk__in=_low())
    if after:
        found = found.filter(variant__sku__gt=after)
    rows = list(found.order_by("variant__sku", "pk").values_list(*_FIELDS)[: limit + 1])
    shelves = _shelves([row[0] for row in rows[:limit]])
    page = tuple(_row(*row, shelves=shelves) for row in rows[:limit])
    return StockPage(page, page[-1].sku if len(rows) > limit else "")


def stock_of(offer_id: int) -> StockRow:
    """One offer at every location. Raises NotFound. Three queries."""
    row = Offer.objects.filter(pk=offer_id).values_list(*_FIELDS).first()
    if row is None:
        raise NotFound("There is no such item.")
    return _row(*row, shelves=_shelves([offer_id]))


def movements_of(offer_id: int, *, location: str = "", before_id: int | None = None, limit: int = 50) -> list[Movement]:
    """Why the count is what it is, newest first. One query."""
    found = Movement.objects.filter(bucket__kind=Bucket.Kind.UNIT, bucket__resource_id=offer_id)
    if location:
        found = found.filter(bucket__slot=location)
    if before_id is not None:
        found = found.filter(pk__lt=before_id)
    return list(found.select_related("bucket").order_by("-pk")[:limit])


def low_count() -> int:
    """Active offers of which ``LOW`` or fewer units can still be sold. One query."""
    return Offer.objects.filter(pk__in=_low(), is_active=True, variant__is_active=True).count()


def parts_of(hold_ids: Iterable[int]) -> dict[int, tuple[Part, ...]]:
    """Where the units of each hold lie, by the location's name. One query, and one for the names."""
    names = dict(Location.objects.values_list("slug", "name"))
    found: dict[int, list[Part]] = {}
    rows = Allocation.objects.filter(hold_id__in=list(hold_ids)).order_by("bucket_id")
    for hold_id, slot, units in rows.values_list("hold_id", "bucket__slot", "quantity"):
        found.setdefault(hold_id, []).append(Part(names.get(slot, slot), units))
    return {hold_id: tuple(parts) for hold_id, parts in found.items()}


def _low() -> QuerySet[Bucket, Any]:
    active = Location.objects.filter(is_active=True).values("slug")
    rows = Bucket.objects.filter(kind=Bucket.Kind.UNIT, slot__in=active).values("resource_id")
    return rows.annotate(free=Sum(F("total") - F("taken"))).filter(free__lte=LOW).values("resource_id").order_by()


def _shelves(offer_ids: list[int]) -> dict[int, tuple[Shelf, ...]]:
    rows = Bucket.objects.filter(kind=Bucket.Kind.UNIT, resource_id__in=offer_ids)
    standing = {
        (resource_id, slot): (pk, total, taken)
        for pk, resource_id, slot, total, taken in rows.values_list("pk", "resource_id", "slot", "total", "taken")
    }
    places = locations()
    return {
        offer_id: tuple(
            Shelf(pk, place.slug, place.name, total, taken)
            for place in places
            for pk, total, taken in (standing.get((offer_id, place.slug), (None, 0, 0)),)
        )
        for offer_id in offer_ids
    }


def _row(
    offer_id: int,
    sku: str,
    product_id: int,
    title: str,
    options: dict[str, str],
    *,
    shelves: dict[int, tuple[Shelf, ...]],
) -> StockRow:
    return StockRow(offer_id, sku, product_id, title, " / ".join(options.values()), shelves[offer_id])
