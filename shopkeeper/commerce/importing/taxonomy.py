"""Brands, categories, product types and collections from one JSON document; repeating it changes nothing more."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import DatabaseError, transaction

from shopkeeper.commerce.catalogue import collection_rules, desk
from shopkeeper.commerce.catalogue.collection_rules import BadRule
from shopkeeper.commerce.catalogue.events import TaxonomyChanged
from shopkeeper.commerce.catalogue.models import AttributeDefinition, Brand, Category, Collection, ProductType
from shopkeeper.foundation.errors import InvalidInput
from shopkeeper.foundation.events import publish
from shopkeeper.foundation.remember import forget_all

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def load_taxonomy(data: Mapping[str, Any]) -> None:
    """Create or update what ``data`` names (see docs/guide/importing.md), all of it or nothing. Raises InvalidInput.
    Announces TaxonomyChanged."""
    try:
        _load(data)
    except KeyError as error:
        raise InvalidInput(f"The taxonomy cannot be used: something in it lacks {error}.") from None
    except (TypeError, AttributeError, ValueError, RecursionError, DatabaseError) as error:
        raise InvalidInput(f"The taxonomy cannot be used: {str(error)[:150]}.") from None


@transaction.atomic
def _load(data: Mapping[str, Any]) -> None:
    for brand in data.get("brands", ()):
        defaults = {"name": brand["name"], "description": brand.get("description", "")}
        Brand.objects.update_or_create(slug=_slug(brand), defaults=defaults)
    _categories(data.get("categories", ()), None, "")
    for kind in data.get("product_types", ()):
        _product_type(kind)
    for collection in data.get("collections", ()):
        _collection(collection)
    publish(TaxonomyChanged(source="import"))
    transaction.on_commit(forget_all)


def _slug(row: Mapping[str, Any]) -> str:
    slug: str = row["slug"]
    if not _SLUG.fullmatch(slug):
        raise ValueError(f"“{slug[:60]}” is no slug; use letters a–z, digits and single hyphens, such as mugs-cups")
    return slug


def _categories(rows: Sequence[Mapping[str, Any]], parent: Category | None, above: str) -> None:
    for position, row in enumerate(rows):
        path = f"{above}{_slug(row)}"
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
    made, _ = ProductType.objects.update_or_create(slug=_slug(row), defaults={"name": row["name"]})
    for position, attribute in enumerate(row.get("attributes", ())):
        if attribute.get("kind", "text") not in AttributeDefinition.Kind.values:
            kinds = ", ".join(AttributeDefinition.Kind.values)
            raise ValueError(f"the attribute “{attribute['slug']}” must be one of {kinds}")
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


def _collection(row: Mapping[str, Any]) -> None:
    """A collection as told; one that the file tells no rule for keeps the way it is filled."""
    defaults = {"name": row["name"], "description": row.get("description", "")}
    if "rule" in row:
        try:
            rule = collection_rules.parse(row["rule"])
            desk.check_rule(rule)
        except BadRule as wrong:
            raise InvalidInput(f"Collection “{row['slug']}”: {' '.join(wrong.fields.values())}") from None
        defaults |= {"kind": Collection.Kind.RULE, "rule": collection_rules.as_json(rule)}
    Collection.objects.update_or_create(slug=row["slug"], defaults=defaults)
