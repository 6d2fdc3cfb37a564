"""Which tax service and which register of VAT numbers are set up, each behind its guard."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.utils.module_loading import import_string

from shopkeeper.commerce.tax.guard import Guard
from shopkeeper.commerce.tax.ports import TaxProvider, VatRegister

# A customer waits for these two; a second and a half is what a page may be late without being left.
TAX_SECONDS = 1.5
REGISTER_SECONDS = 3.0


@dataclass(frozen=True)
class GuardedTax:
    provider: TaxProvider
    guard: Guard


@dataclass(frozen=True)
class GuardedRegister:
    register: VatRegister
    guard: Guard


@lru_cache(maxsize=4)
def _tax_at(path: str) -> GuardedTax:
    provider: TaxProvider = import_string(path)()
    return GuardedTax(provider, Guard(provider.name, budget=TAX_SECONDS))


@lru_cache(maxsize=4)
def _register_at(path: str) -> GuardedRegister:
    return GuardedRegister(import_string(path)(), Guard("VAT register", budget=REGISTER_SECONDS))


def tax_service() -> GuardedTax | None:
    """The tax service; null when the shop's own table decides alone."""
    return _tax_at(settings.TAX_PROVIDER) if settings.TAX_PROVIDER else None


def register() -> GuardedRegister | None:
    """The register; null when numbers are judged by form alone."""
    return _register_at(settings.VAT_REGISTER) if settings.VAT_REGISTER else None


def forget_services() -> None:
    """Begin anew with closed circuit breakers: for tests, and after the settings were changed."""
    _tax_at.cache_clear()
    _register_at.cache_clear()
