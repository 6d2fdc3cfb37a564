"""What the shop asks of a tax service, and of a register of VAT numbers. Plug-ins implement these.

A service is asked for rules, never for amounts: rounding stays with the quote, so that cart, order, invoice and books
agree to the minor unit, and an answer serves every cart of the same kind. ``tests/contracts/tax_provider.py`` is the
contract as tests.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from hashlib import sha256
from json import dumps
from typing import Protocol

from shopkeeper.commerce.pricing.taxing import TaxRule
from shopkeeper.foundation.errors import ShopError


@dataclass(frozen=True)
class TaxQuestion:
    """Everything that decides the rates: nothing about people, no amounts. ``classes`` are the tax classes of the
    goods. Companies, exports and exemptions are decided by law before anybody is asked."""

    seller_country: str
    country: str
    region: str
    postal_code: str
    classes: tuple[str, ...]
    on: date
    currency: str

    @property
    def key(self) -> str:
        """The same for the same content."""
        return sha256(dumps(asdict(self), sort_keys=True, default=str).encode()).hexdigest()


class TaxUnavailable(ShopError):
    """Time-out, connection lost, 5xx, an answer that makes no sense: the table of rates stands in."""

    code = "tax_unavailable"


class TaxProvider(Protocol):
    """``rules`` answers within a second or raises TaxUnavailable; it is never called inside a transaction, may be
    called from several threads, and answers the same question the same way on the same day."""

    name: str

    def rules(self, question: TaxQuestion) -> Mapping[str, TaxRule]:
        """The rule of every one of the question's classes."""
        ...


@dataclass(frozen=True)
class VatAnswer:
    """``name`` is the register's, where it tells; ``consultation`` proves that it was asked."""

    is_valid: bool
    name: str = ""
    consultation: str = ""


class RegisterUnavailable(ShopError):
    """The register did not say: neither yes nor no."""

    code = "register_unavailable"


class VatRegister(Protocol):
    """Says whether a VAT number is in use. Raises RegisterUnavailable."""

    def check(self, number: str) -> VatAnswer: ...
