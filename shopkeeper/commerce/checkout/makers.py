"""Builders for tests: a small shop with a market, tax, delivery and stock, and a checkout ready to be paid."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from shopkeeper.commerce.cart import operations as carts
from shopkeeper.commerce.cart.models import Cart
from shopkeeper.commerce.catalogue.makers import make_product, make_variant
from shopkeeper.commerce.catalogue.models import Offer, Product
from shopkeeper.commerce.checkout import operations, queries
from shopkeeper.commerce.checkout.models import Checkout
from shopkeeper.commerce.checkout.saga import PayRequest
from shopkeeper.commerce.inventory import operations as inventory
from shopkeeper.commerce.inventory.models import Location
from shopkeeper.commerce.payments.declines import Payer
from shopkeeper.commerce.pricing import operations as pricing
from shopkeeper.commerce.pricing.models import Market, TaxRate
from shopkeeper.commerce.pricing.operations import NewPrice
from shopkeeper.commerce.shipping.models import ShippingMethod, ShippingZone
from shopkeeper.foundation.money import Money
from shopkeeper.foundation.remember import forget_all

NOON = datetime(2026, 11, 18, 12, 0, tzinfo=UTC)
NOBODY = Payer()
DETAILS = {
    "email": "ada@example.com",
    "name": "Ada",
    "line1": "Keizersgracht 1",
    "postal_code": "1015 CJ",
    "city": "Amsterdam",
    "country": "NL",
}


def make_shop(currency: str = "EUR", *, inclusive: bool = True, country: str = "NL", rate: str = "0.21") -> Market:
    """A market with one country, its tax, one way of delivery (4.95, free from 60) and one location."""
    market = Market.objects.create(
        code=f"{country.lower()}-{currency.lower()}",
        name="Home",
        currency=currency,
        countries=[country, "DE"],
        default_country=country,
        languages=["en"],
        tax_display=Market.TaxDisplay.INCLUSIVE if inclusive else Market.TaxDisplay.EXCLUSIVE,
    )
    for place in (country, "DE"):
        TaxRate.objects.get_or_create(
            country=place,
            tax_class="standard",
            valid_from=date(2020, 1, 1),
            defaults={"rate": Decimal(rate), "name": f"VAT {place}"},
        )
    zone, _ = ShippingZone.objects.get_or_create(name="Home", defaults={"countries": [country, "DE"]})
    ShippingMethod.objects.get_or_create(
        zone=zone,
        code="standard",
        currency=currency,
        defaults={
            "name": "Standard",
            "carrier": "Post",
            "rates": [{"up_to_grams": 10_000, "amount_minor": 495}, {"up_to_grams": None, "amount_minor": 1295}],
            "free_from_minor": 6000,
        },
    )
    Location.objects.get_or_create(slug="main", defaults={"name": "Main", "country": country})
    forget_all()
    return market


def make_offer(
    *,
    price: str = "18.00",
    stock: int = 10,
    currency: str = "EUR",
    product: Product | None = None,
    size: str = "",
    at: datetime = NOON,
) -> Offer:
    """A mug for ``price`` with ``stock`` units at the main location; with a ``size``, one of several of its product."""
    variant = make_variant(product or make_product(), {"Size": size} if size else None)
    offer = Offer.objects.get(variant=variant)
    pricing.set_prices(prices=[NewPrice(offer.pk, Money.parse(price, currency))], at=at)
    inventory.set_on_hand(resource_id=offer.pk, location="main", on_hand=stock, reason="count", actor="test", at=at)
    return offer


def make_cart(market: Market, *offers: Offer, quantity: int = 1, at: datetime = NOON) -> Cart:
    cart = carts.open_new(market=market)
    for offer in offers:
        carts.add(cart=cart, offer_id=offer.pk, quantity=quantity, market=market, at=at)
    return cart


def make_checkout(
    market: Market, *offers: Offer, quantity: int = 1, at: datetime = NOON, typed: dict[str, str] | None = None
) -> Checkout:
    """A checkout with everything filled in, ready to be paid."""
    cart = make_cart(market, *offers, quantity=quantity, at=at)
    checkout = operations.open_for(cart=cart, language="en", at=at)
    operations.keep_typed(checkout=checkout, typed=typed or DETAILS)
    return operations.choose_delivery(checkout=checkout, method_code="standard", at=at)


def pay_request(
    checkout: Checkout, script: str = "approve", *, payer: Payer = NOBODY, at: datetime = NOON
) -> PayRequest:
    """What the pay button sends for today's total, with one of the sandbox's scripts as the card."""
    total = queries.priced_checkout(queries.checkout(checkout.public_id), at=at).total
    return PayRequest(total.minor, total.currency, "sandbox", f"sandbox_{script}", "/checkout/return", payer)
