"""Structured data (schema.org), made from the same values as the page beside it.

Only what is true of the page stands here: no rating without reviews, no GTIN from the ranges shops number
for themselves.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from markupsafe import Markup
from stdnum import ean

from shopkeeper.commerce.catalogue.pictures import SHAPES
from shopkeeper.commerce.catalogue.queries import SellableVariant
from shopkeeper.commerce.content.models import ReturnPolicy
from shopkeeper.commerce.pricing.resolve import EffectivePrice
from shopkeeper.commerce.shelf.details import ProductDetail
from shopkeeper.commerce.shipping.queries import DeliveryOption, Destination
from shopkeeper.foundation.money import Money
from shopkeeper.interfaces.storefront.pages import Link
from shopkeeper.interfaces.storefront.present.products import variant_query

MOST_VARIANTS = 50
Thing = dict[str, Any]
_CONDITIONS = {
    "new": "NewCondition",
    "refurbished": "RefurbishedCondition",
    "used": "UsedCondition",
    "damaged": "DamagedCondition",
}
# Where schema.org has a word of its own for an option. Others are named as they are.
_VARIES = {"colour": "color", "color": "color", "size": "size", "material": "material", "pattern": "pattern"}


def in_page(*things: Thing) -> Markup:
    """JSON that may stand in a script element: nothing in it can end the element or start a comment."""
    graph = things[0] if len(things) == 1 else {"@graph": list(things)}
    text = json.dumps({"@context": "https://schema.org", **graph}, ensure_ascii=False, separators=(",", ":"))
    for sign, code in (
        ("<", "\\u003c"),
        (">", "\\u003e"),
        ("&", "\\u0026"),
        ("\u2028", "\\u2028"),
        ("\u2029", "\\u2029"),
    ):
        text = text.replace(sign, code)
    return Markup(text)  # noqa: S704


def shop(*, name: str, base: str, description: str) -> Markup:
    """The shop itself and its search, for the front page."""
    organisation = {
        "@type": "OnlineStore",
        "@id": f"{base}/#shop",
        "name": name,
        "url": f"{base}/",
        "description": description or name,
    }
    site = {
        "@type": "WebSite",
        "url": f"{base}/",
        "name": name,
        "publisher": {"@id": f"{base}/#shop"},
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": f"{base}/search/?q={{search_term_string}}"},
            "query-input": "required name=search_term_string",
        },
    }
    return in_page(organisation, site)


def breadcrumb_list(links: Sequence[Link], *, base: str) -> Thing:
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": at, "name": link.label, "item": base + link.url}
            for at, link in enumerate(links, 1)
        ],
    }


def shelf(links: Sequence[Link], *, base: str) -> Markup | None:
    """The way to a list."""
    return in_page(breadcrumb_list(links, base=base)) if len(links) > 1 else None


def product(
    detail: ProductDetail,
    *,
    breadcrumbs: Sequence[Link],
    destination: Destination,
    base: str,
    shop_name: str,
    language: str,
) -> Markup:
    """A product with its offer, or a group with the offers of its variants (the chosen one, and 49 more at most)."""
    common = _common(detail, base, language)
    terms = _terms(detail, destination)
    listed = _listed(detail)
    if detail.product.option_names and len(detail.variants) > 1:
        made = {
            "@type": "ProductGroup",
            **common,
            "productGroupID": detail.product.slug,
            "variesBy": [_varies_by(name) for name in detail.product.option_names],
            "hasVariant": [_variant(detail, one, price, terms, base, shop_name, language) for one, price in listed],
        }
    else:
        offers = [_offer(detail, one, price, terms, base, shop_name) for one, price in listed[:1]]
        made = {"@type": "Product", **common, **_identity(detail.variant), **({"offers": offers[0]} if offers else {})}
    return in_page(made, breadcrumb_list(breadcrumbs, base=base))


def _listed(detail: ProductDetail) -> list[tuple[SellableVariant, EffectivePrice]]:
    others = [one for one in detail.variants if one.variant_id != detail.variant.variant_id]
    found = [(one, detail.prices[one.offer_id]) for one in (detail.variant, *others) if one.offer_id in detail.prices]
    return found[:MOST_VARIANTS]


def _common(detail: ProductDetail, base: str, language: str) -> Thing:
    product = detail.product
    made: Thing = {
        "name": product.text("title", language),
        "url": f"{base}/p/{product.slug}/",
        "image": [base + address for address in _images(detail)],
    }
    if product.text("summary", language):
        made["description"] = product.text("summary", language)
    if product.brand:
        made["brand"] = {"@type": "Brand", "name": product.brand.name}
    return made


def _images(detail: ProductDetail) -> list[str]:
    """The first picture in each shape that search engines ask for, then the others as they are."""
    shaped = [picture.crop(shape) for picture in detail.pictures[:1] for shape in SHAPES]
    return shaped + [picture.src for picture in detail.pictures[1:]]


def _variant(
    detail: ProductDetail,
    one: SellableVariant,
    price: EffectivePrice,
    terms: Thing,
    base: str,
    shop_name: str,
    language: str,
) -> Thing:
    chosen = " / ".join(one.options.values())
    made: Thing = {
        "@type": "Product",
        "name": f"{detail.product.text('title', language)} – {chosen}",
        **_identity(one),
        "offers": _offer(detail, one, price, terms, base, shop_name),
    }
    extra = []
    for name, value in one.options.items():
        known = _VARIES.get(name.casefold())
        if known:
            made[known] = value
        else:
            extra.append({"@type": "PropertyValue", "name": name, "value": value})
    if extra:
        made["additionalProperty"] = extra
    return made


def _varies_by(name: str) -> str:
    known = _VARIES.get(name.casefold())
    return f"https://schema.org/{known}" if known else name


def _identity(one: SellableVariant) -> Thing:
    return {"sku": one.sku, **({"gtin": one.gtin} if is_real_gtin(one.gtin) else {})}


@lru_cache(maxsize=50_000)
def is_real_gtin(text: str) -> bool:
    """Whether ``text`` is a GTIN given out by GS1: its check digit is right and it is not from the restricted
    ranges (02, 04, 2x), which every shop may use as it likes.
    """
    padded = text.zfill(13) if len(text) == 12 else text
    own = padded[1:] if len(padded) == 14 else padded
    restricted = ("0", "2") if len(own) == 8 else ("2", "02", "04")
    return len(own) in (8, 13) and not own.startswith(restricted) and ean.is_valid(padded)


def _offer(
    detail: ProductDetail, one: SellableVariant, price: EffectivePrice, terms: Thing, base: str, shop_name: str
) -> Thing:
    query = variant_query(detail, one)
    in_stock = detail.stock.get(one.offer_id, 0) > 0
    made: Thing = {
        "@type": "Offer",
        "price": Money(price.amount_minor, detail.market.currency).plain(),
        "priceCurrency": detail.market.currency,
        "availability": f"https://schema.org/{'InStock' if in_stock else 'OutOfStock'}",
        "itemCondition": f"https://schema.org/{_CONDITIONS.get(one.condition, 'NewCondition')}",
        "url": f"{base}/p/{detail.product.slug}/" + (f"?{query}" if query else ""),
        "seller": {"@type": "Organization", "name": shop_name},
        **terms,
    }
    if price.until:
        made["priceValidUntil"] = price.until.date().isoformat()
    return made


def _terms(detail: ProductDetail, destination: Destination) -> Thing:
    terms: Thing = {}
    if detail.returns:
        terms["hasMerchantReturnPolicy"] = _returns(detail.returns, destination.country)
    if detail.delivery and detail.price:
        terms["shippingDetails"] = _shipping(detail.delivery[0], detail, destination)
    return terms


def _returns(policy: ReturnPolicy, country: str) -> Thing:
    made: Thing = {"@type": "MerchantReturnPolicy", "applicableCountry": country}
    if not policy.is_returnable:
        return {**made, "returnPolicyCategory": "https://schema.org/MerchantReturnNotPermitted"}
    fees = {"free": "FreeReturn", "customer": "ReturnFeesCustomerResponsibility", "fixed": "ReturnShippingFees"}
    made |= {
        "returnPolicyCategory": "https://schema.org/MerchantReturnFiniteReturnWindow",
        "merchantReturnDays": policy.window_days,
        "returnFees": f"https://schema.org/{fees[policy.fees]}",
        "returnMethod": f"https://schema.org/{'ReturnInStore' if policy.method == 'store' else 'ReturnByMail'}",
    }
    if policy.fees == ReturnPolicy.Fees.FIXED and policy.fee_currency:
        made["returnShippingFeesAmount"] = _amount(Money(policy.fee_minor, policy.fee_currency))
    return made


def _shipping(option: DeliveryOption, detail: ProductDetail, destination: Destination) -> Thing:
    dispatch = option.promise.dispatch
    region: Thing = {"@type": "DefinedRegion", "addressCountry": destination.country}
    if destination.postal_code:
        region["postalCode"] = destination.postal_code
    return {
        "@type": "OfferShippingDetails",
        "shippingRate": _amount(option.amount),
        "shippingDestination": region,
        "deliveryTime": {
            "@type": "ShippingDeliveryTime",
            "handlingTime": _days(0, detail.variant.handling_days),
            "transitTime": _days(
                _between(dispatch, option.promise.earliest), _between(dispatch, option.promise.latest)
            ),
            "cutoffTime": option.promise.order_by.timetz().isoformat(),
        },
    }


def _between(start: date, end: date) -> int:
    return (end - start).days


def _days(least: int, most: int) -> Thing:
    return {"@type": "QuantitativeValue", "minValue": least, "maxValue": most, "unitCode": "DAY"}


def _amount(money: Money) -> Thing:
    return {"@type": "MonetaryAmount", "value": money.plain(), "currency": money.currency}
