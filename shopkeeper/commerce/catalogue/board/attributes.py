"""Kinds of product and their attributes."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce

from shopkeeper.commerce.catalogue.models import AttributeDefinition, Product, ProductType
from shopkeeper.foundation.errors import NotFound


@dataclass(frozen=True)
class TypeRow:
    product_type: ProductType
    attributes: int
    products: int


def types() -> list[TypeRow]:
    """Every kind of product by name, with how many attributes and products it has. One query."""
    kinds = Product.objects.filter(product_type=OuterRef("pk")).order_by().values("product_type")
    used = Subquery(kinds.annotate(n=Count("pk")).values("n"), output_field=IntegerField())
    rows = ProductType.objects.annotate(attribute_count=Count("attributes"), product_count=Coalesce(used, 0))
    return [TypeRow(row, row.attribute_count, row.product_count) for row in rows.order_by("name", "pk")]


def product_type(type_id: int) -> ProductType:
    """One kind of product. Raises NotFound. One query."""
    found = ProductType.objects.filter(pk=type_id).first()
    if found is None:
        raise NotFound("There is no such kind of product.")
    return found


def attributes(type_id: int | None) -> list[AttributeDefinition]:
    """The attributes of a kind in their order. One query."""
    return list(AttributeDefinition.objects.filter(product_type_id=type_id)) if type_id else []


def attribute(type_id: int, attribute_id: int) -> AttributeDefinition:
    """An attribute of this kind and no other. Raises NotFound. One query."""
    rows = AttributeDefinition.objects.filter(pk=attribute_id, product_type_id=type_id)
    found = rows.select_related("product_type").first()
    if found is None:
        raise NotFound("This kind of product has no such attribute.")
    return found
