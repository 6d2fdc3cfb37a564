"""From text to words that can be compared: folded, split, and brought to a common form. Pure."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from functools import lru_cache

from shopkeeper.foundation.text import plain

MAX_QUERY = 200
MAX_WORDS = 12
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def words(text: str) -> list[str]:
    """The words of ``text``, lower case, without accents, plural s folded away.

    >>> words("Blue Mugs, 350 ml — café")
    ['blue', 'mug', '350', 'ml', 'cafe']
    """
    return [stem(word) for word in _WORD.findall(plain(text))]


def query_words(query: str) -> list[str]:
    """The first words of what somebody typed; absurdly long queries are cut, not refused."""
    return words(query[:MAX_QUERY])[:MAX_WORDS]


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """A plural as its singular (English s-stemming, Harman 1991); other words as they are."""
    word = word.replace("’", "").replace("'", "")
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def one_edit_away(word: str, known: Container[str]) -> Iterator[str]:
    """Known words that one deletion, swap, replacement or insertion makes of ``word``."""
    splits = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    seen = {word}
    for left, right in splits:
        candidates = [left + right[1:]] if right else []
        if len(right) > 1:
            candidates.append(left + right[1] + right[0] + right[2:])
        if right:
            candidates += [left + letter + right[1:] for letter in _LETTERS]
        candidates += [left + letter + right for letter in _LETTERS]
        for candidate in candidates:
            if candidate not in seen and candidate in known:
                seen.add(candidate)
                yield candidate
