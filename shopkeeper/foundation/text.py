"""Text brought to a form that can be compared or put into an address."""

from __future__ import annotations

import unicodedata


def plain(text: str) -> str:
    """Lower case, compatibility forms made plain, accents off: ``"Café Ⅳ"`` becomes ``"cafe iv"``."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(ch for ch in decomposed if not unicodedata.combining(ch))
