"""Taking a person out of frozen JSON without touching amounts, dates or goods. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

# What says who somebody is, or where they live; the country (and region) stays, because tax was owed there.
_WHO = frozenset({"name", "company"})
_WHERE = frozenset({"line1", "line2", "postal_code", "city", "phone"})
_ALWAYS = frozenset({"email", "phone", "recipient"})
SHORTEST_NEEDLE = 4


def scrub_address(address: Mapping[str, Any], pseudonym: str) -> dict[str, Any]:
    """An address nobody lives at: ``{"name": "…", "country": "NL"}`` with the other fields empty."""
    changed = dict(address)
    for key in changed:
        if key in _WHO:
            changed[key] = pseudonym if changed[key] else ""
        elif key in _WHERE:
            changed[key] = ""
    return changed


def scrub(value: Any, pseudonym: str, needles: Iterable[str] = ()) -> Any:
    """``value`` with every address, e-mail and telephone number gone, and every one of ``needles`` in any other text
    replaced by ``pseudonym``, whatever its case."""
    return _walk(value, pseudonym, _pattern(needles))


def scrub_text(text: str, pseudonym: str, needles: Iterable[str]) -> str:
    pattern = _pattern(needles)
    return pattern.sub(pseudonym, text) if pattern else text


def _pattern(needles: Iterable[str]) -> re.Pattern[str] | None:
    told = sorted({one for one in needles if len(one) >= SHORTEST_NEEDLE}, key=len, reverse=True)
    return re.compile("|".join(rf"(?<!\w){re.escape(one)}(?!\w)" for one in told), re.IGNORECASE) if told else None


def _walk(value: Any, pseudonym: str, pattern: re.Pattern[str] | None) -> Any:
    if isinstance(value, Mapping):
        told = scrub_address(value, pseudonym) if {"line1", "country"} <= value.keys() else dict(value)
        return {
            key: (pseudonym if item else item)
            if key in _ALWAYS and isinstance(item, str)
            else _walk(item, pseudonym, pattern)
            for key, item in told.items()
        }
    if isinstance(value, list):
        return [_walk(item, pseudonym, pattern) for item in value]
    if isinstance(value, str) and pattern:
        return pattern.sub(pseudonym, value)
    return value
