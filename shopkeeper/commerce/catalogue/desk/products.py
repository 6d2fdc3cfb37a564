"""Texts, publication, address and variants of a product."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import nh3
from django.db import transaction

from shopkeeper.commerce.catalogue import operations
from shopkeeper.commerce.catalogue.desk.changes import change, check_slug, record_of
from shopkeeper.commerce.catalogue.gtin import is_gtin
from shopkeeper.commerce.catalogue.models import Product, Variant
from shopkeeper.foundation.audit.operations import Actor, record
from shopkeeper.foundation.errors import InvalidInput

TAGS = {"p", "br", "h2", "h3", "ul", "ol", "li", "strong", "em", "b", "i", "a", "blockquote"}
ATTRIBUTES = {"a": {"href"}}
HEAVIEST_GRAMS = 10**8
LAST_POSITION = 10**6


def clean(html: str) -> str:
    """Product text reduced to what a description needs: no script, style, class or foreign frame."""
    return str(nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes={"https", "http", "mailto"}))


@transaction.atomic
def edit_texts(*, product: Product, title: str, summary: str, description_html: str, actor: Actor) -> Product:
    """Change what a product says about itself; the description is cleaned. Raises InvalidInput."""
    title, summary = title.strip(), summary.strip()
    wrong: dict[str, str] = {}
    if not title:
        wrong["title"] = "Give the product a name."
    elif len(title) > 300:
        wrong["title"] = f"Use 300 characters at most; this has {len(title)}."
    if len(summary) > 500:
        wrong["summary"] = f"Use 500 characters at most; this has {len(summary)}."
    if wrong:
        raise InvalidInput("The texts were not saved.", wrong)
    return change(
        product,
        {"title": title, "summary": summary, "description_html": clean(description_html)},
        "catalogue.edit_texts",
        actor,
    )


@transaction.atomic
def set_publication(*, product: Product, status: str, publish_at: datetime | None, actor: Actor) -> Product:
    """Draft or live; live with a moment to come is scheduled. Raises InvalidInput."""
    if status not in Product.Status.values:
        raise InvalidInput("Choose draft or live.", {"status": "Choose one of these."})
    return change(product, {"status": status, "publish_at": publish_at}, "catalogue.set_publication", actor)


@transaction.atomic
def rename(*, product: Product, slug: str, actor: Actor) -> Product:
    """Give a product another address; the old one leads there. Raises InvalidInput."""
    slug = check_slug(slug, longest=255)
    before = product.slug
    product = operations.rename_slug(product=product, slug=slug)
    if slug != before:
        record_of(product, "catalogue.rename", actor, {"slug": before}, {"slug": slug})
    return product


@dataclass(frozen=True)
class VariantEdit:
    """One row of the variant grid as it should be."""

    variant_id: int
    gtin: str
    weight_grams: int
    position: int
    is_active: bool


@transaction.atomic
def edit_variants(*, product: Product, edits: Sequence[VariantEdit], actor: Actor) -> None:
    """Change the variant grid: all rows, or none. Raises InvalidInput."""
    rows = {row.pk: row for row in Variant.objects.filter(product=product)}
    wrong = {name: message for edit in edits for name, message in _problems(edit)}
    if wrong:
        raise InvalidInput("No variant was changed.", wrong)
    changed = [rows[edit.variant_id] for edit in edits if edit.variant_id in rows and _apply(rows, edit, actor)]
    if changed:
        Variant.objects.bulk_update(changed, ["gtin", "weight_grams", "position", "is_active"])
        operations.products_changed([product.pk])


def _problems(edit: VariantEdit) -> Iterator[tuple[str, str]]:
    """What is wrong with a row of the grid, field by field."""
    gtin = edit.gtin.strip(" ")
    if gtin and not is_gtin(gtin):
        yield f"gtin-{edit.variant_id}", "A GTIN has 8, 12, 13 or 14 digits, the last of which checks the others."
    if not 0 <= edit.weight_grams <= HEAVIEST_GRAMS:
        yield f"weight-{edit.variant_id}", f"Write a weight from 0 to {HEAVIEST_GRAMS:,} grams."
    if not 0 <= edit.position <= LAST_POSITION:
        yield f"position-{edit.variant_id}", f"Write a place from 0 to {LAST_POSITION:,}."


def _apply(rows: Mapping[int, Variant], edit: VariantEdit, actor: Actor) -> bool:
    """Put a row's new values on its variant and on the record; whether anything differs."""
    variant = rows[edit.variant_id]
    after: dict[str, object] = {
        "gtin": edit.gtin.strip(),
        "weight_grams": edit.weight_grams,
        "position": edit.position,
        "is_active": edit.is_active,
    }
    before = {name: getattr(variant, name) for name in after}
    if before == after:
        return False
    for name, value in after.items():
        setattr(variant, name, value)
    target = f"product:{variant.product_id}"
    record(actor=actor, action="catalogue.edit_variant", target=target, before=before, after=after, reason=variant.sku)
    return True
