"""What staff do with products. Each is one transaction with its record, and announces ProductsChanged."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import nh3
from django.db import transaction
from django.db.models import Max

from shopkeeper.commerce.catalogue import masters, operations
from shopkeeper.commerce.catalogue.events import ProductsChanged
from shopkeeper.commerce.catalogue.gtin import is_gtin
from shopkeeper.commerce.catalogue.models import Product, ProductMedia, Variant
from shopkeeper.foundation.audit.operations import Actor, record
from shopkeeper.foundation.errors import InvalidInput
from shopkeeper.foundation.events import publish

TAGS = {"p", "br", "h2", "h3", "ul", "ol", "li", "strong", "em", "b", "i", "a", "blockquote"}
ATTRIBUTES = {"a": {"href"}}
HEAVIEST_GRAMS = 10**8
LAST_POSITION = 10**6
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


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
    return _change(
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
    return _change(product, {"status": status, "publish_at": publish_at}, "catalogue.set_publication", actor)


@transaction.atomic
def rename(*, product: Product, slug: str, actor: Actor) -> Product:
    """Give a product another address; the old one leads there. Raises InvalidInput."""
    slug = slug.strip().lower()
    if not _SLUG.fullmatch(slug) or len(slug) > 255:
        raise InvalidInput(
            "This cannot be an address.", {"slug": "Use letters a–z, digits and single hyphens, such as oak-stool."}
        )
    before = product.slug
    product = operations.rename_slug(product=product, slug=slug)
    if slug != before:
        _record(product, "catalogue.rename", actor, {"slug": before}, {"slug": slug})
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
        publish(ProductsChanged(source="office", product_ids=[product.pk]))


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


@transaction.atomic
def add_picture(*, product: Product, data: bytes, alt: str, actor: Actor) -> ProductMedia:
    """Put a picture behind the others. The same picture twice stays one. Raises InvalidInput."""
    alt = alt.strip()
    if not alt:
        raise InvalidInput(
            "The picture was not added.", {"alt": "Say what the picture shows, for those who do not see it."}
        )
    asset = masters.keep_master(data, alt=alt)
    last = ProductMedia.objects.filter(product=product).aggregate(last=Max("position"))["last"]
    media, made = ProductMedia.objects.get_or_create(
        product=product, asset=asset, defaults={"alt": alt[:300], "position": 0 if last is None else last + 1}
    )
    if made:
        _record(product, "catalogue.add_picture", actor, {}, {"picture": asset.digest[:12]})
        publish(ProductsChanged(source="office", product_ids=[product.pk]))
    return media


@transaction.atomic
def arrange_pictures(
    *,
    product: Product,
    positions: Mapping[int, int],
    alts: Mapping[int, str],
    removed: Sequence[int],
    actor: Actor,
) -> None:
    """Order pictures by number, change their text alternatives, take some away. Raises InvalidInput for an empty
    alternative. Names of pictures that are not this product's are left alone."""
    rows = {row.pk: row for row in ProductMedia.objects.filter(product=product)}
    for pk, alt in alts.items():
        if pk in rows and pk not in removed and not alt.strip():
            raise InvalidInput("The pictures were not saved.", {f"alt-{pk}": "Say what the picture shows."})
    before = _gallery(rows.values())
    ProductMedia.objects.filter(product=product, pk__in=list(removed)).delete()
    standing = [row for pk, row in rows.items() if pk not in removed]
    standing.sort(key=lambda row: (positions.get(row.pk, row.position), row.position, row.pk))
    for position, row in enumerate(standing):
        row.position, row.alt = position, alts.get(row.pk, row.alt).strip()[:300]
    ProductMedia.objects.bulk_update(standing, ["position", "alt"])
    _record(product, "catalogue.arrange_pictures", actor, {"pictures": before}, {"pictures": _gallery(standing)})
    publish(ProductsChanged(source="office", product_ids=[product.pk]))


def _gallery(rows: Iterable[ProductMedia]) -> list[str]:
    return [f"{row.pk}: {row.alt}" for row in sorted(rows, key=lambda row: (row.position, row.pk))]


def _change(product: Product, after: dict[str, object], action: str, actor: Actor) -> Product:
    before = {name: getattr(product, name) for name in after}
    if before == after:
        return product
    for name, value in after.items():
        setattr(product, name, value)
    product.save(update_fields=[*after, "updated_at"])
    _record(product, action, actor, before, after)
    publish(ProductsChanged(source="office", product_ids=[product.pk]))
    return product


def _record(
    product: Product, action: str, actor: Actor, before: Mapping[str, object], after: Mapping[str, object]
) -> None:
    record(actor=actor, action=action, target=f"product:{product.pk}", before=before, after=after)
