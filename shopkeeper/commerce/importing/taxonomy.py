"""Brands, categories, product types and collections from one JSON document; repeating it changes nothing more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from shopkeeper.commerce.catalogue.events import TaxonomyChanged
from shopkeeper.commerce.catalogue.models import AttributeDefinition, Brand, Category, Collection, ProductType
from shopkeeper.foundation.events import publish
from shopkeeper.foundation.remember import forget_all


@transaction.atomic
def load_taxonomy(data: Mapping[str, Any]) -> None:
    """Create or update what ``data`` names (see docs/guide/importing.md). Announces TaxonomyChanged."""
    for brand in data.get("brands", ()):
        defaults = {"name": brand["name"], "description": brand.get("description", "")}
        Brand.objects.update_or_create(slug=brand["slug"], defaults=defaults)
    _categories(data.get("categories", ()), None, "")
    for kind in data.get("product_types", ()):
        _product_type(kind)
    for collection in data.get("collections", ()):
        Collection.objects.update_or_create(
            slug=collection["slug"],
            defaults={"name": collection["name"], "description": collection.get("description", "")},
        )
    publish(TaxonomyChanged(source="import"))
    transaction.on_commit(forget_all)


def _categories(rows: Sequence[Mapping[str, Any]], parent: Category | None, above: str) -> None:
    for position, row in enumerate(rows):
        path = f"{above}{row['slug']}"
        made, _ = Category.objects.update_or_create(
            path=path,
            defaults={
                "parent": parent,
                "slug": row["slug"],
                "name": row["name"],
                "description": row.get("description", ""),
                "position": position,
            },
        )
        _categories(row.get("children", ()), made, f"{path}/")


def _product_type(row: Mapping[str, Any]) -> None:
    made, _ = ProductType.objects.update_or_create(slug=row["slug"], defaults={"name": row["name"]})
    for position, attribute in enumerate(row.get("attributes", ())):
        AttributeDefinition.objects.update_or_create(
            product_type=made,
            slug=attribute["slug"],
            defaults={
                "name": attribute["name"],
                "kind": attribute.get("kind", "text"),
                "unit": attribute.get("unit") or "",
                "filterable": bool(attribute.get("filterable", False)),
                "position": position,
            },
        )
