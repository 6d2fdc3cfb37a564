"""Orders for tests: placed from an agreement, with stock set aside, as a checkout does it."""

from __future__ import annotations

from datetime import datetime

from shopkeeper.commerce.catalogue.models import Offer
from shopkeeper.commerce.checkout import details, queries
from shopkeeper.commerce.checkout.agreement import draft_of
from shopkeeper.commerce.checkout.makers import DETAILS, NOON, make_checkout
from shopkeeper.commerce.inventory import operations as inventory
from shopkeeper.commerce.inventory.allocation import Want
from shopkeeper.commerce.orders import operations
from shopkeeper.commerce.orders.draft import OrderDraft
from shopkeeper.commerce.orders.models import Order
from shopkeeper.commerce.orders.operations import Actor
from shopkeeper.commerce.pricing.models import Market

SAM = Actor("staff", "Sam")
ADA = Actor("customer", "ada@example.com")


def make_draft(market: Market, *offers: Offer, quantity: int = 1, email: str = "ada@example.com") -> OrderDraft:
    """What a customer agreed to, frozen."""
    checkout = make_checkout(market, *offers, quantity=quantity, typed={**DETAILS, "email": email})
    priced = queries.priced_checkout(checkout, at=NOON)
    return draft_of(checkout, details.parse(checkout.typed, countries=market.countries), priced)


def hold(draft: OrderDraft) -> dict[str, int]:
    wants = [Want(line["key"], line["offer_id"], line["quantity"]) for line in draft.quote["lines"]]
    inventory.take(reference=draft.checkout_id, wants=wants, at=NOON, expires_at=NOON)
    return inventory.confirm(reference=draft.checkout_id)


def make_order(
    market: Market, *offers: Offer, quantity: int = 1, email: str = "ada@example.com", at: datetime = NOON
) -> Order:
    draft = make_draft(market, *offers, quantity=quantity, email=email)
    return operations.place(draft=draft, holds=hold(draft), at=at)
