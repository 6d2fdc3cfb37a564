"""Kinds of product, and the attributes of one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shopkeeper.commerce.catalogue.attribute_values import typed_choices
from shopkeeper.commerce.catalogue.board import TypeRow
from shopkeeper.commerce.catalogue.models import AttributeDefinition, ProductType
from shopkeeper.interfaces.backoffice.forms import Choice, Field, Trouble
from shopkeeper.interfaces.backoffice.present import words
from shopkeeper.interfaces.backoffice.present.sections import Typed, section_field

Kind = AttributeDefinition.Kind
KIND_WORDS = {
    Kind.TEXT: "Words",
    Kind.NUMBER: "A number",
    Kind.BOOLEAN: "Yes or no",
    Kind.CHOICE: "One of a list",
    Kind.SWATCH: "One of a list of colours",
    Kind.DATE: "A day",
}


@dataclass(frozen=True)
class KindLine:
    name: str
    url: str
    attributes: str
    products: str


@dataclass(frozen=True)
class KindsPage:
    rows: tuple[KindLine, ...]
    new: Field
    trouble: Trouble | None


@dataclass(frozen=True)
class AttributeLine:
    id: int
    name: str
    url: str
    kind: str
    choices: str
    is_filter: bool
    number: int
    is_first: bool
    is_last: bool


@dataclass(frozen=True)
class KindPage:
    id: int
    title: str
    url: str
    name: Field
    attributes: tuple[AttributeLine, ...]
    new: tuple[Field, ...]
    section: str
    trouble: Trouble | None


@dataclass(frozen=True)
class AttributePage:
    title: str
    url: str
    kind_name: str
    kind_url: str
    kind: str
    fields: tuple[Field, ...]
    trouble: Trouble | None


def kinds_page(rows: Sequence[TypeRow], typed: Typed) -> KindsPage:
    return KindsPage(
        rows=tuple(
            KindLine(
                row.product_type.name,
                kind_url(row.product_type),
                words.plural(row.attributes, "fact"),
                words.plural(row.products, "product"),
            )
            for row in rows
        ),
        new=section_field(typed, "new", "name", "Name", "", hint="Such as Drinkware, Rug or Book."),
        trouble=typed.trouble,
    )


def kind_page(row: ProductType, attributes: Sequence[AttributeDefinition], typed: Typed) -> KindPage:
    last = len(attributes) - 1
    return KindPage(
        id=row.pk,
        title=row.name,
        url=kind_url(row),
        name=section_field(typed, "name", "name", "Name", row.name),
        attributes=tuple(
            AttributeLine(
                id=one.pk,
                name=one.name,
                url=f"{kind_url(row)}attributes/{one.pk}/",
                kind=_kind(one),
                choices=", ".join(choice["value"] for choice in one.choices[:8]),
                is_filter=one.filterable,
                number=place + 1,
                is_first=place == 0,
                is_last=place == last,
            )
            for place, one in enumerate(attributes)
        ),
        new=(_name(typed, "new", ""), _kinds(typed), *_details(typed, "new", "", "", False)),
        section=typed.section,
        trouble=typed.trouble,
    )


def attribute_page(row: AttributeDefinition, typed: Typed) -> AttributePage:
    kept = _details(typed, "attribute", row.unit, typed_choices(row.choices), row.filterable)
    shown = {"unit": row.kind == Kind.NUMBER, "choices": row.kind in (Kind.CHOICE, Kind.SWATCH), "filterable": True}
    return AttributePage(
        title=row.name,
        url=f"{kind_url(row.product_type)}attributes/{row.pk}/",
        kind_name=row.product_type.name,
        kind_url=kind_url(row.product_type),
        kind=KIND_WORDS[Kind(row.kind)],
        fields=(_name(typed, "attribute", row.name), *(one for one in kept if shown[one.name])),
        trouble=typed.trouble,
    )


def kind_url(row: ProductType) -> str:
    return f"/office/products/kinds/{row.pk}/"


def _kind(one: AttributeDefinition) -> str:
    return f"{KIND_WORDS[Kind(one.kind)]} of {one.unit}" if one.unit else KIND_WORDS[Kind(one.kind)]


def _name(typed: Typed, section: str, value: str) -> Field:
    return section_field(typed, section, "name", "Name", value, hint="As shoppers read it.")


def _kinds(typed: Typed) -> Field:
    return Field(
        name="kind",
        label="What is said in it",
        hint="It cannot change later.",
        kind="select",
        value=typed.in_section("new").get("kind", Kind.TEXT),
        error=typed.wrong("new").get("kind", ""),
        choices=tuple(Choice(kind, label) for kind, label in KIND_WORDS.items()),
    )


def _details(typed: Typed, section: str, unit: str, choices: str, filterable: bool) -> tuple[Field, ...]:
    told, wrong = typed.in_section(section), typed.wrong(section)
    return (
        Field(
            name="unit",
            label="Unit",
            value=told.get("unit", unit),
            error=wrong.get("unit", ""),
            hint="For numbers: cm, ml, W.",
            is_optional=True,
        ),
        Field(
            name="choices",
            label="The list",
            kind="textarea",
            value=told.get("choices", choices),
            error=wrong.get("choices", ""),
            hint="For lists: one a line; for colours with the colour behind it, such as “Oak #c8a165”.",
            is_optional=True,
        ),
        Field(
            name="filterable",
            label="Shoppers can filter by it",
            kind="checkbox",
            value=("yes" if "filterable" in told else "") if told else ("yes" if filterable else ""),
        ),
    )
