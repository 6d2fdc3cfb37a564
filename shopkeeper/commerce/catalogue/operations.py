"""Editing the catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from shopkeeper.commerce.catalogue.events import ProductsChanged
from shopkeeper.commerce.catalogue.models import Product, SlugRedirect
from shopkeeper.foundation.errors import InvalidInput
from shopkeeper.foundation.events import publish


@transaction.atomic
def count_sold(units: Mapping[int, int]) -> None:
    """Add units sold by product id. Lists take the new order over with their next change; it is no news to announce."""
    for product_id in sorted(units):
        Product.objects.filter(pk=product_id).update(sold_count=F("sold_count") + units[product_id])


@transaction.atomic
def rename_slug(*, product: Product, slug: str) -> Product:
    """Give a product another address; the old one leads there for good, in one step. Announces ProductsChanged."""
    if Product.objects.filter(slug=slug).exclude(pk=product.pk).exists():
        raise InvalidInput("Another product has this address.", {"slug": "Choose an address that is not taken."})
    old, new = f"/p/{product.slug}/", f"/p/{slug}/"
    if old == new:
        return product
    lead_on(old, new)
    Product.objects.filter(pk=product.pk).update(slug=slug)
    product.slug = slug
    products_changed([product.pk])
    return product


@transaction.atomic
def products_changed(product_ids: Iterable[int], *, source: str = "office") -> None:
    """Something that belongs to these products is not what it was: their pages have a new day. Announces
    ProductsChanged."""
    ids = sorted(set(product_ids))
    if ids:
        Product.objects.filter(pk__in=ids).update(updated_at=Now())
        publish(ProductsChanged(source=source, product_ids=ids))


@transaction.atomic
def lead_on(old: str, new: str) -> None:
    """Send those who ask for the path ``old`` to ``new`` for good, in one step."""
    SlugRedirect.objects.filter(old_path=new).delete()
    # Earlier addresses are pointed straight at the new one, so nobody is sent twice.
    SlugRedirect.objects.filter(new_path=old).update(new_path=new)
    SlugRedirect.objects.update_or_create(old_path=old, defaults={"new_path": new})
