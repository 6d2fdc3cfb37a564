"""The unruly provider stands beside the sandbox in every test of this folder."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from shopkeeper.commerce.payments.providers import provider
from shopkeeper.commerce.payments.tests import unruly


@pytest.fixture(autouse=True)
def _unruly(settings: Any) -> Iterator[None]:
    settings.PAYMENT_PROVIDERS = {**settings.PAYMENT_PROVIDERS, "unruly": unruly.PATH}
    provider.cache_clear()
    yield
    provider.cache_clear()
