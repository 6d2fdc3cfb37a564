"""Text brought to a form that can be compared or put into an address."""

from __future__ import annotations

import unicodedata


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
