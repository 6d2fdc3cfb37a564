"""What every change at the desk has in common."""

from __future__ import annotations

from collections.abc import Mapping

from shopkeeper.commerce.catalogue.events import ProductsChanged
from shopkeeper.commerce.catalogue.models import Product
from shopkeeper.foundation.audit.operations import Actor, record
from shopkeeper.foundation.events import publish


def change(product: Product, after: dict[str, object], action: str, actor: Actor) -> Product:
    """Put new values on a product's row, on the record, and announce it; nothing when all is as it was."""
    before = {name: getattr(product, name) for name in after}
    if before == after:
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
