"""Reading the catalogue. Nothing here knows prices or stock; those are asked of their owners."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import CharField, DateTimeField, Exists, Expression, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from shopkeeper.commerce.catalogue.models import (
    AttributeDefinition,
    Brand,
    Category,
    Collection,
    MediaAsset,
    Offer,
    Product,
    ProductCategory,
    ProductMedia,
    ProductType,
    SlugRedirect,
    Variant,
)
from shopkeeper.commerce.catalogue.pictures import Picture
from shopkeeper.foundation.errors import NotFound
from shopkeeper.foundation.prepared import Rows, Slots, columns, instance, prepared
from shopkeeper.foundation.remember import remembered
from shopkeeper.foundation.text import storable


@dataclass(frozen=True)
class SellableVariant:
    """A variant with its offer, as flat values: cheap by the thousand."""

    variant_id: int
    offer_id: int
    sku: str
    options: dict[str, str]
    weight_grams: int
    seller_id: str
    handling_days: int
    unit_quantity: Decimal | None
    unit_measure: str
    gtin: str
    condition: str


@dataclass(frozen=True)
class SoldUnder:
    """What a SKU stands for: its offer, and the product and options to show for it."""

    offer_id: int
    slug: str
    options: dict[str, str]


@dataclass(frozen=True)
class ShownProduct:
    """A product with the path of the category it belongs to first (empty when it has none)."""

    product: Product
    home_category: str


# In the order of SellableVariant's fields.
_SELLABLE: tuple[str, ...] = (
    "variant_id",
    "pk",
    "variant__sku",
    "variant__options",
    "variant__weight_grams",
    "seller_id",
    "handling_days",
    "variant__unit_quantity",
    "variant__unit_measure",
    "variant__gtin",
    "condition",
)


def live(at: datetime | Expression) -> Q:
    """The condition that a product is seen by shoppers at ``at``."""
    return Q(status=Product.Status.LIVE) & (Q(publish_at=None) | Q(publish_at__lte=at))


def product(slug: str, *, at: datetime) -> ShownProduct:
    """The live product with ``slug``: brand, type and home category loaded. Raises NotFound. One query."""
    for row in _product(slug=slug, at=at):
        found = instance(Product, row[: _WIDTHS[0]])
        found.brand = instance(Brand, row[_WIDTHS[0] : _WIDTHS[1]]) if found.brand_id else None
        found.product_type = instance(ProductType, row[_WIDTHS[1] : -1]) if found.product_type_id else None
        return ShownProduct(found, row[-1])
    raise NotFound("We cannot find this product. It may have been renamed or is no longer sold.")


_WIDTHS = (len(columns(Product)), len(columns(Product)) + len(columns(Brand)))


@prepared
def _product(slots: Slots) -> Rows:
    home = ProductCategory.objects.filter(product=OuterRef("pk")).order_by("position", "pk")
    return (
        Product.objects.filter(live(slots.one("at", DateTimeField())), slug=slots.one("slug", CharField()))
        .annotate(home_category=Coalesce(Subquery(home.values("category__path")[:1]), Value("")))
        .values_list(
            *columns(Product),
            *(f"brand__{name}" for name in columns(Brand)),
            *(f"product_type__{name}" for name in columns(ProductType)),
            "home_category",
        )
    )


def product_before_it_is_live(product_id: int) -> ShownProduct:
    """Any product, for those who may see it before shoppers do. Raises NotFound. One query."""
    home = ProductCategory.objects.filter(product=OuterRef("pk")).order_by("position", "pk")
    rows = Product.objects.select_related("brand", "product_type").filter(pk=product_id)
    found = rows.annotate(home_category=Coalesce(Subquery(home.values("category__path")[:1]), Value(""))).first()
    if found is None:
        raise NotFound("This product is no more.")
    return ShownProduct(found, found.home_category)


def sellable_variants(product_id: int) -> list[SellableVariant]:
    """Every variant of a product that has an active offer, in the product's order. One query."""
    return [SellableVariant(*row) for row in _sellable(product_id=product_id)]


@prepared
def _sellable(slots: Slots) -> Rows:
    product_id = slots.one("product_id")
    rows = Offer.objects.filter(variant__product_id=product_id, is_active=True, variant__is_active=True)
    return rows.order_by("variant__position", "variant_id", "pk").values_list(*_SELLABLE)


def sold_under(sku: str) -> SoldUnder:
    """The first active offer of the variant with ``sku``. Raises NotFound. One query."""
    found = _sold_under(sku=sku[:100])
    if not found:
        raise NotFound("This item is not sold here (any more).")
    return SoldUnder(*found[0])


@prepared
def _sold_under(slots: Slots) -> Rows:
    sku = slots.one("sku", CharField())
    rows = Offer.objects.filter(variant__sku=sku, is_active=True, variant__is_active=True).order_by("pk")
    return rows.values_list("pk", "variant__product__slug", "variant__options")[:1]


def is_sold(offer_id: int, *, at: datetime) -> bool:
    """Whether an offer, its variant and its product are for sale at ``at``. One query."""
    return bool(_is_sold(offer_id=offer_id, at=at))


@prepared
def _is_sold(slots: Slots) -> Rows:
    product = Product.objects.filter(live(slots.one("at", DateTimeField())), pk=OuterRef("variant__product_id"))
    rows = Offer.objects.filter(Exists(product), pk=slots.one("offer_id"), is_active=True, variant__is_active=True)
    return rows.values_list("pk")


def addresses_of_live_products(*, at: datetime) -> list[tuple[int, str, datetime]]:
    """Every live product's key, its slug and when it last changed or appeared, in a lasting order. One query."""
    rows = Product.objects.filter(live(at)).order_by("pk").values_list("pk", "slug", "updated_at", "publish_at")
    return [(pk, slug, max(changed, appeared or changed)) for pk, slug, changed, appeared in rows]


def is_cut_at(digest: str, focus_x: int, focus_y: int) -> bool:
    """Whether crops of this picture look there. One query."""
    return MediaAsset.objects.filter(digest=digest, focus_x=focus_x, focus_y=focus_y).exists()


def variant(variant_id: int) -> Variant:
    """One variant. One query."""
    return Variant.objects.get(pk=variant_id)


def pictures(product_ids: Iterable[int]) -> dict[int, list[Picture]]:
    """The pictures of each product in their order. One query."""
    found: dict[int, list[Picture]] = {}
    for product_id, digest, alt, width, height, options, *focus in _pictures(product_ids=product_ids):
        picture = Picture(digest, alt, width, height, tuple(sorted(options.items())), *focus)
        found.setdefault(product_id, []).append(picture)
    return found


@prepared
def _pictures(slots: Slots) -> Rows:
    rows = ProductMedia.objects.filter(slots.among("product_id", "product_ids")).order_by("position", "pk")
    size, focus = ("asset__width", "asset__height"), ("asset__focus_x", "asset__focus_y")
    return rows.values_list("product_id", "asset__digest", "alt", *size, "options", *focus)


@remembered(seconds=5)
def attribute_definitions(product_type_id: int) -> tuple[AttributeDefinition, ...]:
    """The typed attributes of a product type in their order. One query, remembered for seconds."""
    return tuple(AttributeDefinition.objects.filter(product_type_id=product_type_id))


@remembered(seconds=5)
def product_types() -> tuple[ProductType, ...]:
    """Every product type by name. One query, remembered for seconds."""
    return tuple(ProductType.objects.order_by("name"))


def product_type_names() -> dict[str, str]:
    """The name of every product type by its slug."""
    return {row.slug: row.name for row in product_types()}


@remembered(seconds=5)
def categories() -> tuple[Category, ...]:
    """The whole tree, parents before children. One query, remembered for seconds."""
    rows = list(Category.objects.select_related("image").order_by("position", "name"))
    return tuple(sorted(rows, key=lambda row: row.path.count("/")))


def picture_of(row: Category) -> Picture | None:
    """A category's own picture."""
    asset = row.image
    if asset is None:
        return None
    return Picture(asset.digest, asset.alt, asset.width, asset.height, (), asset.focus_x, asset.focus_y)


def category(path: str) -> Category:
    """The category at ``path``. Raises NotFound."""
    found = next((row for row in categories() if row.path == path), None)
    if found is None:
        raise NotFound("We cannot find this category.")
    return found


def children(parent: Category | None) -> list[Category]:
    """The categories directly inside ``parent``, or the top ones."""
    return [row for row in categories() if row.parent_id == (parent.pk if parent else None)]


def category_line(path: str) -> list[Category]:
    """The category at ``path`` and those above it, from the top; what breadcrumbs show."""
    parts = path.split("/")
    wanted = {"/".join(parts[:length]) for length in range(1, len(parts) + 1)}
    return [row for row in categories() if row.path in wanted]


@remembered(seconds=5)
def collections() -> tuple[Collection, ...]:
    """Every collection. One query, remembered for seconds."""
    return tuple(Collection.objects.order_by("pk"))


def moved_to(path: str) -> str:
    """Today's address of a page that used to be at ``path``; empty when it was never there. One query."""
    return SlugRedirect.objects.filter(old_path=storable(path)).values_list("new_path", flat=True).first() or ""


def products_of_offers(offer_ids: Iterable[int]) -> list[int]:
    """The products these offers belong to. One query."""
    rows = Offer.objects.filter(pk__in=list(offer_ids)).values_list("variant__product_id", flat=True)
    return list(rows.distinct())


def published_between(start: datetime, end: datetime) -> list[int]:
    """Products whose publishing time came in ``[start, end]``. One query."""
    return list(Product.objects.filter(publish_at__gte=start, publish_at__lte=end).values_list("pk", flat=True))


def next_publication_after(at: datetime) -> datetime | None:
    """When the next scheduled product appears; null when none is planned. One query."""
    rows = Product.objects.filter(status=Product.Status.LIVE, publish_at__gt=at).order_by("publish_at")
    return rows.values_list("publish_at", flat=True).first()
