"""What a checkout page shows: the cart with delivery, tax and the final total."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import CharField

from shopkeeper.commerce.cart import queries as carts
from shopkeeper.commerce.cart.models import Cart
from shopkeeper.commerce.cart.queries import CartView
from shopkeeper.commerce.checkout.details import usable_vat_number
from shopkeeper.commerce.checkout.models import Checkout
from shopkeeper.commerce.pricing import queries as pricing
from shopkeeper.commerce.pricing.models import Market
from shopkeeper.commerce.pricing.quote import Quote, QuoteContext, quote
from shopkeeper.commerce.shipping import queries as shipping
from shopkeeper.commerce.shipping.queries import DeliveryOption, Destination
from shopkeeper.commerce.tax import queries as tax
from shopkeeper.commerce.tax.decide import Terms
from shopkeeper.commerce.tax.queries import Sale
from shopkeeper.foundation.errors import NotFound
from shopkeeper.foundation.money import Money
from shopkeeper.foundation.prepared import Rows, Slots, columns, instance, prepared


@dataclass(frozen=True)
class PricedCart:
    """A cart with everything it costs for a destination. ``delivery`` is the chosen way, or the cheapest;
    null (and ``undeliverable`` says why) when nothing goes there."""

    cart: CartView
    quote: Quote
    options: tuple[DeliveryOption, ...]
    delivery: DeliveryOption | None
    undeliverable: str
    terms: Terms = field(default_factory=Terms)

    @property
    def total(self) -> Money:
        return Money(self.quote.total_minor, self.quote.currency)

    @property
    def ready(self) -> bool:
        """Whether it could be ordered as it is."""
        return not self.cart.blocked and self.delivery is not None


def price_cart(
    cart: Cart | None,
    *,
    market: Market,
    destination: Destination,
    method_code: str,
    language: str,
    at: datetime,
    vat_number: str = "",
) -> PricedCart:
    """Price ``cart`` for ``destination``. At most five queries, however many lines; one or two more for a company's
    ``vat_number``, an exempt customer or a shop with a tax service."""
    view = carts.view(cart, market=market, language=language, at=at)
    lines = view.quote_lines()
    goods = Money(sum(line.unit_minor * line.quantity for line in lines), market.currency)
    options = shipping.delivery_options(
        destination=destination,
        market=market,
        goods=goods,
        weight_grams=view.weight_grams,
        handling_days=view.handling_days,
        at=at,
    )
    chosen = next((option for option in options if option.code == method_code), options[0] if options else None)
    sale = sale_of(view, cart, market, destination, vat_number)
    terms = tax.terms(sale, on=at.date())
    context = QuoteContext(
        currency=market.currency,
        prices_include_tax=market.prices_include_tax,
        country=destination.country,
        at=at,
        tax=terms.rules,
        shipping=chosen.charge if chosen and lines else None,
        rounding=terms.rounding,
    )
    undeliverable = "" if chosen else shipping.excluded(destination) or "We cannot send this order there."
    return PricedCart(view, quote(lines, context), tuple(options), chosen, undeliverable, terms)


def sale_of(view: CartView, cart: Cart | None, market: Market, destination: Destination, vat_number: str) -> Sale:
    """What of a cart decides its tax."""
    return Sale(
        country=destination.country,
        classes=tuple(sorted({line.tax_class for line in view.quote_lines()})),
        currency=market.currency,
        postal_code=destination.postal_code,
        region=destination.region,
        vat_number=vat_number,
        customer_id=cart.customer_id if cart else None,
    )


def checkout(public_id: str) -> Checkout:
    """The checkout with this id, its cart loaded. Raises NotFound. One query."""
    rows = _with_cart(public_id=public_id)
    if not rows:
        raise NotFound("This checkout no longer exists. Your cart is still there.")
    own = len(columns(Checkout))
    found = instance(Checkout, rows[0][:own])
    found.cart = instance(Cart, rows[0][own:])
    return found


@prepared
def _with_cart(slots: Slots) -> Rows:
    named = Checkout.objects.filter(public_id=slots.one("public_id", CharField()))
    return named.values_list(*columns(Checkout), *(f"cart__{name}" for name in columns(Cart)))


def live_checkout(cart: Cart) -> Checkout | None:
    """The checkout under way for a cart. One query."""
    return Checkout.objects.filter(cart=cart).exclude(status=Checkout.Status.PLACED).first()


def latest_checkout(cart: Cart) -> Checkout | None:
    """The checkout of a cart, under way or placed. One query."""
    return Checkout.objects.filter(cart=cart).order_by("-pk").first()


def destination_of(checkout: Checkout, market: Market) -> Destination:
    """Where the order goes, as far as it was typed; the market's home country until then."""
    country = checkout.typed.get("country", "").upper()
    if country not in market.countries:
        return Destination(market.default_country)
    return Destination(country, checkout.typed.get("postal_code", ""), checkout.typed.get("region", ""))


def priced_checkout(checkout: Checkout, *, at: datetime) -> PricedCart:
    """The cart of a checkout, priced for where it goes and how. At most five queries."""
    market = pricing.market(checkout.cart.market_code)
    return price_cart(
        checkout.cart,
        market=market,
        destination=destination_of(checkout, market),
        method_code=checkout.method_code,
        language=checkout.language,
        at=at,
        vat_number=usable_vat_number(checkout.typed),
    )


def sale_of_checkout(checkout: Checkout, *, at: datetime) -> Sale:
    """What decides the tax of a checkout, for asking others about it. As many queries as looking at the cart."""
    market = pricing.market(checkout.cart.market_code)
    view = carts.view(checkout.cart, market=market, language=checkout.language, at=at)
    number = usable_vat_number(checkout.typed)
    return sale_of(view, checkout.cart, market, destination_of(checkout, market), number)
