"""Every product, live or not, with its variants and pictures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from shopkeeper.commerce.catalogue.models import Offer, Product, ProductCategory, ProductMedia, Variant
from shopkeeper.foundation.errors import NotFound

STATES = ("live", "scheduled", "draft")


@dataclass(frozen=True)
class ProductRow:
    id: int
    title: str
    slug: str
    status: str
    publish_at: datetime | None
    brand: str
    variants: int
    sold: int
    image_digest: str

    def state(self, at: datetime) -> str:
        return state_of(self.status, self.publish_at, at)


@dataclass(frozen=True)
class ProductList:
    rows: tuple[ProductRow, ...]
    next: tuple[str, int] | None


@dataclass(frozen=True)
class VariantRow:
    variant: Variant
    offer_id: int | None


def state_of(status: str, publish_at: datetime | None, at: datetime) -> str:
    """Draft, scheduled (live from a moment to come) or live."""
    if status == Product.Status.DRAFT:
        return "draft"
    return "scheduled" if publish_at and publish_at > at else "live"


def products_page(
    *, text: str = "", state: str = "", at: datetime, after: tuple[str, int] | None = None, limit: int = 50
) -> ProductList:
    """Products by title; ``after`` continues behind a title and key. One query."""
    found = Product.objects.all()
    if text:
        by_sku = Variant.objects.filter(sku__istartswith=text).values("product_id")
        found = found.filter(Q(title__icontains=text) | Q(slug=text) | Q(pk__in=by_sku))
    if state in STATES:
        found = found.filter(_in_state(state, at))
    if after:
        title, pk = after
        found = found.filter(Q(title__gt=title) | Q(title=title, pk__gt=pk))
    picture = ProductMedia.objects.filter(product=OuterRef("pk")).order_by("position", "pk")
    counted = Variant.objects.filter(product=OuterRef("pk")).order_by().values("product").annotate(n=Count("pk"))
    rows: list[tuple[Any, ...]] = list(
        found.annotate(
            picture=Coalesce(Subquery(picture.values("asset__digest")[:1]), Value("")),
            variant_count=Coalesce(Subquery(counted.values("n")), 0),
        )
        .order_by("title", "pk")
        .values_list(
            "pk",
            "title",
            "slug",
            "status",
            "publish_at",
            "brand__name",
            "variant_count",
            "sold_count",
            "picture",
        )[: limit + 1]
    )
    page = tuple(_row(*row) for row in rows[:limit])
    return ProductList(page, (page[-1].title, page[-1].id) if len(rows) > limit else None)


def product(product_id: int) -> Product:
    """Any product, live or not. Raises NotFound. One query."""
    found = Product.objects.filter(pk=product_id).select_related("brand", "product_type").first()
    if found is None:
        raise NotFound("There is no such product.")
    return found


def variants(product_id: int) -> list[VariantRow]:
    """Every variant with its first offer, active or not. Two queries."""
    rows = Offer.objects.filter(variant__product_id=product_id).order_by("-pk").values_list("variant_id", "pk")
    offers = dict(rows)
    return [VariantRow(row, offers.get(row.pk)) for row in Variant.objects.filter(product_id=product_id)]


def variant_of(product_id: int, variant_id: int) -> Variant:
    """A variant of this product and no other. Raises NotFound."""
    found = Variant.objects.filter(pk=variant_id, product_id=product_id).first()
    if found is None:
        raise NotFound("This product has no such variant.")
    return found


def gallery(product_id: int) -> list[ProductMedia]:
    """A product's pictures in their order. One query."""
    return list(ProductMedia.objects.filter(product_id=product_id).select_related("asset"))


def picture(product_id: int, media_id: int) -> ProductMedia:
    """A picture of this product and no other, with its asset and the product. Raises NotFound. One query."""
    rows = ProductMedia.objects.filter(pk=media_id, product_id=product_id)
    found = rows.select_related("asset", "product").first()
    if found is None:
        raise NotFound("This product has no such picture.")
    return found


def others_with(asset_id: int, product_id: int) -> int:
    """How many other products show this picture. One query."""
    return ProductMedia.objects.filter(asset_id=asset_id).exclude(product_id=product_id).count()


def category_names(product_id: int) -> list[str]:
    """Where the product stands, its home first. One query."""
    rows = ProductCategory.objects.filter(product_id=product_id).order_by("position", "pk")
    return list(rows.values_list("category__path", flat=True))


def _row(
    pk: int,
    title: str,
    slug: str,
    status: str,
    publish_at: datetime | None,
    brand: str | None,
    variants: int,
    sold: int,
    image_digest: str,
) -> ProductRow:
    return ProductRow(pk, title, slug, status, publish_at, brand or "", variants, sold, image_digest)


def _in_state(state: str, at: datetime) -> Q:
    if state == "draft":
        return Q(status=Product.Status.DRAFT)
    if state == "scheduled":
        return Q(status=Product.Status.LIVE, publish_at__gt=at)
    return Q(status=Product.Status.LIVE) & (Q(publish_at=None) | Q(publish_at__lte=at))
