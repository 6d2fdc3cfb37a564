"""Writing a batch of checked rows: a constant number of queries for each batch, one transaction, one announcement."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

import nh3
from django.db import transaction
from django.db.models import CharField, Max, Value
from django.db.models.functions import Cast, Concat

from shopkeeper.commerce.catalogue.events import ProductsChanged
from shopkeeper.commerce.catalogue.models import (
    Brand,
    Category,
    Collection,
    CollectionItem,
    Offer,
    Product,
    ProductCategory,
    ProductMedia,
    ProductType,
    SlugRedirect,
    Variant,
    option_key,
)
from shopkeeper.commerce.importing.keys import key_of
from shopkeeper.commerce.importing.models import ImportedRow
from shopkeeper.commerce.importing.rows import MediaRow, ProductRow, VariantRow, path_of
from shopkeeper.commerce.importing.selling import write_prices, write_stock
from shopkeeper.foundation.bulk import insert_rows
from shopkeeper.foundation.events import publish

T = TypeVar("T")

_PRODUCT_FIELDS = [
    "title",
    "product_type_id",
    "brand_id",
    "summary",
    "description_html",
    "attributes",
    "tags",
    "options",
    "translations",
    "tax_class",
    "status",
    "publish_at",
    "updated_at",
]
_VARIANT_FIELDS = [
    "gtin",
    "options",
    "option_key",
    "position",
    "is_active",
    "weight_grams",
    "unit_quantity",
    "unit_measure",
]

# Finds the asset of a picture's file, or null when it cannot be used (and says so itself).
FindAsset = Callable[[MediaRow], "int | None"]


@dataclass
class BatchResult:
    """How many products were new, changed or skipped, and what could not be used, by the product's slug."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    errors: dict[str, str] = field(default_factory=dict)


@transaction.atomic
def write_batch(rows: Sequence[ProductRow], *, source: str, at: datetime, find_asset: FindAsset) -> BatchResult:
    """Create or update the products of ``rows`` with variants, offers, prices, stock and pictures."""
    result = BatchResult()
    known = _known_digests([row.slug for row in rows])
    fresh = [row for row in rows if known.get(row.slug) != row.digest]
    result.unchanged = len(rows) - len(fresh)
    fresh = _without_foreign_skus(_without_parts(fresh, result), result)
    if not fresh:
        return result
    products = _products(fresh, result, at)
    _placements(fresh, products)
    _memberships(fresh, products)
    offers = _variants(fresh, products)
    write_prices(fresh, offers, at)
    write_stock(fresh, offers, at)
    _media(fresh, products, find_asset)
    _remember(fresh, at)
    publish(ProductsChanged(source=source, product_ids=sorted(product.pk for product in products.values())))
    return result


def _known_digests(slugs: Sequence[str]) -> dict[str, str]:
    """What products were last made from; nothing for one that has been deleted since. One that was given another
    address in the office is still there."""
    made = set(Product.objects.filter(slug__in=slugs).values_list("slug", flat=True))
    moved = {f"/p/{slug}/": slug for slug in slugs if slug not in made}
    made |= {moved[old] for old in SlugRedirect.objects.filter(old_path__in=moved).values_list("old_path", flat=True)}
    return dict(ImportedRow.objects.filter(slug__in=made).values_list("slug", "digest"))


def _without_parts(rows: Sequence[ProductRow], result: BatchResult) -> list[ProductRow]:
    """Leave products alone of which only a part could be read: the missing variants would go off sale."""
    parts = {row.slug for row in rows if row.is_partial}
    standing = set(Product.objects.filter(slug__in=parts).values_list("slug", flat=True)) if parts else set()
    told = "Lines in or behind this product cannot be read, so it was left as it is. Mend them and import again."
    result.errors.update(dict.fromkeys(standing, told))
    return [row for row in rows if row.slug not in standing]


def _without_foreign_skus(rows: Sequence[ProductRow], result: BatchResult) -> list[ProductRow]:
    """Leave out rows that use a SKU of another product, in the shop or earlier in this batch."""
    skus = [variant.sku for row in rows for variant in row.variants]
    owner = dict(Variant.objects.filter(sku__in=skus).values_list("sku", "product__slug"))
    kept = []
    for row in rows:
        foreign = next((v.sku for v in row.variants if owner.get(v.sku, row.slug) != row.slug), None)
        if foreign:
            result.errors[row.slug] = f"SKU “{foreign}” already belongs to the product “{owner[foreign]}”."
        else:
            kept.append(row)
            owner.update({variant.sku: row.slug for variant in row.variants})
    return kept


def _products(rows: Sequence[ProductRow], result: BatchResult, at: datetime) -> dict[str, Product]:
    types = _by_slug(ProductType, {key_of(row.product_type): _in_words(row.product_type) for row in rows})
    brands = _by_slug(Brand, {key_of(row.brand): row.brand for row in rows})
    standing = {product.slug: product for product in Product.objects.filter(slug__in=[row.slug for row in rows])}
    for row in rows:
        product = standing.get(row.slug) or Product(slug=row.slug)
        product.title = row.title
        product.product_type_id = types.get(key_of(row.product_type))
        product.brand_id = brands.get(key_of(row.brand))
        product.summary = row.summary
        product.description_html = _clean(row.description_html)
        product.attributes = row.attributes
        product.tags = list(row.tags)
        product.options = list(row.options)
        product.translations = {language: _clean_texts(texts) for language, texts in row.translations.items()}
        product.tax_class = row.tax_class
        product.status = Product.Status.LIVE if row.published else Product.Status.DRAFT
        product.publish_at = row.publish_at
        product.updated_at = at
        standing[row.slug] = product
    new = [product for product in standing.values() if product.pk is None]
    old = [product for product in standing.values() if product.pk is not None]
    insert_rows(
        Product,
        ("slug", *_PRODUCT_FIELDS),
        ([product.slug, *(getattr(product, name) for name in _PRODUCT_FIELDS)] for product in new),
    )
    for slug, pk in Product.objects.filter(slug__in=[product.slug for product in new]).values_list("slug", "pk"):
        standing[slug].pk = pk
    Product.objects.bulk_update(old, _PRODUCT_FIELDS, batch_size=100)
    result.created, result.updated = len(new), len(old)
    return standing


def _clean(html: str) -> str:
    return nh3.clean(html) if html else ""


def _clean_texts(texts: Mapping[str, str]) -> dict[str, str]:
    return {name: _clean(text) if name == "description_html" else text for name, text in texts.items()}


def _in_words(key: str) -> str:
    """A name for something that the file only names by its key: ``mugs-cups`` is called “Mugs cups”."""
    return key.replace("-", " ").strip().capitalize()


def _by_slug(model: type[Any], names: dict[str, str]) -> dict[str, int]:
    """Ids of named things by slug, making those that are missing."""
    wanted = {slug: name for slug, name in names.items() if slug}
    found = dict(model.objects.filter(slug__in=wanted).values_list("slug", "pk"))
    missing = [model(slug=slug, name=name) for slug, name in wanted.items() if slug not in found]
    if missing:
        model.objects.bulk_create(missing, ignore_conflicts=True)
        found = dict(model.objects.filter(slug__in=wanted).values_list("slug", "pk"))
    return found


def _category_ids(ways: set[tuple[str, ...]]) -> dict[tuple[str, ...], int]:
    """Ids of categories by the names on the way to them, making the missing ones from the top down."""
    paths = {names: path_of(names) for names in ways}
    found = dict(Category.objects.filter(path__in=paths.values()).values_list("path", "pk"))
    for names in sorted(ways):
        parent: int | None = None
        for depth, name in enumerate(names, 1):
            if paths[names] in found:
                break
            defaults = {"parent_id": parent, "slug": key_of(name), "name": _in_words(name)}
            parent = Category.objects.get_or_create(path=path_of(names[:depth]), defaults=defaults)[0].pk
        found.setdefault(paths[names], parent or 0)
    return {names: found[path] for names, path in paths.items()}


def _placements(rows: Sequence[ProductRow], products: dict[str, Product]) -> None:
    ids = _category_ids({names for row in rows for names in row.categories})
    ProductCategory.objects.filter(product__in=products.values()).delete()
    insert_rows(
        ProductCategory,
        ("product_id", "category_id", "position"),
        (
            (products[row.slug].pk, category_id, position)
            for row in rows
            for position, category_id in enumerate(dict.fromkeys(ids[names] for names in row.categories))
        ),
    )


def _memberships(rows: Sequence[ProductRow], products: dict[str, Product]) -> None:
    ids = _by_slug(Collection, {key_of(name): _in_words(name) for row in rows for name in row.collections})
    told = {(products[row.slug].pk, ids[key_of(name)]) for row in rows for name in row.collections}
    standing = {
        (item.product_id, item.collection_id): item.pk
        for item in CollectionItem.objects.filter(product__in=products.values())
    }
    CollectionItem.objects.filter(pk__in=[pk for pair, pk in standing.items() if pair not in told]).delete()
    # What stays keeps its place; what is new stands behind, or among the others where nobody has arranged them.
    last = CollectionItem.objects.filter(collection_id__in=ids.values()).values("collection_id")
    behind = {
        pk: most + 1 if most else 0 for pk, most in last.annotate(m=Max("position")).values_list("collection_id", "m")
    }
    CollectionItem.objects.bulk_create(
        CollectionItem(product_id=product_id, collection_id=pk, position=behind.get(pk, 0))
        for product_id, pk in sorted(told - standing.keys())
    )


def _variants(rows: Sequence[ProductRow], products: dict[str, Product]) -> dict[str, int]:
    """Offer ids by SKU. Variants the file no longer has are taken off sale, never deleted: orders point to them."""
    standing = {v.sku: v for v in Variant.objects.filter(product__in=products.values())}
    before = {variant.pk: variant.option_key for variant in standing.values()}
    seen: list[Variant] = []
    for row in rows:
        for position, told in enumerate(row.variants):
            variant = standing.pop(told.sku, None) or Variant(sku=told.sku, product=products[row.slug])
            _fill(variant, told, row, position)
            seen.append(variant)
    new = [variant for variant in seen if variant.pk is None]
    gone = list(standing.values())
    for variant in gone:
        # Its combination may be used by a new SKU now, and a combination stands once in a product.
        variant.is_active, variant.option_key = False, f"gone\x1f{variant.pk}"
    _make_way([one.pk for one in (*gone, *seen) if one.pk and before[one.pk] != one.option_key])
    Variant.objects.bulk_update([*gone, *(variant for variant in seen if variant.pk)], _VARIANT_FIELDS, batch_size=100)
    insert_rows(
        Variant,
        ("product_id", "sku", *_VARIANT_FIELDS),
        ([variant.product_id, variant.sku, *(getattr(variant, name) for name in _VARIANT_FIELDS)] for variant in new),
    )
    return _offers([variant.sku for variant in seen], {variant.sku for variant in new})


def _make_way(ids: Sequence[int]) -> None:
    """Variants that take over each other's combinations: a combination stands once in a product at every moment, so all
    of them let go of theirs first."""
    if ids:
        own = Concat(Value("moving\x1f"), Cast("pk", CharField()))
        Variant.objects.filter(pk__in=ids).update(option_key=own)


def _offers(skus: Sequence[str], new: set[str]) -> dict[str, int]:
    """Offer ids by SKU; variants that are ``new`` get theirs."""
    if new:
        made = Variant.objects.filter(sku__in=new).values_list("pk")
        insert_rows(Offer, ("variant_id",), made)
    found = Offer.objects.filter(variant__sku__in=skus, seller_id="house", condition=Offer.Condition.NEW)
    return dict(found.values_list("variant__sku", "pk"))


def _fill(variant: Variant, told: VariantRow, row: ProductRow, position: int) -> None:
    variant.gtin = told.gtin
    variant.options = told.options
    variant.option_key = option_key(told.options, row.option_names)
    variant.position = position
    variant.is_active = True
    variant.weight_grams = told.weight_grams
    variant.unit_quantity = told.unit_quantity
    variant.unit_measure = told.unit_measure


def _media(rows: Sequence[ProductRow], products: dict[str, Product], find_asset: FindAsset) -> None:
    with_pictures = [row for row in rows if row.media]
    ProductMedia.objects.filter(product__in=[products[row.slug] for row in with_pictures]).delete()
    made: dict[tuple[int, int], ProductMedia] = {}
    for row in with_pictures:
        for position, told in enumerate(row.media):
            asset_id = find_asset(told)
            if asset_id is not None:
                product = products[row.slug]
                made[(product.pk, asset_id)] = ProductMedia(
                    product=product, asset_id=asset_id, alt=told.alt, options=told.options, position=position
                )
    ProductMedia.objects.bulk_create(made.values())


def _remember(rows: Sequence[ProductRow], at: datetime) -> None:
    slugs = [row.slug for row in rows]
    known = set(ImportedRow.objects.filter(slug__in=slugs).values_list("slug", flat=True))
    ImportedRow.objects.bulk_create(
        (ImportedRow(slug=row.slug, digest=row.digest, imported_at=at) for row in rows if row.slug in known),
        update_conflicts=True,
        unique_fields=["slug"],
        update_fields=["digest", "imported_at"],
    )
    insert_rows(
        ImportedRow,
        ("slug", "digest", "imported_at"),
        ((row.slug, row.digest, at) for row in rows if row.slug not in known),
    )
