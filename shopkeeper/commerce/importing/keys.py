"""Keys of brands, categories and kinds from their names, in any script. Pure."""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256

from shopkeeper.foundation.text import latin, plain, slugify

LONGEST_KEY = 120


@lru_cache(maxsize=8192)
def key_of(name: str) -> str:
    """The key of a brand, a category, a kind: its slug. In other scripts, or when it is too long, a short digest stands
    for what is lost, so that no two names are ever one; empty for a name without any letter or digit.

    >>> key_of("Kitchen & Bar"), key_of("茶碗")
    ('kitchen-bar', 'n-a31944353a')
    """
    bare = "".join(letter for letter in latin(name) if letter.isalnum())
    slug = slugify(name)
    if bare.isascii() and len(slug) <= LONGEST_KEY:
        return slug
    digest = sha256(plain(name).encode()).hexdigest()[:10]
    return f"{slug[: LONGEST_KEY - len(digest) - 1].strip('-') or 'n'}-{digest}"
