"""For tests: people at the desk, and a shop with orders on it."""

from __future__ import annotations

from datetime import datetime

from django.test import Client

from shopkeeper.commerce.catalogue.models import Offer
from shopkeeper.commerce.checkout import saga
from shopkeeper.commerce.checkout.makers import DETAILS, make_checkout, make_offer, make_shop, pay_request
from shopkeeper.commerce.orders.models import Order
from shopkeeper.commerce.pricing.models import Market
from shopkeeper.foundation import clock
from shopkeeper.foundation.accounts import proofs
from shopkeeper.foundation.accounts.models import User
from shopkeeper.foundation.events.testing import deliver_all


def make_staff(role: str = "owner", *, name: str = "Marit", email: str = "") -> User:
    return User.objects.create_user(email or f"{role}@shop.example", "x" * 12, name=name, role=role, is_staff=True)


def at_the_desk(user: User, *, proved: bool = True) -> Client:
    """A browser signed in as ``user``, with the second proof given."""
    client = Client(headers={"Sec-Fetch-Site": "same-origin"})
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    if proved:
        session = client.session
        proofs.note_second_proof(session, user=user, at=clock.now())
        session.save()
    return client


def make_order(
    market: Market | None = None,
    *offers: Offer,
    quantity: int = 1,
    typed: dict[str, str] | None = None,
    at: datetime | None = None,
) -> Order:
    """An order, placed and paid, its words written down."""
    at = at or clock.now()
    market = market or Market.objects.first() or make_shop()
    offers = offers or (make_offer(at=at),)
    checkout = make_checkout(market, *offers, quantity=quantity, typed={**DETAILS, **(typed or {})}, at=at)
    order = saga.pay(checkout_id=checkout.public_id, request=pay_request(checkout, at=at), at=at).order
    assert order is not None
    deliver_all()
    return order
