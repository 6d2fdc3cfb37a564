"""What is in a cart right now: today's prices and stock, and every difference to what the customer saw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

from django.db.models import CharField

from shopkeeper.commerce.cart.models import Cart, CartLine
from shopkeeper.commerce.cart.problems import Problem, line_problems
from shopkeeper.commerce.catalogue import queries as catalogue
from shopkeeper.commerce.catalogue.models import Offer, Product, Variant
from shopkeeper.commerce.catalogue.pictures import Picture, true_to
from shopkeeper.commerce.customers.models import Customer
from shopkeeper.commerce.inventory import queries as inventory
from shopkeeper.commerce.pricing import queries as pricing
from shopkeeper.commerce.pricing.models import Market
from shopkeeper.commerce.pricing.quote import QuoteLine
from shopkeeper.commerce.pricing.resolve import EffectivePrice
from shopkeeper.foundation.money import Money
from shopkeeper.foundation.prepared import Rows, Slots, columns, instance, prepared


@dataclass(frozen=True)
class LineView:
    """A cart line with everything a page or a rule needs. ``price`` is null when it is not sold here (any more)."""

    offer_id: int
    product_id: int
    product_slug: str
    title: str
    variant_title: str
    options: dict[str, str]
    sku: str
    quantity: int
    seen: Money
    price: EffectivePrice | None
    available: int
    tax_class: str
    product_type: str
    weight_grams: int
    handling_days: int
    seller_id: str
    picture: Picture | None
    problems: tuple[Problem, ...]
    tags: tuple[str, ...] = ()
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> str:
        return str(self.offer_id)

    @property
    def can_be_bought(self) -> bool:
        return self.price is not None and 0 < self.quantity <= self.available


@dataclass(frozen=True)
class CartView:
    cart_id: int | None
    market: Market
    lines: tuple[LineView, ...]

    @property
    def count(self) -> int:
        return sum(line.quantity for line in self.lines)

    @property
    def priced(self) -> tuple[LineView, ...]:
        return tuple(line for line in self.lines if line.price is not None)

    @property
    def problems(self) -> tuple[Problem, ...]:
        return tuple(problem for line in self.lines for problem in line.problems)

    @property
    def blocked(self) -> bool:
        """Whether something must be mended before it can be ordered."""
        return not self.lines or any(problem.blocks for problem in self.problems)

    @property
    def weight_grams(self) -> int:
        return sum(line.weight_grams * line.quantity for line in self.lines)

    @property
    def handling_days(self) -> int:
        return max((line.handling_days for line in self.lines), default=0)

    def quote_lines(self) -> list[QuoteLine]:
        """The lines that have a price, ready for the quote."""
        return [
            QuoteLine(
                key=line.key,
                offer_id=line.offer_id,
                quantity=line.quantity,
                unit_minor=line.price.amount_minor,
                tax_class=line.tax_class,
                weight_grams=line.weight_grams,
                price_reason=line.price.reason,
                regular_minor=line.price.regular_minor,
            )
            for line in self.lines
            if line.price is not None
        ]


def open_cart(token: str) -> Cart | None:
    """The open cart of a browser; null for an unknown token. One query."""
    found = _open_cart(token=token) if token else ()
    return instance(Cart, found[0]) if found else None


@prepared
def _open_cart(slots: Slots) -> Rows:
    found = Cart.objects.filter(token=slots.one("token", CharField()), status=Cart.Status.OPEN)
    return found.values_list(*columns(Cart))


def standing_cart(customer: Customer) -> Cart | None:
    """The customer's open cart; at most one exists. One query."""
    return Cart.objects.filter(customer=customer, status=Cart.Status.OPEN).first()


def item_count(token: str) -> int:
    """How many units are in the open cart of a browser. One query."""
    return sum(quantity for (quantity,) in _quantities(token=token))


@prepared
def _quantities(slots: Slots) -> Rows:
    lines = CartLine.objects.filter(cart__token=slots.one("token", CharField()), cart__status=Cart.Status.OPEN)
    return lines.order_by().values_list("quantity")


def line_numbers(cart: Cart) -> dict[int, int]:
    """The offers in the cart, each with the number of its line. One query."""
    return dict(_line_numbers(cart_id=cart.pk))


@prepared
def _line_numbers(slots: Slots) -> Rows:
    return CartLine.objects.filter(cart_id=slots.one("cart_id")).order_by().values_list("offer_id", "pk")


def view(cart: Cart | None, *, market: Market, language: str, at: datetime) -> CartView:
    """The cart as it stands at ``at``. At most six queries, however many lines."""
    if cart is None:
        return CartView(None, market, ())
    lines = _lines(cart)
    if not lines:
        return CartView(cart.pk, market, ())
    offer_ids = [line.offer_id for line in lines]
    prices = pricing.prices_in_force(offer_ids, market=market, at=at)
    free = _free(cart, lines)
    shown = catalogue.pictures({line.product.pk for line in lines})
    views = (_line(line, market, prices, free, shown, language, at) for line in lines)
    return CartView(cart.pk, market, tuple(views))


# What a cart asks of the goods in it.
_LINE = ("offer_id", "quantity", "seen_minor", "seen_currency")
_OFFER = columns(Offer, "id", "is_active", "handling_days", "seller_id")
_VARIANT = columns(Variant, "id", "is_active", "sku", "options", "weight_grams")
_PRODUCT = columns(
    Product, "id", "slug", "title", "translations", "tax_class", "status", "publish_at", "tags", "attributes"
)


@dataclass(frozen=True)
class _Line:
    offer_id: int
    quantity: int
    seen: Money
    offer: Offer
    variant: Variant
    product: Product
    product_type: str


@prepared
def _rows(slots: Slots) -> Rows:
    lines = CartLine.objects.filter(cart_id=slots.one("cart_id")).order_by("pk")
    offer = (f"offer__{name}" for name in _OFFER)
    variant = (f"offer__variant__{name}" for name in _VARIANT)
    product = (f"offer__variant__product__{name}" for name in _PRODUCT)
    return lines.values_list(*_LINE, *offer, *variant, *product, "offer__variant__product__product_type__slug")


def _lines(cart: Cart) -> list[_Line]:
    """The lines in the order they were put in. One query."""
    made = []
    for row in _rows(cart_id=cart.pk):
        values = iter(row)
        offer_id, quantity, minor, currency = islice(values, len(_LINE))
        offer = instance(Offer, tuple(islice(values, len(_OFFER))), _OFFER)
        variant = instance(Variant, tuple(islice(values, len(_VARIANT))), _VARIANT)
        product = instance(Product, tuple(islice(values, len(_PRODUCT))), _PRODUCT)
        made.append(_Line(offer_id, quantity, Money(minor, currency), offer, variant, product, row[-1] or ""))
    return made


def hold_reference(cart_id: int) -> str:
    """Under which name a cart's units are set aside while it is being paid."""
    return f"cart:{cart_id}"


def _free(cart: Cart, lines: Sequence[_Line]) -> dict[int, int]:
    """What each line can have: what is free, and what this very cart has set aside already."""
    free = inventory.available([line.offer_id for line in lines])
    if all(free[line.offer_id] >= line.quantity for line in lines):
        return free
    own = inventory.held_by(hold_reference(cart.pk))
    return {offer_id: units + own.get(offer_id, 0) for offer_id, units in free.items()}


def _line(
    line: _Line,
    market: Market,
    prices: dict[int, EffectivePrice],
    free: dict[int, int],
    shown: dict[int, list[Picture]],
    language: str,
    at: datetime,
) -> LineView:
    offer, variant, product = line.offer, line.variant, line.product
    sold = offer.is_active and variant.is_active and product.is_live(at)
    price = prices.get(offer.pk) if sold else None
    return LineView(
        offer_id=offer.pk,
        product_id=product.pk,
        product_slug=product.slug,
        title=product.text("title", language),
        variant_title=variant.title,
        options=variant.options,
        sku=variant.sku,
        quantity=line.quantity,
        seen=line.seen,
        price=price,
        available=free[offer.pk] if sold else 0,
        tax_class=product.tax_class,
        product_type=line.product_type,
        weight_grams=variant.weight_grams,
        handling_days=offer.handling_days,
        seller_id=offer.seller_id,
        picture=next(iter(true_to(shown.get(product.pk, ()), variant.options)), None),
        problems=line_problems(
            offer_id=offer.pk,
            title=product.text("title", language),
            quantity=line.quantity,
            seen=line.seen,
            now=Money(price.amount_minor, market.currency) if price else None,
            available=free[offer.pk] if sold else 0,
        ),
        tags=tuple(product.tags),
        facts=product.attributes,
    )
