"""Text brought to a form that can be compared, put into an address or read out."""

from __future__ import annotations

import math
import re
import unicodedata

HOUR_SECONDS = 3600
_BETWEEN_WORDS = re.compile(r"[^a-z0-9]+")
# Letters of the Latin script that Unicode does not take apart into a letter and its accent.
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŧ": "t", "ĸ": "k"}
)


def wait_in_words(seconds: int) -> str:
    """How long to wait, never too short: ``95`` becomes ``"2 minutes"``."""
    if seconds < 90:
        return f"{seconds} seconds" if seconds != 1 else "a second"
    if seconds <= 2 * HOUR_SECONDS:
        return f"{math.ceil(seconds / 60)} minutes"
    return f"{math.ceil(seconds / HOUR_SECONDS)} hours"


def storable(text: str) -> str:
    """``text`` as every database can keep it: NUL and halves of letters, which PostgreSQL refuses, become marks."""
    return text.replace("\x00", "\ufffd").encode("utf-8", "replace").decode()


def email_key(typed: str) -> str:
    """An e-mail address in the one form it is kept and compared in, by equality: ends trimmed, lower case.

    Never left to a database, as they differ in what they take for the same letter: in capitals ``ſ`` is an S and
    ``ı`` an I, but mail to the one does not reach the other.
    """
    return storable(typed.strip().lower())


def plain(text: str) -> str:
    """Lower case, compatibility forms made plain, accents off: ``"Café Ⅳ"`` becomes ``"cafe iv"``."""
    if text.isascii():
        return text.lower()
    # Twice, as a plain form may have capitals (𝐀) and a small letter may have another plain form.
    folded = unicodedata.normalize("NFKD", text).casefold()
    decomposed = unicodedata.normalize("NFKD", folded)
    return "".join(ch for ch in decomposed if not unicodedata.combining(ch))


def latin(text: str) -> str:
    """:func:`plain`, and the letters of Latin alphabets in a to z: ``"Łódź"`` becomes ``"lodz"``."""
    return plain(text).translate(_LETTERS)


def slugify(text: str, *, longest: int = 255) -> str:
    """Letters, digits and dashes, lower case; empty when there are none: ``"Café & Co."`` becomes ``"cafe-co"``."""
    return _BETWEEN_WORDS.sub("-", latin(text)).strip("-")[:longest].strip("-")


# OWASP, CSV Injection: cells beginning with one of these may be evaluated by a spreadsheet.
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def cell_text(value: object) -> str:
    """A spreadsheet's cell as text; one that could be a formula gets an apostrophe in front. Plain numbers stay."""
    text = str(value)
    if isinstance(value, int | float):
        return text
    return f"'{text}" if text.lstrip(" ").startswith(_DANGEROUS) or text.startswith(_DANGEROUS) else text
