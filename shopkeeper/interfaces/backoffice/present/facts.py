"""What a product is: its kind, its tags, and an input for each attribute of the kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shopkeeper.commerce.catalogue.attribute_values import typed as as_typed
from shopkeeper.commerce.catalogue.models import AttributeDefinition, Product, ProductType
from shopkeeper.interfaces.backoffice.forms import Choice, Field
from shopkeeper.interfaces.backoffice.present.sections import Typed

Kind = AttributeDefinition.Kind


@dataclass(frozen=True)
class FactsForm:
    """``others`` are values in attributes that the kind does not have: kept, and not shown to shoppers."""

    kind: Field
    tags: Field
    attributes: tuple[Field, ...]
    others: tuple[tuple[str, str], ...]
    kind_url: str


def facts_form(
    product: Product, definitions: Sequence[AttributeDefinition], types: Sequence[ProductType], typed: Typed
) -> FactsForm:
    told, known = typed.in_section("facts"), {row.slug for row in definitions}
    return FactsForm(
        kind=Field(
            name="kind",
            label="Kind of product",
            kind="select",
            value=told.get("kind", str(product.product_type_id or "")),
            choices=(Choice("", "None"), *(Choice(str(row.pk), row.name) for row in types)),
            hint="Another kind asks for other facts, once it is saved.",
        ),
        tags=Field(
            name="tags",
            label="Tags",
            value=told.get("tags", ", ".join(product.tags)),
            hint="Words to sort by, with commas between. Shoppers do not see them.",
            is_optional=True,
        ),
        attributes=tuple(_input(row, product, typed) for row in definitions),
        others=tuple(
            (slug.replace("_", " ").capitalize(), as_typed(value))
            for slug, value in product.attributes.items()
            if slug not in known
        ),
        kind_url=f"/office/products/kinds/{product.product_type_id}/" if product.product_type_id else "",
    )


def _input(row: AttributeDefinition, product: Product, typed: Typed) -> Field:
    name = f"attribute-{row.slug}"
    value = typed.in_section("facts").get(name, as_typed(product.attributes.get(row.slug)))
    choices = _choices(row, as_typed(product.attributes.get(row.slug)))
    return Field(
        name=name,
        label=f"{row.name} ({row.unit})" if row.unit else row.name,
        value=value,
        error=typed.wrong("facts").get(name, ""),
        kind="select" if choices else "date" if row.kind == Kind.DATE and _is_day(value) else "text",
        choices=choices,
        inputmode="decimal" if row.kind == Kind.NUMBER else "",
    )


def _choices(row: AttributeDefinition, kept: str) -> tuple[Choice, ...]:
    """What can be chosen, and what is kept even where it cannot be chosen any more."""
    if row.kind == Kind.BOOLEAN:
        offered = {"yes": "Yes", "no": "No"}
    elif row.choices:
        offered = {one["value"]: one["value"] for one in row.choices}
    else:
        return ()
    if kept and kept not in offered:
        offered[kept] = f"{kept} (no longer offered)"
    return (Choice("", "Not said"), *(Choice(value, label) for value, label in offered.items()))


def _is_day(value: str) -> bool:
    return not value or (len(value) == 10 and value[4] == value[7] == "-")
