"""Text brought to a form that can be compared or put into an address."""

from __future__ import annotations

import re
import unicodedata

_BETWEEN_WORDS = re.compile(r"[^a-z0-9]+")


def plain(text: str) -> str:
    """Lower case, compatibility forms made plain, accents off: ``"Café Ⅳ"`` becomes ``"cafe iv"``."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(ch for ch in decomposed if not unicodedata.combining(ch))


def slugify(text: str, *, longest: int = 255) -> str:
    """Letters, digits and dashes, lower case; empty when there are none: ``"Café & Co."`` becomes ``"cafe-co"``."""
    return _BETWEEN_WORDS.sub("-", plain(text)).strip("-")[:longest].strip("-")
