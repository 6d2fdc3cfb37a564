"""Whose store credit an order's is: the customer's, or for a guest an account of the order, with a code."""

from __future__ import annotations

from datetime import datetime

from shopkeeper.commerce.credit import operations as credit
from shopkeeper.commerce.credit.models import CreditAccount
from shopkeeper.commerce.customers.models import Customer
from shopkeeper.commerce.orders.models import Order
from shopkeeper.commerce.payments.models import Payment

# Accounts that carry an exchange's value from one order to the next are called so. Nobody holds them.
CARRIER = "exchange_"


def holder_account(order: Order, *, at: datetime) -> CreditAccount:
    """The store credit of whoever placed ``order``, made at first need; always the same one."""
    if order.customer_id is not None:
        customer = Customer.objects.get(pk=order.customer_id)
        return credit.store_account(customer=customer, currency=order.currency, at=at)
    return credit.open_for_guest(token=guest_token(order), currency=order.currency, at=at)


def guest_token(order: Order) -> str:
    """What the store credit of a guest's order is called."""
    return f"guest-{order.pk}"


def where_back(payment: Payment, wanted: str, order: Order, *, at: datetime) -> str:
    """Where money of ``payment`` goes when the customer wants it at ``wanted`` (empty: the way it came). What an
    exchange carried over cannot go back to its account: it becomes store credit of whoever ordered."""
    if not wanted and payment.provider == "credit" and payment.method.startswith(CARRIER):
        return f"credit:{holder_account(order, at=at).token}"
    return wanted
