"""Addresses and keys from names, in any script. Pure."""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import sha256

from shopkeeper.foundation.text import plain

_OTHER = re.compile(r"[^a-z0-9]+")
# Letters of the Latin script that Unicode does not take apart into a letter and its accent.
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŧ": "t", "ĸ": "k"}
)
LONGEST_KEY = 120


def slugify(text: str) -> str:
    """Letters, digits and dashes, lower case; empty for a text without a Latin letter or a digit."""
    return _OTHER.sub("-", plain(text).translate(_LETTERS)).strip("-")[:255].strip("-")


@lru_cache(maxsize=8192)
def key_of(name: str) -> str:
    """The key of a brand, a category, a kind: its slug. In other scripts, or when it is too long, a short digest stands
    for what is lost, so that no two names are ever one; empty for a name without any letter or digit.

    >>> key_of("Kitchen & Bar"), key_of("茶碗")
    ('kitchen-bar', 'n-a31944353a')
    """
    bare = "".join(letter for letter in plain(name).translate(_LETTERS) if letter.isalnum())
    slug = slugify(name)
    if bare.isascii() and len(slug) <= LONGEST_KEY:
        return slug
    digest = sha256(plain(name).encode()).hexdigest()[:10]
    return f"{slug[: LONGEST_KEY - len(digest) - 1].strip('-') or 'n'}-{digest}"
