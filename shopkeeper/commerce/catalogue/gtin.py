"""Trade item numbers: GTIN-8, -12 (UPC), -13 (EAN) and -14, each with its check digit (GS1). Pure."""

from __future__ import annotations

from stdnum import ean

LENGTHS = frozenset({8, 12, 13, 14})


def is_gtin(text: str) -> bool:
    """Whether ``text`` can be a trade item number: so many plain digits, the last of them right, not all noughts.

    >>> is_gtin("4006381333931"), is_gtin("4006381333932")
    (True, False)
    """
    plain = text.isascii() and text.isdigit() and len(text) in LENGTHS
    return plain and bool(text.strip("0")) and bool(ean.is_valid(text.zfill(14)))
