"""One product in full, for one market, destination and choice of options."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from shopkeeper.commerce.catalogue import queries as catalogue
from shopkeeper.commerce.catalogue.models import Product
from shopkeeper.commerce.catalogue.option_names import chosen_options
from shopkeeper.commerce.catalogue.pictures import Picture, true_to
from shopkeeper.commerce.catalogue.queries import SellableVariant, ShownProduct
from shopkeeper.commerce.content import queries as content
from shopkeeper.commerce.content.models import ReturnPolicy
from shopkeeper.commerce.inventory import queries as inventory
from shopkeeper.commerce.pricing import queries as pricing
from shopkeeper.commerce.pricing.models import Market
from shopkeeper.commerce.pricing.resolve import EffectivePrice
from shopkeeper.commerce.shelf.unit_price import UnitPrice, unit_price
from shopkeeper.commerce.shipping import queries as shipping
from shopkeeper.commerce.shipping.queries import DeliveryOption, Destination
from shopkeeper.commerce.shipping.rates import Goods
from shopkeeper.foundation.errors import NotFound
from shopkeeper.foundation.money import Money

# Beyond this many variants only the chosen one is priced; the range then comes from the product's summary.
PRICE_ALL_UP_TO = 120
# How many of such a product's variants are priced beside the chosen one, for structured data.
PRICE_OF_MANY = 49


@dataclass(frozen=True)
class OptionValue:
    """One value of an option, given what else is chosen. ``reason`` says why it cannot be had."""

    value: str
    swatch: str
    chosen: bool
    exists: bool
    in_stock: bool
    picture: Picture | None

    @property
    def available(self) -> bool:
        return self.exists and self.in_stock


@dataclass(frozen=True)
class OptionGroup:
    name: str
    values: tuple[OptionValue, ...]


@dataclass(frozen=True)
class ProductDetail:
    """What a product page tells. ``price`` is null when the chosen variant is not sold in this market; ``may_return``
    counts the units that others are paying for while none is free."""

    product: Product
    market: Market
    home_category: str
    variant: SellableVariant
    variants: tuple[SellableVariant, ...]
    groups: tuple[OptionGroup, ...]
    pictures: tuple[Picture, ...]
    price: EffectivePrice | None
    unit_price: UnitPrice | None
    prices: Mapping[int, EffectivePrice]
    available: int
    may_return: int
    stock: Mapping[int, int]
    delivery: tuple[DeliveryOption, ...]
    undeliverable: str
    returns: ReturnPolicy | None

    @property
    def can_be_bought(self) -> bool:
        return self.price is not None and self.available > 0

    @property
    def chosen(self) -> dict[str, str]:
        return self.variant.options


def product_detail(
    slug: str, *, chosen: Mapping[str, str], market: Market, destination: Destination, at: datetime
) -> ProductDetail:
    """The product at ``slug`` with the variant nearest to ``chosen`` (option name to value, the name as it is
    or as addresses write it). Raises NotFound.

    At most six queries besides the remembered small tables, however many variants; one more when none is left.
    """
    return _detail(catalogue.product(slug, at=at), chosen, market, destination, at)


def preview_detail(
    product_id: int, *, chosen: Mapping[str, str], market: Market, destination: Destination, at: datetime
) -> ProductDetail:
    """A product that shoppers need not see yet, as they would see it at ``at``. Raises NotFound."""
    return _detail(catalogue.product_before_it_is_live(product_id), chosen, market, destination, at)


def _detail(
    shown: ShownProduct, chosen: Mapping[str, str], market: Market, destination: Destination, at: datetime
) -> ProductDetail:
    product = shown.product
    variants = catalogue.sellable_variants(product.pk)
    if not variants:
        raise NotFound("This product is not sold at the moment.")
    stock = inventory.available([variant.offer_id for variant in variants])
    variant = choose(variants, chosen_options(product.option_names, chosen), stock)
    priced = variants if len(variants) <= PRICE_ALL_UP_TO else [variant, *variants[:PRICE_OF_MANY]]
    prices = pricing.prices_in_force([one.offer_id for one in priced], market=market, at=at)
    pictures = catalogue.pictures([product.pk]).get(product.pk, [])
    price = prices.get(variant.offer_id)
    delivery, undeliverable = _delivery(product, variant, price, market, destination, at)
    return ProductDetail(
        product=product,
        market=market,
        home_category=shown.home_category,
        variant=variant,
        variants=tuple(variants),
        groups=option_groups(product, variants, variant, stock, pictures),
        pictures=tuple(true_to(pictures, variant.options)),
        price=price,
        unit_price=_unit_price(variant, price, market),
        prices=prices,
        available=stock[variant.offer_id],
        may_return=0 if stock[variant.offer_id] else inventory.being_paid_for(variant.offer_id),
        stock=stock,
        delivery=delivery,
        undeliverable=undeliverable,
        returns=content.return_policy(_type_slug(product), destination.country),
    )


def choose(variants: Sequence[SellableVariant], chosen: Mapping[str, str], stock: Mapping[int, int]) -> SellableVariant:
    """The variant that matches most of ``chosen``; among equals one in stock, then the first in order."""

    def fit(variant: SellableVariant) -> tuple[int, bool]:
        matches = sum(variant.options.get(name) == value for name, value in chosen.items())
        return matches, stock.get(variant.offer_id, 0) > 0

    return max(variants, key=fit)


def option_groups(
    product: Product,
    variants: Sequence[SellableVariant],
    chosen: SellableVariant,
    stock: Mapping[int, int],
    pictures: Sequence[Picture],
) -> tuple[OptionGroup, ...]:
    """For each option, which values can be had with everything else as chosen. One pass over the variants."""
    names = product.option_names
    exists: set[tuple[str, str]] = set()
    stocked: set[tuple[str, str]] = set()
    for variant in variants:
        differing = [name for name in names if variant.options.get(name) != chosen.options.get(name)]
        if len(differing) > 1:
            continue
        for name in differing or names:
            pair = (name, variant.options.get(name, ""))
            exists.add(pair)
            if stock.get(variant.offer_id, 0) > 0:
                stocked.add(pair)
    return tuple(
        OptionGroup(
            option["name"],
            tuple(
                OptionValue(
                    value=value["value"],
                    swatch=value.get("swatch", ""),
                    chosen=chosen.options.get(option["name"]) == value["value"],
                    exists=(option["name"], value["value"]) in exists,
                    in_stock=(option["name"], value["value"]) in stocked,
                    picture=_picture_of(pictures, option["name"], value["value"]),
                )
                for value in option["values"]
            ),
        )
        for option in product.options
    )


def _picture_of(pictures: Sequence[Picture], name: str, value: str) -> Picture | None:
    return next((picture for picture in pictures if (name, value) in picture.options), None)


def _delivery(
    product: Product,
    variant: SellableVariant,
    price: EffectivePrice | None,
    market: Market,
    destination: Destination,
    at: datetime,
) -> tuple[tuple[DeliveryOption, ...], str]:
    if price is None:
        return (), ""
    contents = [Goods(product.title, 1, _type_slug(product), tuple(product.tags), product.attributes)]
    options = shipping.delivery_options(
        destination=destination,
        contents=contents,
        market=market,
        goods=Money(price.amount_minor, market.currency),
        weight_grams=variant.weight_grams,
        handling_days=variant.handling_days,
        at=at,
    )
    if options:
        return tuple(options), ""
    not_taken = shipping.not_taken(destination=destination, market=market, contents=contents)
    return (), shipping.excluded(destination) or not_taken


def _unit_price(variant: SellableVariant, price: EffectivePrice | None, market: Market) -> UnitPrice | None:
    if price is None or not variant.unit_measure or not variant.unit_quantity:
        return None
    return unit_price(Money(price.amount_minor, market.currency), Decimal(variant.unit_quantity), variant.unit_measure)


def _type_slug(product: Product) -> str:
    return product.product_type.slug if product.product_type else ""
