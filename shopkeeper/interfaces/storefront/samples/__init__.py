"""Made-up values for the design page: every part in every state, long titles, nothing found, errors, other scripts.

Nothing here reaches a customer; the design page and the template tests read it.
"""

from shopkeeper.interfaces.storefront.samples.afterwards import (
    addresses,
    code,
    confirmation,
    erase,
    notice,
    order,
    orders,
    overview,
    privacy,
    profile,
    safety,
    sign_in,
)
from shopkeeper.interfaces.storefront.samples.buying import cart, confirming, delivery, details, drawer, payment
from shopkeeper.interfaces.storefront.samples.design import DesignPage, design
from shopkeeper.interfaces.storefront.samples.frame import contact, content, error, meta, shop
from shopkeeper.interfaces.storefront.samples.goods import category, home, no_results, product, search, sold_out

__all__ = [
    "DesignPage",
    "addresses",
    "cart",
    "category",
    "code",
    "confirmation",
    "confirming",
    "contact",
    "content",
    "delivery",
    "design",
    "details",
    "drawer",
    "erase",
    "error",
    "home",
    "meta",
    "no_results",
    "notice",
    "order",
    "orders",
    "overview",
    "payment",
    "privacy",
    "product",
    "profile",
    "safety",
    "search",
    "shop",
    "sign_in",
    "sold_out",
]
