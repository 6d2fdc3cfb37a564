"""The code on a gift card: handed over like money, so only its keyed hash is kept."""

from __future__ import annotations

from django.utils.crypto import salted_hmac

from shopkeeper.foundation.ids import normalise_handed_code


def hash_of(code: str) -> str:
    """A code as it is kept and found; read as kindly as an order number, any case and any dashes."""
    return salted_hmac("shopkeeper.credit.code", normalise_handed_code(code), algorithm="sha256").hexdigest()
