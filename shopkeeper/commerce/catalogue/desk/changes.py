"""What every change at the desk has in common."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from shopkeeper.commerce.catalogue.events import ProductsChanged, TaxonomyChanged
from shopkeeper.commerce.catalogue.models import Product
from shopkeeper.foundation.audit.operations import Actor, record
from shopkeeper.foundation.errors import InvalidInput
from shopkeeper.foundation.events import publish
from shopkeeper.foundation.remember import forget_all
from shopkeeper.foundation.text import slugify

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def change(product: Product, after: Mapping[str, object], action: str, actor: Actor) -> Product:
    """Put new values on a product's row, on the record, and announce it; nothing when all is as it was."""
    before = {name: getattr(product, name) for name in after}
    if before == dict(after):
        return product
    for name, value in after.items():
        setattr(product, name, value)
    product.save(update_fields=[*after, "updated_at"])
    record_of(product, action, actor, before, after)
    publish(ProductsChanged(source="office", product_ids=[product.pk]))
    return product


def record_of(
    product: Product, action: str, actor: Actor, before: Mapping[str, object], after: Mapping[str, object]
) -> None:
    """One line on the record about a product."""
    record(actor=actor, action=action, target=f"product:{product.pk}", before=before, after=after)


def taxonomy_changed() -> None:
    """Categories, collections or attributes are not what they were: announced, and forgotten here after commit."""
    publish(TaxonomyChanged(source="office"))
    transaction.on_commit(forget_all)


def check_slug(typed: str, *, longest: int) -> str:
    """A part of an address as it is kept. Raises InvalidInput."""
    slug = typed.strip().lower()
    if not _SLUG.fullmatch(slug) or len(slug) > longest:
        raise InvalidInput(
            "This cannot be an address.", {"slug": "Use letters a–z, digits and single hyphens, such as oak-stool."}
        )
    return slug


def free_slug(model: type[Any], name: str) -> str:
    """A slug for ``name`` that no row of ``model`` has yet."""
    base = slugify(name, longest=110) or str(model._meta.model_name)
    taken = set(model.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for slug in (base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))) if slug not in taken)
