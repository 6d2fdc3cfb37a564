"""Orders as live pages: who holds the signed link, or is the customer, hears when the order moves."""

from __future__ import annotations

from django.http import HttpRequest

from shopkeeper.commerce.customers import queries as customers
from shopkeeper.commerce.orders import queries
from shopkeeper.foundation.errors import NotFound
from shopkeeper.foundation.events.feed import StoredEvent
from shopkeeper.foundation.http import live


def may_follow(request: HttpRequest, topic: str) -> bool:
    """``/live/order/<token>`` proves the link; ``/live/`` needs the customer's session."""
    order_id = topic.removeprefix("order:")
    parts = request.path.strip("/").split("/")
    if len(parts) == 3 and parts[1] == "order":
        try:
            return str(queries.order_by_token(parts[2]).pk) == order_id
        except NotFound:
            return False
    if not request.user.is_authenticated:
        return False
    customer = customers.customer_of_user(request.user.pk)
    return customer is not None and queries.is_order_of(order_id, customer_id=customer.pk)


def word(topic: str, event: StoredEvent) -> str:
    """Only that something happened: what it looks like depends on who is looking."""
    return event.name


live.register("order:*", authorise=may_follow, render=word)
