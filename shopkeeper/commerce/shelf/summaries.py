"""Products in short, by the thousand: what a card shows and what filters and search go by, in every market at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import DateTimeField

from shopkeeper.commerce.catalogue import queries as catalogue
from shopkeeper.commerce.catalogue.models import CollectionItem, Offer, Product, ProductCategory
from shopkeeper.commerce.catalogue.pictures import Picture
from shopkeeper.commerce.inventory import queries as inventory
from shopkeeper.commerce.pricing import queries as pricing
from shopkeeper.commerce.pricing.resolve import EffectivePrice
from shopkeeper.foundation.prepared import Rows, Slots, prepared


@dataclass(frozen=True, slots=True)
class PriceRange:
    """A product's prices in a market, minor units. ``reference_minor`` is the 30-day low that may be struck through
    beside ``lowest_minor``; 0 when nothing may."""

    lowest_minor: int
    highest_minor: int
    reference_minor: int = 0
    percent: int = 0

    @property
    def varies(self) -> bool:
        return self.lowest_minor != self.highest_minor


@dataclass(frozen=True, slots=True)
class Summary:
    """A product as a list shows it. ``options`` are the option values in stock; ``prices`` go by market code;
    ``collections`` are those it was put in by hand, each with its place there; ``appeared_at`` is when shoppers could
    see it first."""

    product_id: int
    slug: str
    title: str
    brand: str
    brand_slug: str
    summary: str
    type_id: int | None
    attributes: dict[str, Any]
    tags: tuple[str, ...]
    options: tuple[tuple[str, str], ...]
    swatches: tuple[tuple[str, str], ...]
    skus: tuple[str, ...]
    category_ids: frozenset[int]
    collections: tuple[tuple[int, int], ...]
    prices: dict[str, PriceRange]
    pictures: tuple[Picture, ...]
    in_stock: bool
    sold_count: int
    appeared_at: datetime
    translations: dict[str, dict[str, str]]

    def text(self, field: str, language: str) -> str:
        return self.translations.get(language, {}).get(field) or str(getattr(self, field))


@dataclass(frozen=True, slots=True)
class _Row:
    offer_id: int
    product_id: int
    sku: str
    options: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Shown:
    pk: int
    slug: str
    title: str
    summary: str
    type_id: int | None
    attributes: dict[str, Any]
    tags: list[str]
    options: list[Any]
    translations: dict[str, dict[str, str]]
    sold_count: int
    created_at: datetime
    publish_at: datetime | None
    brand: str | None
    brand_slug: str | None


@prepared
def _products(slots: Slots) -> Rows:
    found = Product.objects.filter(catalogue.live(slots.one("at", DateTimeField())), slots.among("pk", "ids"))
    names = ("pk", "slug", "title", "summary", "product_type_id", "attributes", "tags", "options", "translations")
    times = ("created_at", "publish_at")
    return found.order_by("pk").values_list(*names, "sold_count", *times, "brand__name", "brand__slug")


def live_product_ids(at: datetime) -> list[int]:
    """Every product shoppers may see. One query."""
    return list(Product.objects.filter(catalogue.live(at)).order_by("pk").values_list("pk", flat=True))


def summaries(product_ids: Iterable[int], *, at: datetime) -> list[Summary]:
    """Summaries of those products that are live and sold somewhere. A constant number of queries (6 and one or two for
    each market), however many products; ask for a thousand or two at a time."""
    ids = list(product_ids)
    products = [_Shown(*row) for row in _products(ids=ids, at=at)]
    offers = _offers(ids)
    flat = [row.offer_id for rows in offers.values() for row in rows]
    free = inventory.available(flat)
    prices = {market.code: pricing.prices_in_force(flat, market=market, at=at) for market in pricing.markets()}
    pictures = catalogue.pictures(ids)
    categories = _categories(ids)
    collections = _memberships(ids)
    made = (
        _summary(product, offers[product.pk], free, prices, pictures.get(product.pk, []), categories, collections)
        for product in products
    )
    return [summary for summary in made if summary.prices]


def _offers(product_ids: Sequence[int]) -> dict[int, list[_Row]]:
    found: dict[int, list[_Row]] = defaultdict(list)
    for values in _sold(ids=product_ids):
        found[values[1]].append(_Row(*values))
    return found


@prepared
def _sold(slots: Slots) -> Rows:
    rows = Offer.objects.filter(slots.among("variant__product_id", "ids"), is_active=True, variant__is_active=True)
    ordered = rows.order_by("variant__position", "variant_id")
    return ordered.values_list("pk", "variant__product_id", "variant__sku", "variant__options")


def _categories(product_ids: Sequence[int]) -> dict[int, frozenset[int]]:
    """The categories of each product with all their ancestors: what is in mugs is in kitchen, too."""
    parents = {row.pk: row.parent_id for row in catalogue.categories()}
    found: dict[int, set[int]] = defaultdict(set)
    rows = ProductCategory.objects.filter(product_id__in=product_ids).values_list("product_id", "category_id")
    for product_id, category_id in rows:
        above: int | None = category_id
        while above is not None:
            found[product_id].add(above)
            above = parents.get(above)
    return {product_id: frozenset(ids) for product_id, ids in found.items()}


def _memberships(product_ids: Sequence[int]) -> dict[int, tuple[tuple[int, int], ...]]:
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    rows = CollectionItem.objects.filter(product_id__in=product_ids).order_by("collection_id")
    for product_id, collection_id, position in rows.values_list("product_id", "collection_id", "position"):
        found[product_id].append((collection_id, position))
    return {product_id: tuple(places) for product_id, places in found.items()}


def _summary(
    product: _Shown,
    rows: Sequence[_Row],
    free: dict[int, int],
    prices: dict[str, dict[int, EffectivePrice]],
    pictures: Sequence[Picture],
    categories: dict[int, frozenset[int]],
    collections: dict[int, tuple[tuple[int, int], ...]],
) -> Summary:
    stocked = [row for row in rows if free[row.offer_id] > 0]
    ranges = {code: _range(stocked or rows, known) for code, known in prices.items()}
    return Summary(
        product_id=product.pk,
        slug=product.slug,
        title=product.title,
        brand=product.brand or "",
        brand_slug=product.brand_slug or "",
        summary=product.summary,
        type_id=product.type_id,
        attributes=product.attributes,
        tags=tuple(product.tags),
        options=tuple(dict.fromkeys(pair for row in stocked for pair in row.options.items())),
        swatches=_swatches(product),
        skus=tuple(row.sku for row in rows),
        category_ids=categories.get(product.pk, frozenset()),
        collections=collections.get(product.pk, ()),
        prices={code: found for code, found in ranges.items() if found},
        pictures=tuple(pictures[:2]),
        in_stock=bool(stocked),
        sold_count=product.sold_count,
        appeared_at=product.publish_at or product.created_at,
        translations=product.translations,
    )


def _range(rows: Sequence[_Row], known: dict[int, EffectivePrice]) -> PriceRange | None:
    found = [known[row.offer_id] for row in rows if row.offer_id in known]
    if not found:
        return None
    lowest = min(found, key=lambda price: price.amount_minor)
    highest = max(price.amount_minor for price in found)
    return PriceRange(lowest.amount_minor, highest, lowest.reference_minor or 0, lowest.reduction_percent)


def _swatches(product: _Shown) -> tuple[tuple[str, str], ...]:
    for option in product.options:
        swatches = [(value["value"], value["swatch"]) for value in option["values"] if value.get("swatch")]
        if swatches:
            return tuple(swatches)
    return ()
