"""The code on a gift card: handed over like money, so only its hash is kept."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.utils.crypto import salted_hmac

from shopkeeper.foundation.ids import ALPHABET, normalise_handed_code

# No secret of the shop is in it: a card must outlive every key. It is slow instead (RFC 7914, 16 MiB, some 50 ms), so
# that whoever steals the table cannot try out 2^60 codes.
_COST = {"n": 2**14, "r": 8, "p": 1}


def hash_of(code: str) -> str:
    """A code as it is kept and found; read as kindly as an order number, any case and any dashes."""
    plain = normalise_handed_code(code).encode()
    return hashlib.scrypt(plain, salt=b"shopkeeper.credit.code", **_COST, dklen=32).hex()


def code_for(token: str, *, known_hash: str = "") -> str:
    """The code of an account that was opened for somebody without an account at the shop: worked out from its token and
    the shop's secret key, so that their order's page can show it again. With ``known_hash``, also from former keys
    (``SECRET_KEY_FALLBACKS``): the code that has this hash, empty when none has."""
    if not known_hash:
        return _code_by(settings.SECRET_KEY, token)
    codes = (_code_by(key, token) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))
    return next((code for code in codes if hash_of(code) == known_hash), "")


def _code_by(secret: str | bytes, token: str) -> str:
    digest = salted_hmac("shopkeeper.credit.code-for", token, secret=secret, algorithm="sha256").digest()
    letters = "".join(ALPHABET[byte % 32] for byte in digest[:12])
    return "-".join(letters[at : at + 4] for at in (0, 4, 8))
