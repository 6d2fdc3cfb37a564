"""Changing a cart. Prices are never taken from the asker, only ids and quantities."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Now

from shopkeeper.commerce.cart import queries
from shopkeeper.commerce.cart.events import CartMerged
from shopkeeper.commerce.cart.models import MAX_LINES, MAX_QUANTITY, Cart, CartLine
from shopkeeper.commerce.catalogue import queries as catalogue
from shopkeeper.commerce.customers.models import Customer
from shopkeeper.commerce.pricing import queries as pricing
from shopkeeper.commerce.pricing.models import Market
from shopkeeper.foundation import ids
from shopkeeper.foundation.errors import Conflict, InvalidInput, NotFound
from shopkeeper.foundation.events import publish


class BadQuantity(InvalidInput):
    code = "bad_quantity"


class CartClosed(Conflict):
    """The cart was ordered, or joined with the customer's own, while a tab still showed it."""

    code = "cart_closed"


def parse_quantity(typed: str) -> int:
    """A quantity as typed. Raises BadQuantity with what to do; never rounds ``0.5`` to something else."""
    text = typed.strip()
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise BadQuantity("Enter a whole number, such as 2.", {"quantity": "Enter a whole number, such as 2."})
    return int(text)


def open_new(*, market: Market, customer: Customer | None = None) -> Cart:
    """A fresh, empty cart with a secret token of its own; a customer's standing one when there is one."""
    standing = queries.standing_cart(customer) if customer else None
    if standing:
        return standing
    try:
        with transaction.atomic():
            return Cart.objects.create(token=ids.token(), market_code=market.code, customer=customer)
    except IntegrityError:
        # The customer's other tab was first; both go on with the one cart.
        return Cart.objects.get(customer=customer, status=Cart.Status.OPEN)


def is_open(*, cart_id: int) -> bool:
    """Whether a cart may still be bought. Called in the buyer's transaction: the row stays locked until its end, so
    that joining carts and buying one wait for each other."""
    return bool(Cart.objects.filter(pk=cart_id, status=Cart.Status.OPEN).update(status=Cart.Status.OPEN))


@transaction.atomic
def add(*, cart: Cart, offer_id: int, quantity: int, market: Market, at: datetime) -> CartLine:
    """Put ``quantity`` more of an offer into the cart. Raises BadQuantity, NotFound (not sold in this market),
    CartClosed."""
    _check(quantity)
    price = _price(offer_id, market, at)
    _change(cart)
    standing = queries.line_numbers(cart)
    if offer_id in standing:
        return _raise_quantity(standing[offer_id], quantity, seen_minor=price, seen_currency=market.currency)
    if len(standing) >= MAX_LINES:
        raise InvalidInput(f"A cart holds at most {MAX_LINES} different items.")
    return CartLine.objects.create(
        cart=cart, offer_id=offer_id, quantity=quantity, seen_minor=price, seen_currency=market.currency
    )


def _raise_quantity(line_id: int, quantity: int, **seen: Any) -> CartLine:
    room = CartLine.objects.filter(pk=line_id, quantity__lte=MAX_QUANTITY - quantity)
    if not room.update(quantity=F("quantity") + quantity, **seen):
        _check(MAX_QUANTITY + quantity)
    return CartLine.objects.get(pk=line_id)


@transaction.atomic
def set_quantity(*, cart: Cart, offer_id: int, quantity: int) -> None:
    """Set a line's quantity; 0 removes it. Raises BadQuantity, NotFound (no such line in this cart), CartClosed."""
    if quantity == 0:
        return remove(cart=cart, offer_id=offer_id)
    _check(quantity)
    _change(cart)
    if not CartLine.objects.filter(cart=cart, offer_id=offer_id).update(quantity=quantity):
        raise NotFound("This item is no longer in your cart.")
    return None


@transaction.atomic
def remove(*, cart: Cart, offer_id: int) -> None:
    """Take a line out. Doing it twice is fine. Raises CartClosed."""
    _change(cart)
    CartLine.objects.filter(cart=cart, offer_id=offer_id).delete()


@transaction.atomic
def accept_prices(*, cart: Cart, market: Market, at: datetime, offer_id: int | None = None) -> None:
    """The customer has seen today's prices (of one line, or of all) and goes on."""
    lines = CartLine.objects.filter(cart=cart)
    if offer_id is not None:
        lines = lines.filter(offer_id=offer_id)
    prices = pricing.prices_in_force([line.offer_id for line in lines], market=market, at=at)
    for line in lines:
        price = prices.get(line.offer_id)
        if price:
            CartLine.objects.filter(pk=line.pk).update(seen_minor=price.amount_minor, seen_currency=market.currency)


@transaction.atomic
def move_to_market(*, cart: Cart, market: Market, at: datetime) -> None:
    """The customer chose another market: the cart is priced in its currency from now on."""
    if Cart.objects.filter(pk=cart.pk, status=Cart.Status.OPEN).update(market_code=market.code):
        cart.market_code = market.code
        accept_prices(cart=cart, market=market, at=at)


@transaction.atomic
def claim(*, cart: Cart | None, customer: Customer) -> Cart | None:
    """Join a browser's cart with the customer's own when they sign in; returns the one that goes on.

    The same item in both keeps the larger quantity: adding them up would double what was once put
    into both. Claiming twice changes nothing more. Announces CartMerged.
    """
    own = queries.standing_cart(customer)
    if cart is None or (own and own.pk == cart.pk):
        return own
    if own is None:
        return _make_own(cart, customer)
    if not is_open(cart_id=own.pk):
        return claim(cart=cart, customer=customer)
    # Whatever became of the browser's cart since it was read: only an open one of nobody's is joined.
    if _unclaimed(cart).update(status=Cart.Status.MERGED, customer=customer):
        _pour(cart, own)
        publish(CartMerged(cart_id=own.pk, merged_cart_id=cart.pk))
    return own


def _unclaimed(cart: Cart) -> QuerySet[Cart]:
    return Cart.objects.filter(pk=cart.pk, status=Cart.Status.OPEN, customer=None)


def _make_own(cart: Cart, customer: Customer) -> Cart | None:
    try:
        with transaction.atomic():
            if not _unclaimed(cart).update(customer=customer):
                return None
    except IntegrityError:
        return claim(cart=cart, customer=customer)
    cart.customer = customer
    return cart


@transaction.atomic
def take_over(*, cart: Cart, standing: Cart, customer: Customer) -> Cart | None:
    """The other way round: the customer's ``standing`` cart is poured into ``cart``, which goes on as theirs under the
    name their other devices know. Null, and nothing done, when either was ordered or joined meanwhile. Announces
    CartMerged."""
    merged = Cart.objects.filter(pk=standing.pk, customer=customer, status=Cart.Status.OPEN)
    if not merged.update(status=Cart.Status.MERGED, token=ids.token()):
        return None
    mine = Cart.objects.filter(pk=cart.pk, status=Cart.Status.OPEN)
    if not mine.update(customer=customer, token=standing.token):
        transaction.set_rollback(True)
        return None
    _pour(standing, cart)
    cart.customer, cart.token = customer, standing.token
    publish(CartMerged(cart_id=cart.pk, merged_cart_id=standing.pk))
    return cart


@transaction.atomic
def close_ordered(*, cart_id: int, ordered: Mapping[int, int]) -> None:
    """The cart became an order of ``ordered`` units by offer. What was put in while the bank was asked, further units
    of the same things included, goes on in a new cart of the same browser."""
    closed = Cart.objects.filter(pk=cart_id, status=Cart.Status.OPEN)
    if not closed.update(status=Cart.Status.ORDERED):
        _take_off_joined(cart_id, ordered)
        return
    left_over = [
        (line, line.quantity - ordered.get(line.offer_id, 0))
        for line in CartLine.objects.filter(cart_id=cart_id)
        if line.quantity > ordered.get(line.offer_id, 0)
    ]
    if not left_over:
        return
    cart = Cart.objects.get(pk=cart_id)
    Cart.objects.filter(pk=cart_id).update(token=ids.token())
    fresh = Cart.objects.create(token=cart.token, customer_id=cart.customer_id, market_code=cart.market_code)
    for line, units in left_over:
        if line.offer_id in ordered:
            line.pk = None
        line.cart, line.quantity = fresh, units
        line.save()


def _take_off_joined(cart_id: int, ordered: Mapping[int, int]) -> None:
    """The customer signed in while the bank was asked, so what is ordered now went into their own cart, too."""
    joined = Cart.objects.filter(pk=cart_id, status=Cart.Status.MERGED)
    if not joined.update(status=Cart.Status.ORDERED):
        return
    customer = Cart.objects.select_related("customer").get(pk=cart_id).customer
    own = queries.standing_cart(customer) if customer else None
    for line in CartLine.objects.filter(cart=own, offer_id__in=ordered):
        left = CartLine.objects.filter(pk=line.pk, quantity__gt=ordered[line.offer_id])
        if not left.update(quantity=F("quantity") - ordered[line.offer_id]):
            CartLine.objects.filter(pk=line.pk).delete()


def _pour(source: Cart, target: Cart) -> None:
    standing = {line.offer_id: line for line in CartLine.objects.filter(cart=target)}
    for line in CartLine.objects.filter(cart=source):
        twin = standing.get(line.offer_id)
        if twin is None:
            CartLine.objects.filter(pk=line.pk).update(cart=target)
        elif twin.quantity < line.quantity:
            CartLine.objects.filter(pk=twin.pk).update(quantity=line.quantity)


def _price(offer_id: int, market: Market, at: datetime) -> int:
    price = pricing.prices_in_force([offer_id], market=market, at=at).get(offer_id)
    if price is None or not catalogue.is_sold(offer_id, at=at):
        raise NotFound("This item is not sold here (any more).")
    return price.amount_minor


def _check(quantity: int) -> None:
    if not 1 <= quantity <= MAX_QUANTITY:
        message = f"You can order 1 to {MAX_QUANTITY} of one item. For more, please write to us."
        raise BadQuantity(message, {"quantity": message})


def _change(cart: Cart) -> None:
    """Called first by whatever changes a cart: of two changes at once, one waits for the other. Raises CartClosed."""
    if not Cart.objects.filter(pk=cart.pk, status=Cart.Status.OPEN).update(updated_at=Now()):
        raise CartClosed("This cart was just ordered or joined with your own. Please look again and repeat the change.")
