"""What an order could have in it instead: offers with today's price and stock."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from shopkeeper.commerce.catalogue import queries as catalogue
from shopkeeper.commerce.catalogue.models import Offer
from shopkeeper.commerce.catalogue.pictures import true_to
from shopkeeper.commerce.inventory import queries as inventory
from shopkeeper.commerce.pricing import queries as pricing
from shopkeeper.commerce.pricing.models import Market
from shopkeeper.foundation.money import Money


@dataclass(frozen=True)
class Goods:
    """An offer as an order line would name it. ``price`` is null when it is not sold in this market (any more)."""

    offer_id: int
    product_id: int
    product_slug: str
    sku: str
    title: str
    variant_title: str
    options: dict[str, str]
    image_digest: str
    seller_id: str
    tax_class: str
    product_type: str
    weight_grams: int
    handling_days: int
    price: Money | None
    available: int


def goods(offer_ids: Iterable[int], *, market: Market, language: str, at: datetime) -> dict[int, Goods]:
    """Each of these offers that exists. At most five queries."""
    ids = list(dict.fromkeys(offer_ids))
    rows = Offer.objects.filter(pk__in=ids).select_related("variant__product__product_type")
    return {one.offer_id: one for one in _goods(rows, market, language, at)}


def variants_of(product_id: int, *, market: Market, language: str, at: datetime) -> list[Goods]:
    """What else of a product can be bought now, in its own order. At most five queries."""
    rows = Offer.objects.filter(variant__product_id=product_id).select_related("variant__product__product_type")
    found = _goods(rows.order_by("variant__position", "pk"), market, language, at)
    return [one for one in found if one.price is not None and one.available > 0]


def _goods(rows: Iterable[Offer], market: Market, language: str, at: datetime) -> list[Goods]:
    offers = list(rows)
    prices = pricing.prices_in_force([offer.pk for offer in offers], market=market, at=at)
    free = inventory.available([offer.pk for offer in offers])
    pictures = catalogue.pictures({offer.variant.product_id for offer in offers})
    made = []
    for offer in offers:
        variant, product = offer.variant, offer.variant.product
        sold = offer.is_active and variant.is_active and product.is_live(at)
        price = prices.get(offer.pk) if sold else None
        picture = next(iter(true_to(pictures.get(product.pk, ()), variant.options)), None)
        made.append(
            Goods(
                offer_id=offer.pk,
                product_id=product.pk,
                product_slug=product.slug,
                sku=variant.sku,
                title=product.text("title", language),
                variant_title=variant.title,
                options=variant.options,
                image_digest=picture.digest if picture else "",
                seller_id=offer.seller_id,
                tax_class=product.tax_class,
                product_type=product.product_type.slug if product.product_type else "",
                weight_grams=variant.weight_grams,
                handling_days=offer.handling_days,
                price=Money(price.amount_minor, market.currency) if price else None,
                available=free[offer.pk] if sold else 0,
            )
        )
    return made
