"""Amounts as Stripe counts them, which is not always as ISO 4217 does. Pure.

Source: docs.stripe.com/currencies (zero-decimal, three-decimal and special currencies; smallest and largest charges),
read in November 2026.
"""

from __future__ import annotations

from shopkeeper.foundation.errors import InvalidInput
from shopkeeper.foundation.money import Money, exponent

ZERO_DECIMAL = frozenset(
    {
        *("BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA"),
        *("PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF"),
    }
)
# The last of three digits must be 0.
THREE_DECIMAL = frozenset({"BHD", "JOD", "KWD", "OMR", "TND"})
# Counted in hundredths that must be 00.
WHOLE_ONLY = frozenset({"ISK", "UGX"})
LARGEST = 99_999_999
# The least that is charged, in Stripe's units; where none is listed the bank decides.
SMALLEST = {
    "AED": 200,
    "AUD": 50,
    "BRL": 50,
    "CAD": 50,
    "CHF": 50,
    "CZK": 1500,
    "DKK": 250,
    "EUR": 50,
    "GBP": 30,
    "HKD": 400,
    "HUF": 17500,
    "INR": 50,
    "JPY": 50,
    "MXN": 1000,
    "MYR": 200,
    "NOK": 300,
    "NZD": 50,
    "PLN": 200,
    "RON": 200,
    "SEK": 300,
    "SGD": 50,
    "THB": 1000,
    "USD": 50,
}


def units(amount: Money) -> int:
    """What Stripe is told for ``amount``: ``EUR 40.95`` is 4095, ``JPY 1800`` 1800, ``KWD 1.230`` 1230, ``ISK 500``
    50000. Raises InvalidInput for what it cannot hold."""
    shift = _places(amount.currency) - exponent(amount.currency)
    told, left = (amount.minor * _tens(shift), 0) if shift >= 0 else divmod(amount.minor, _tens(-shift))
    if left or told % _step(amount.currency):
        raise InvalidInput(f"A card cannot be charged {amount}: the smallest coin it knows is larger.")
    return told


def charged_units(amount: Money) -> int:
    """:func:`units` of an amount to be charged, which must be neither too little nor too much."""
    told = units(amount)
    least = SMALLEST.get(amount.currency, 1)
    if told < least:
        raise InvalidInput(f"{amount} is too little for a card payment. Please choose another way to pay.")
    if told > LARGEST:
        raise InvalidInput(f"{amount} is too much for one card payment. Please choose another way to pay.")
    return told


def money(told: int, currency: str) -> Money:
    """The amount behind Stripe's number. What is finer than the currency's own coin is rounded down: it is never more
    than was taken."""
    code = currency.upper()
    shift = exponent(code) - _places(code)
    return Money(told * _tens(shift) if shift >= 0 else told // _tens(-shift), code)


def _tens(places: int) -> int:
    return int("1" + "0" * places)


def _places(currency: str) -> int:
    if currency in ZERO_DECIMAL:
        return 0
    return 3 if currency in THREE_DECIMAL else 2


def _step(currency: str) -> int:
    if currency in THREE_DECIMAL:
        return 10
    return 100 if currency in WHOLE_ONLY else 1
