"""Collections, what stands in them, and what their rules may name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from shopkeeper.commerce.catalogue.board.products import state_of
from shopkeeper.commerce.catalogue.models import (
    AttributeDefinition,
    Brand,
    Category,
    Collection,
    CollectionItem,
    Product,
    ProductMedia,
    ProductType,
    Variant,
)
from shopkeeper.foundation.errors import NotFound


@dataclass(frozen=True)
class CollectionRow:
    """A collection and how many products were put in it by hand."""

    collection: Collection
    by_hand: int


@dataclass(frozen=True)
class ItemRow:
    """A product in a collection, at a place counted from 0. ``id`` is the item's key; 0 for a product that is none."""

    id: int
    product_id: int
    title: str
    status: str
    publish_at: datetime | None
    image_digest: str

    def state(self, at: datetime) -> str:
        return state_of(self.status, self.publish_at, at)


@dataclass(frozen=True)
class RuleNames:
    """What rules may name: names by slug or path; for attributes their kind."""

    brands: Mapping[str, str]
    categories: Mapping[str, str]
    types: Mapping[str, str]
    attributes: Mapping[str, str]
    attribute_names: Mapping[str, str]

    def of(self, field: str) -> Mapping[str, str]:
        return {"brand": self.brands, "category": self.categories, "type": self.types}[field]


def collections() -> list[CollectionRow]:
    """Every collection by name. One query."""
    rows = Collection.objects.annotate(by_hand=Count("items")).order_by("name", "pk")
    return [CollectionRow(row, row.by_hand) for row in rows]


def collection(collection_id: int) -> Collection:
    """One collection. Raises NotFound. One query."""
    found = Collection.objects.filter(pk=collection_id).first()
    if found is None:
        raise NotFound("There is no such collection.")
    return found


def items(collection_id: int, *, start: int, limit: int) -> list[ItemRow]:
    """What was put in by hand, in its order, from the place ``start``. One query."""
    found = CollectionItem.objects.filter(collection_id=collection_id).order_by("position", "pk")
    picture = _first_picture(OuterRef("product_id"))
    rows = found.annotate(picture=picture)[start : start + limit]
    names = ("pk", "product_id", "product__title", "product__status", "product__publish_at", "picture")
    return [ItemRow(*row) for row in rows.values_list(*names)]


def findable(text: str, *, limit: int = 12) -> list[ItemRow]:
    """Products whose title holds ``text``, whose address it is, or that have a SKU beginning so. One query."""
    by_sku = Variant.objects.filter(sku__istartswith=text).values("product_id")
    found = Product.objects.filter(Q(title__icontains=text) | Q(slug=text) | Q(pk__in=by_sku))
    rows: QuerySet[Product, Any] = found.annotate(picture=_first_picture(OuterRef("pk"))).order_by("title", "pk")
    names = ("pk", "title", "status", "publish_at", "picture")
    return [ItemRow(0, *row) for row in rows.values_list(*names)[:limit]]


def rule_names() -> RuleNames:
    """Brands, categories, types and attributes of the shop. Four queries."""
    attributes = list(AttributeDefinition.objects.order_by("position", "pk").values_list("slug", "kind", "name"))
    return RuleNames(
        brands=dict(Brand.objects.order_by("name").values_list("slug", "name")),
        categories=dict(Category.objects.order_by("path").values_list("path", "name")),
        types=dict(ProductType.objects.order_by("name").values_list("slug", "name")),
        attributes={slug: kind for slug, kind, _name in reversed(attributes)},
        attribute_names={slug: name for slug, _kind, name in reversed(attributes)},
    )


def _first_picture(product_id: OuterRef) -> Coalesce:
    picture = ProductMedia.objects.filter(product=product_id).order_by("position", "pk")
    return Coalesce(Subquery(picture.values("asset__digest")[:1]), Value(""))
