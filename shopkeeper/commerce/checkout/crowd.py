"""Many checkouts for one thing, made in bulk: for races and benchmarks."""

from __future__ import annotations

from shopkeeper.commerce.cart.models import Cart, CartLine
from shopkeeper.commerce.catalogue.models import Offer
from shopkeeper.commerce.checkout.makers import DETAILS, NOON
from shopkeeper.commerce.checkout.models import Checkout
from shopkeeper.commerce.pricing import queries as pricing
from shopkeeper.commerce.pricing.models import Market
from shopkeeper.foundation import ids


def make_crowd(market: Market, offer: Offer, *, buyers: int) -> list[Checkout]:
    """``buyers`` checkouts, each with one unit of ``offer`` and everything filled in."""
    price = pricing.prices_in_force([offer.pk], market=market, at=NOON)[offer.pk].amount_minor
    carts = Cart.objects.bulk_create(Cart(token=ids.token(), market_code=market.code) for _ in range(buyers))
    CartLine.objects.bulk_create(
        CartLine(cart=cart, offer=offer, quantity=1, seen_minor=price, seen_currency=market.currency) for cart in carts
    )
    return Checkout.objects.bulk_create(
        Checkout(
            public_id=ids.token(),
            cart=cart,
            method_code="standard",
            created_at=NOON,
            typed={**DETAILS, "email": f"buyer{number}@example.com"},
        )
        for number, cart in enumerate(carts)
    )
