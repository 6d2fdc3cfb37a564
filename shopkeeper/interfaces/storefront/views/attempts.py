"""Against trying out stolen cards: who was declined often has to wait."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _

from shopkeeper.commerce.checkout.models import Checkout
from shopkeeper.foundation.http.addresses import client_address
from shopkeeper.foundation.http.limits import TooManyRequests, is_allowed, is_open

# (bucket, declines, seconds): of one cart, and of one address over all its carts.
LIMITS = (("cart", 6, 3600), ("address", 15, 600))


def refuse_card_testing(request: HttpRequest, checkout: Checkout) -> None:
    """Raise TooManyRequests when too many payments were declined lately. Two small reads."""
    for kind, rate, seconds in LIMITS:
        if not is_open(_bucket(kind, request, checkout), rate=rate, per_seconds=seconds):
            message = _("Too many payments were declined. Please wait a while, or ask your bank. Nothing was charged.")
            raise TooManyRequests(message, seconds // rate)


def count_decline(request: HttpRequest, checkout: Checkout) -> None:
    for kind, rate, seconds in LIMITS:
        is_allowed(_bucket(kind, request, checkout), rate=rate, per_seconds=seconds)


def _bucket(kind: str, request: HttpRequest, checkout: Checkout) -> str:
    return f"declined:{kind}:{checkout.cart_id if kind == 'cart' else client_address(request)}"
