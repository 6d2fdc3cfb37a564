"""Money: whole minor units and an ISO 4217 code. No floats, no silent mixing, no cent lost in a split."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.numbers import format_currency, get_currency_precision

from shopkeeper.foundation.errors import ShopError

# Larger than any honest price or order; keeps sums inside 64 bits and absurd imports out.
MAX_MINOR = 10**15
# ISO 4217 codes for no currency at all, and for trying systems out.
_NO_MONEY = {"XXX", "XTS"}


class MoneyError(ShopError):
    code = "money"


@lru_cache(maxsize=256)
def exponent(currency: str) -> int:
    """Decimal places of ``currency`` (ISO 4217 by way of CLDR): EUR 2, JPY 0, KWD 3.

    Raises MoneyError for anything that is not a known three-letter code.
    """
    if len(currency) != 3 or currency not in Locale("en").currencies or currency in _NO_MONEY:
        raise MoneyError(f"“{currency[:12]}” is not a currency code. Use an ISO 4217 code such as EUR.")
    return get_currency_precision(currency)


@dataclass(frozen=True, order=False)
class Money:
    """An exact amount: ``minor`` whole minor units (cents for EUR, yen for JPY) of ``currency``."""

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if not isinstance(self.minor, int) or isinstance(self.minor, bool):
            raise MoneyError("An amount is a whole number of minor units.")
        if abs(self.minor) > MAX_MINOR:
            raise MoneyError("The amount is too large.")

    @classmethod
    def parse(cls, text: str, currency: str) -> Money:
        """``"18.00"`` to minor units. More decimals than the currency has are an error, not a rounding."""
        try:
            # Python would read 1_8 as 18; people do not.
            value = Decimal(text.strip().replace("_", "?"))
        except InvalidOperation:
            raise MoneyError(f"“{text[:20]}” is not an amount. Write it like 18.00.") from None
        if not value.is_finite():
            raise MoneyError("An amount must be a finite number.")
        if value.adjusted() > 15:
            raise MoneyError("The amount is too large.")
        places = exponent(currency)
        amount = cls(int(value.scaleb(places)), currency)
        # Scaling rounds at 28 digits; comparing does not.
        if amount.decimal != value:
            raise MoneyError(f"{currency} has {places} decimal places; “{text[:20]}” has more.")
        return amount

    def __add__(self, other: Money) -> Money:
        return Money(self.minor + self._same(other).minor, self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.minor - self._same(other).minor, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def __mul__(self, count: int) -> Money:
        return Money(self.minor * count, self.currency)

    def __lt__(self, other: Money) -> bool:
        return self.minor < self._same(other).minor

    def __le__(self, other: Money) -> bool:
        return self.minor <= self._same(other).minor

    def __bool__(self) -> bool:
        return self.minor != 0

    def portion(self, rate: Decimal) -> Money:
        """``rate`` (a fraction, 0.21 for 21 %) of the amount, rounded half up to a whole minor unit."""
        return Money(round_half_up(Decimal(self.minor) * rate), self.currency)

    def split(self, weights: Sequence[int]) -> list[Money]:
        """The amount shared out by ``weights``; the parts add up to it again (see :func:`apportion`)."""
        return [Money(part, self.currency) for part in apportion(self.minor, weights)]

    @property
    def decimal(self) -> Decimal:
        """The amount in major units, exact: ``Decimal("18.00")``."""
        return Decimal(self.minor).scaleb(-exponent(self.currency))

    def plain(self) -> str:
        """Major units with the currency's decimals and a full stop, for JSON-LD, CSV and feeds."""
        return f"{self.decimal:.{exponent(self.currency)}f}"

    def display(self, locale: str = "en") -> str:
        """As a customer reads it in ``locale`` (CLDR): ``€18.00``, ``18,00 €``, ``￥1,800``."""
        return _display(self.minor, self.currency, locale)

    def __str__(self) -> str:
        return f"{self.currency} {self.plain()}"

    def _same(self, other: Money) -> Money:
        if other.currency != self.currency:
            raise MoneyError(f"{self.currency} and {other.currency} cannot be mixed.")
        return other


def round_half_up(value: Decimal) -> int:
    """The nearest whole number; halves away from zero, as invoices do."""
    return int(value.to_integral_value(rounding=ROUND_HALF_UP))


def apportion(total: int, weights: Sequence[int]) -> list[int]:
    """Share ``total`` whole units by non-negative ``weights`` so that the parts sum to ``total``.

    Largest remainder (Hamilton's method): each part first gets the floor of its exact share, the units
    left over go to the largest fractions, the earlier part on a tie. With all weights zero the
    parts are equal. Example: ``apportion(100, [1, 1, 1]) == [34, 33, 33]``.
    """
    if not weights:
        if total:
            raise MoneyError("There is nothing to share the amount out to.")
        return []
    if min(weights) < 0:
        raise MoneyError("Shares cannot be negative.")
    sign, size = (-1, -total) if total < 0 else (1, total)
    whole = sum(weights)
    shares = list(weights) if whole else [1] * len(weights)
    whole = whole or len(weights)
    floors = [size * share // whole for share in shares]
    remainders = [size * share % whole for share in shares]
    left = size - sum(floors)
    for index in sorted(range(len(shares)), key=lambda i: (-remainders[i], i))[:left]:
        floors[index] += 1
    return [sign * part for part in floors]


@lru_cache(maxsize=8192)
def _display(minor: int, currency: str, locale: str) -> str:
    try:
        found = Locale.parse(locale.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        found = Locale("en")
    return format_currency(Decimal(minor).scaleb(-exponent(currency)), currency, locale=found)
