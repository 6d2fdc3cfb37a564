"""Stripe as it runs on this machine, and the settings that lead to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from shopkeeper.commerce.payments.providers import provider
from tests.contracts import local_stripe

STRIPE = "shopkeeper.commerce.payments.backends.stripe.Stripe"


@pytest.fixture(scope="session")
def stripe_address() -> Iterator[str]:
    with local_stripe.running() as address:
        yield address


@pytest.fixture
def stripe_keys(settings: Any) -> Iterator[Any]:
    """A shop with Stripe set up, at an address where nobody answers."""
    settings.STRIPE_SECRET_KEY = local_stripe.SECRET_KEY
    settings.STRIPE_WEBHOOK_SECRET = local_stripe.WEBHOOK_SECRET
    settings.STRIPE_API_BASE = "http://127.0.0.1:9"
    settings.PAYMENT_PROVIDERS = {**settings.PAYMENT_PROVIDERS, "stripe": STRIPE}
    provider.cache_clear()
    yield settings
    provider.cache_clear()


@pytest.fixture
def on_stripe(stripe_keys: Any, stripe_address: str) -> str:
    """The same shop, with localstripe behind it: its address."""
    stripe_keys.STRIPE_API_BASE = stripe_address
    local_stripe.forget(stripe_address)
    return stripe_address
