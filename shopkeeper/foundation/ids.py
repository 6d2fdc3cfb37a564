"""Identifiers that can be shown. Database keys stay inside; these go into URLs, mails and phone calls."""

from __future__ import annotations

import secrets
import time

# Crockford's base 32: no I, L, O or U, so a number survives being read aloud.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def token(bits: int = 128) -> str:
    """A secret that cannot be guessed (``bits`` of randomness), safe in URLs and cookies."""
    return secrets.token_urlsafe((bits + 7) // 8)


def public_id(prefix: str) -> str:
    """A unique, unguessable public id such as ``chk_7Q2M…`` (80 bits after the prefix)."""
    return f"{prefix}_{_letters(16)}"


def in_order_of_time() -> int:
    """A key for a row that must be known before it is written: milliseconds since 1970, then 20 random bits. Later ones
    are larger; two of one millisecond are told apart by chance (one in a million), and the table by its primary key.
    """
    return time.time_ns() // 1_000_000 << 20 | secrets.randbits(20)


def order_number() -> str:
    """A short number for people, such as ``7K2M-9QPD`` (40 bits; uniqueness is the table's business)."""
    return f"{_letters(4)}-{_letters(4)}"


def normalise_order_number(typed: str) -> str:
    """What a person typed, as an order number: any case, spaces or dashes, O for 0, I or L for 1."""
    letters = _read(typed)
    return f"{letters[:4]}-{letters[4:]}"


def handed_code() -> str:
    """A secret that is handed over on paper or by telephone, such as ``7K2M-9QPD-X3TB`` (60 bits)."""
    return "-".join(_letters(4) for _ in range(3))


def normalise_handed_code(typed: str) -> str:
    """What a person typed, as a handed code; read as kindly as an order number."""
    letters = _read(typed)
    return f"{letters[:4]}-{letters[4:8]}-{letters[8:]}"


def _read(typed: str) -> str:
    letters = "".join(ch for ch in typed.upper() if ch.isalnum())
    return letters.replace("O", "0").replace("I", "1").replace("L", "1")


def _letters(count: int) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(count))
