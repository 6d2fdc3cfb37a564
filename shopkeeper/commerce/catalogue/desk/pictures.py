"""Pictures of a product."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.db import transaction
from django.db.models import Max

from shopkeeper.commerce.catalogue import masters
from shopkeeper.commerce.catalogue.desk.changes import record_of
from shopkeeper.commerce.catalogue.events import ProductsChanged
from shopkeeper.commerce.catalogue.models import Product, ProductMedia
from shopkeeper.foundation.audit.operations import Actor
from shopkeeper.foundation.errors import InvalidInput
from shopkeeper.foundation.events import publish


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
        record_of(product, "catalogue.add_picture", actor, {}, {"picture": asset.digest[:12]})
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
    record_of(product, "catalogue.arrange_pictures", actor, {"pictures": before}, {"pictures": _gallery(standing)})
    publish(ProductsChanged(source="office", product_ids=[product.pk]))


def _gallery(rows: Iterable[ProductMedia]) -> list[str]:
    return [f"{row.pk}: {row.alt}" for row in sorted(rows, key=lambda row: (row.position, row.pk))]
