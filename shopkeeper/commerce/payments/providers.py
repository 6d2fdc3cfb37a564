"""Which provider is behind which name. Plug-ins add theirs to ``PAYMENT_PROVIDERS`` in the settings."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings
from django.utils.module_loading import import_string

from shopkeeper.commerce.payments.ports import Deposits, PaymentProvider
from shopkeeper.foundation.errors import InvalidInput


@lru_cache(maxsize=32)
def provider(name: str) -> PaymentProvider:
    """The provider called ``name``. Raises InvalidInput for one that is not set up."""
    path = settings.PAYMENT_PROVIDERS.get(name)
    if path is None:
        raise InvalidInput("Choose one of the ways to pay on this page.", {"payment": "Choose a way to pay."})
    backend: PaymentProvider = import_string(path)()
    return backend


def deposits(name: str) -> Deposits:
    """The provider called ``name`` as one that can be paid into. Raises InvalidInput for one that is not set up."""
    backend: Deposits = provider(name)  # type: ignore[assignment]
    return backend
