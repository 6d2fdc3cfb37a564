"""Kinds of product with their typed attributes, and what a product says in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max

from shopkeeper.commerce.catalogue import attribute_values
from shopkeeper.commerce.catalogue.desk.changes import change, free_slug, taxonomy_changed
from shopkeeper.commerce.catalogue.models import AttributeDefinition, Product, ProductType
from shopkeeper.commerce.catalogue.models.products import clean_tags
from shopkeeper.foundation.audit.operations import Actor, record
from shopkeeper.foundation.errors import InvalidInput
from shopkeeper.foundation.text import slugify

Kind = AttributeDefinition.Kind
MOST_ATTRIBUTES = 60


@transaction.atomic
def make_type(*, name: str, actor: Actor) -> ProductType:
    """A kind of product, without attributes yet. Raises InvalidInput."""
    name = _checked_name(name, "The kind was not made.")
    made = ProductType.objects.create(name=name, slug=free_slug(ProductType, name))
    record(actor=actor, action="catalogue.make_type", target=_target(made), after={"name": name})
    taxonomy_changed()
    return made


@transaction.atomic
def rename_type(*, product_type: ProductType, name: str, actor: Actor) -> ProductType:
    """Change what a kind is called; rules and policies know it by its slug, which stays. Raises InvalidInput."""
    before, name = product_type.name, _checked_name(name, "The name was not saved.")
    if name == before:
        return product_type
    product_type.name = name
    product_type.save(update_fields=["name"])
    record(
        actor=actor,
        action="catalogue.rename_type",
        target=_target(product_type),
        before={"name": before},
        after={"name": name},
    )
    taxonomy_changed()
    return product_type


@transaction.atomic
def make_attribute(
    *, product_type: ProductType, name: str, kind: str, unit: str, choices: str, filterable: bool, actor: Actor
) -> AttributeDefinition:
    """Give a kind of product another attribute, behind the others. Raises InvalidInput."""
    told = _checked(name=name, kind=kind, unit=unit, choices=choices, filterable=filterable)
    slug = slugify(name, longest=110).replace("-", "_") or "attribute"
    rows = AttributeDefinition.objects.filter(product_type=product_type)
    if rows.count() >= MOST_ATTRIBUTES:
        raise InvalidInput("The attribute was not added.", {"name": f"A kind has at most {MOST_ATTRIBUTES}."})
    if rows.filter(slug=slug).exists():
        raise InvalidInput("The attribute was not added.", {"name": "This kind has an attribute of this name."})
    _check_alike(slug, kind)
    last = rows.aggregate(last=Max("position"))["last"]
    made = AttributeDefinition.objects.create(
        product_type=product_type, slug=slug, position=0 if last is None else last + 1, **told
    )
    record(actor=actor, action="catalogue.make_attribute", target=_target(product_type), after={slug: told})
    taxonomy_changed()
    return made


@transaction.atomic
def edit_attribute(
    *, attribute: AttributeDefinition, name: str, unit: str, choices: str, filterable: bool, actor: Actor
) -> AttributeDefinition:
    """Change how an attribute is called, offered and shown; its kind and what products say in it stay. Raises
    InvalidInput."""
    after = _checked(name=name, kind=attribute.kind, unit=unit, choices=choices, filterable=filterable)
    before = {field: getattr(attribute, field) for field in after}
    if before == after:
        return attribute
    for field, value in after.items():
        setattr(attribute, field, value)
    attribute.save(update_fields=list(after))
    record(
        actor=actor,
        action="catalogue.edit_attribute",
        target=_target(attribute.product_type),
        before={attribute.slug: before},
        after={attribute.slug: after},
    )
    taxonomy_changed()
    return attribute


@transaction.atomic
def arrange_attributes(
    *, product_type: ProductType, places: Mapping[int, int], removed: Sequence[int], actor: Actor
) -> None:
    """Put attributes (by key) in places counted from 0, and take some away. What products say in them is kept, and
    shown again when the attribute comes back."""
    rows = list(AttributeDefinition.objects.filter(product_type=product_type))
    before = [row.slug for row in rows]
    AttributeDefinition.objects.filter(product_type=product_type, pk__in=list(removed)).delete()
    standing = [row for row in rows if row.pk not in removed]
    ordered = [row for row in standing if row.pk not in places]
    for row in sorted((row for row in standing if row.pk in places), key=lambda row: places[row.pk]):
        ordered.insert(max(0, places[row.pk]), row)
    after = [row.slug for row in ordered]
    if before == after:
        return
    for position, row in enumerate(ordered):
        row.position = position
    AttributeDefinition.objects.bulk_update(ordered, ["position"])
    record(
        actor=actor,
        action="catalogue.arrange_attributes",
        target=_target(product_type),
        before={"attributes": before},
        after={"attributes": after},
    )
    taxonomy_changed()


@transaction.atomic
def describe(
    *, product: Product, product_type: ProductType | None, typed: Mapping[str, str], tags: Sequence[str], actor: Actor
) -> Product:
    """Set a product's kind, its tags, and what is ``typed`` (by slug) in the attributes of the kind it has had so far.

    What it says in attributes that were not typed stays. Raises InvalidInput, fields named ``attribute-<slug>``.
    """
    values: dict[str, Any] = dict(product.attributes)
    wrong: dict[str, str] = {}
    for row in AttributeDefinition.objects.filter(product_type=product.product_type_id):
        if row.slug not in typed:
            continue
        try:
            value = attribute_values.read(row, typed[row.slug], kept=product.attributes.get(row.slug))
        except InvalidInput as error:
            wrong[f"attribute-{row.slug}"] = error.message
            continue
        values.pop(row.slug, None)
        if value not in (None, "", []):
            values[row.slug] = value
    if wrong:
        raise InvalidInput("The facts were not saved.", wrong)
    after = {
        "product_type_id": product_type.pk if product_type else None,
        "tags": list(clean_tags(tags)),
        "attributes": values,
    }
    return change(product, after, "catalogue.describe", actor)


def _checked(*, name: str, kind: str, unit: str, choices: str, filterable: bool) -> dict[str, Any]:
    wrong: dict[str, str] = {}
    told: list[dict[str, str]] = []
    if not name.strip() or len(name.strip()) > 200:
        wrong["name"] = "Give it a name of 200 characters at most."
    if kind not in Kind.values:
        wrong["kind"] = "Choose what kind of value it has."
    if len(unit.strip()) > 20:
        wrong["unit"] = "Use 20 characters at most."
    if kind in (Kind.CHOICE, Kind.SWATCH):
        try:
            told = attribute_values.read_choices(choices, with_swatches=kind == Kind.SWATCH)
        except InvalidInput as error:
            wrong["choices"] = error.message
    if wrong:
        raise InvalidInput("The attribute was not saved.", wrong)
    return {
        "name": name.strip(),
        "kind": kind,
        "unit": unit.strip() if kind == Kind.NUMBER else "",
        "choices": told,
        "filterable": filterable,
    }


def _check_alike(slug: str, kind: str) -> None:
    """The same name is the same filter all over the shop, so it must be the same kind of value."""
    other = AttributeDefinition.objects.filter(slug=slug).exclude(kind=kind).select_related("product_type").first()
    if other is not None:
        raise InvalidInput(
            "The attribute was not added.",
            {"kind": f"“{other.name}” of {other.product_type.name} is a {other.kind}; use the same, or another name."},
        )


def _checked_name(name: str, message: str) -> str:
    if not name.strip() or len(name.strip()) > 200:
        raise InvalidInput(message, {"name": "Give it a name of 200 characters at most."})
    return name.strip()


def _target(product_type: ProductType) -> str:
    return f"type:{product_type.pk}"
