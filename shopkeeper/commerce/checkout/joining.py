"""A browser's cart becomes a customer's when they sign in, and with it whatever is under way to being bought."""

from __future__ import annotations

from django.db import transaction

from shopkeeper.commerce.cart import operations as carts
from shopkeeper.commerce.cart import queries as cart_queries
from shopkeeper.commerce.cart.models import Cart
from shopkeeper.commerce.checkout.models import Checkout
from shopkeeper.commerce.checkout.operations import keep_typed
from shopkeeper.commerce.checkout.queries import latest_checkout, live_checkout
from shopkeeper.commerce.checkout.saga import UNDER_WAY
from shopkeeper.commerce.customers.models import Customer
from shopkeeper.commerce.orders import operations as orders

ADDRESS = ("name", "line1", "postal_code", "city")


class _BeingPaid(Exception):
    """The customer's standing cart is being paid on another device."""


def claim(*, cart: Cart | None, customer: Customer, tries: int = 3) -> Cart | None:
    """Join a browser's cart with the customer's standing one; returns the one that goes on. Announces CartMerged.

    A cart with a checkout keeps it: everything typed, the units held, the answer awaited from the bank. Then it is the
    standing cart that is poured in, and the order will be the customer's, whoever places it. Claiming twice changes
    nothing more.
    """
    checkout = latest_checkout(cart) if cart else None
    if cart is None or checkout is None or cart.customer_id not in (None, customer.pk):
        return carts.claim(cart=cart, customer=customer)
    _give_order(checkout, customer)
    if checkout.status == Checkout.Status.PLACED:
        # The cart was open when they came in: it was ordered while we were looking.
        return carts.claim(cart=None, customer=customer)
    standing = cart_queries.standing_cart(customer)
    if standing is None or standing.pk == cart.pk:
        return carts.claim(cart=cart, customer=customer)
    typed_there = live_checkout(standing)
    try:
        joined = _take_over(cart, standing, customer)
    except _BeingPaid:
        # Both are being paid. Each becomes an order; whatever is left over is joined at the next sign-in.
        return cart
    if joined is None:
        # Another device joined or ordered one of them at this moment. What is still open is looked at again.
        left = Cart.objects.filter(pk=cart.pk, status=Cart.Status.OPEN).first() if tries else None
        return claim(cart=left, customer=customer, tries=tries - 1)
    if typed_there:
        _fill_in(checkout, typed_there)
    return joined


@transaction.atomic
def _give_order(checkout: Checkout, customer: Customer) -> None:
    """The order will be the customer's; placed at this very moment, it becomes theirs now. Whoever places it has the
    checkout's row locked until it is there."""
    Checkout.objects.filter(pk=checkout.pk).update(customer=customer)
    orders.attach_order_of_checkout(checkout_id=checkout.public_id, customer_id=customer.pk)


@transaction.atomic
def _take_over(cart: Cart, standing: Cart, customer: Customer) -> Cart | None:
    joined = carts.take_over(cart=cart, standing=standing, customer=customer)
    # Looked at now that the standing cart's row is locked: paying it would have to wait for us.
    if Checkout.objects.filter(cart=standing, status__in=UNDER_WAY).exists():
        raise _BeingPaid
    return joined


def _fill_in(checkout: Checkout, other: Checkout) -> None:
    """What was typed in the account's checkout helps where nobody has begun to type an address."""
    if checkout.status == Checkout.Status.OPEN and not any(checkout.typed.get(name, "").strip() for name in ADDRESS):
        keep_typed(
            checkout=checkout, typed={**other.typed, "email": checkout.typed.get("email") or other.typed["email"]}
        )
