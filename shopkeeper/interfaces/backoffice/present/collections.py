"""Collections, and one of them: what it says, how it is filled, what it shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from shopkeeper.commerce.catalogue import collection_rules
from shopkeeper.commerce.catalogue.board import CollectionRow, ItemRow
from shopkeeper.commerce.catalogue.collection_rules import BadRule
from shopkeeper.commerce.catalogue.models import Collection
from shopkeeper.commerce.catalogue.pictures import rendition_path
from shopkeeper.commerce.shelf.summaries import Summary
from shopkeeper.interfaces.backoffice.forms import Choice, Field, Trouble
from shopkeeper.interfaces.backoffice.present import words
from shopkeeper.interfaces.backoffice.present.rules import RuleForm
from shopkeeper.interfaces.backoffice.present.sections import Typed, section_field

KINDS = (Choice("manual", "By hand, in an order of your own"), Choice("rule", "By a rule, kept up by the shop"))
ITEMS_PER_PAGE = 100


@dataclass(frozen=True)
class CollectionLine:
    id: int
    name: str
    url: str
    how: str
    shows: str
    trouble: str


@dataclass(frozen=True)
class CollectionsPage:
    rows: tuple[CollectionLine, ...]
    new: tuple[Field, ...]
    section: str
    trouble: Trouble | None


@dataclass(frozen=True)
class ItemLine:
    """``number`` is its place, counted from 1."""

    id: int
    product_id: int
    number: int
    title: str
    src: str
    state: str
    is_first: bool
    is_last: bool


@dataclass(frozen=True)
class FoundProduct:
    """A product that can be put in, or that a rule finds."""

    product_id: int
    title: str
    src: str
    state: str


@dataclass(frozen=True)
class Shown:
    """What a rule finds now: how many in each market, and the first of them; or why nothing."""

    counts: tuple[str, ...]
    items: tuple[FoundProduct, ...]
    trouble: str = ""


@dataclass(frozen=True)
class CollectionPage:
    id: int
    title: str
    url: str
    shop_url: str
    is_rule: bool
    texts: tuple[Field, ...]
    address: Field
    rule: RuleForm | None
    shown: Shown | None
    items: tuple[ItemLine, ...]
    total: int
    start: int
    previous_url: str
    next_url: str
    find: Field
    found: tuple[FoundProduct, ...] | None
    section: str
    trouble: Trouble | None


def collection_lines(rows: Sequence[CollectionRow], sizes: Sequence[int]) -> tuple[CollectionLine, ...]:
    """``sizes`` say how many products each collection shows in the first market."""
    return tuple(_line(row, size) for row, size in zip(rows, sizes, strict=True))


def _line(row: CollectionRow, size: int) -> CollectionLine:
    is_rule = row.collection.kind == Collection.Kind.RULE
    return CollectionLine(
        id=row.collection.pk,
        name=row.collection.name,
        url=f"/office/collections/{row.collection.pk}/",
        how="By a rule" if is_rule else "By hand",
        shows=words.plural(size, "product"),
        trouble=unreadable(row.collection) if is_rule else "",
    )


def unreadable(collection: Collection) -> str:
    """Why a collection's rule finds nothing; empty when it can be read."""
    try:
        collection_rules.parse(collection.rule)
    except BadRule as wrong:
        return " ".join(wrong.fields.values())
    return ""


def new_fields(typed: Typed) -> tuple[Field, ...]:
    return (
        section_field(typed, "new", "name", "Name", ""),
        _kind(typed, "new", "manual"),
    )


def texts(collection: Collection, typed: Typed) -> tuple[Field, ...]:
    return (
        section_field(typed, "texts", "name", "Name", collection.name),
        section_field(
            typed,
            "texts",
            "description",
            "Description",
            collection.description,
            kind="textarea",
            rows=2,
            hint="Stands above the products.",
        ),
        _kind(typed, "texts", collection.kind),
    )


def address(collection: Collection, typed: Typed) -> Field:
    hint = "The old address leads to the new one for good."
    return section_field(typed, "address", "slug", "Address", collection.slug, hint=hint)


def find_field(text: str, typed: Typed) -> Field:
    error = typed.wrong("add").get("find", "")
    return Field(
        name="find", label="Find a product", value=text, error=error, kind="search", hint="A title, address or SKU."
    )


def _kind(typed: Typed, section: str, value: str) -> Field:
    return Field(
        name="kind",
        label="How it is filled",
        kind="select",
        choices=KINDS,
        value=typed.in_section(section).get("kind", value),
        error=typed.wrong(section).get("kind", ""),
    )


def item_lines(rows: Sequence[ItemRow], *, start: int, total: int, at: datetime) -> tuple[ItemLine, ...]:
    return tuple(
        ItemLine(
            id=row.id,
            product_id=row.product_id,
            number=place + 1,
            title=row.title,
            src=_thumb(row.image_digest),
            state=row.state(at),
            is_first=place == 0,
            is_last=place == total - 1,
        )
        for place, row in enumerate(rows, start)
    )


def found_products(rows: Sequence[ItemRow], at: datetime) -> tuple[FoundProduct, ...]:
    return tuple(FoundProduct(row.product_id, row.title, _thumb(row.image_digest), row.state(at)) for row in rows)


def shown(found: Sequence[tuple[str, int]], items: Sequence[Summary]) -> Shown:
    """``found`` counts products by the name of the market."""
    return Shown(
        tuple(f"{words.plural(count, 'product')} in {market}" for market, count in found),
        tuple(
            FoundProduct(one.product_id, one.title, _thumb(one.pictures[0].digest if one.pictures else ""), "live")
            for one in items
        ),
    )


def _thumb(digest: str) -> str:
    return rendition_path(digest, 320, "avif") if digest else ""
