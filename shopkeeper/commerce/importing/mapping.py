"""From other people's fields to ours, told by a small JSON file. Pure.

    {"fields":     {"handle": "product_id", "title": "title", "description": "description"},
     "constants":  {"tax_class": "standard"},
     "prices":     {"EUR": {"field": "price"}},
     "stock":      {"main": 25},
     "categories": [{"path": "music/cds", "where": {"title": " - CD$"}}, {"path": "everything"}]}

A field may be put together from several: ``"handle": "{product_id} {title}"``.
A price is a field, a constant ``"12.00"``, or ``{"between": ["5.00", "90.00"]}``: made up from the handle, always
the same, to try a catalogue that has none. The first category whose patterns are all found is taken.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any
from zlib import crc32

from shopkeeper.foundation.errors import InvalidInput
from shopkeeper.foundation.money import Money

_FIELD = re.compile(r"\{([^{}]+)\}")
KNOWN = {"fields", "constants", "prices", "list_prices", "stock", "categories"}


def read_mapping(path: Path) -> dict[str, Any]:
    """A mapping file. Raises InvalidInput with what to mend."""
    try:
        found = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise InvalidInput(f"The mapping “{path.name}” cannot be read: {error}.") from None
    unknown = set(found) - KNOWN if isinstance(found, dict) else {"?"}
    if unknown:
        raise InvalidInput(f"The mapping may hold {', '.join(sorted(KNOWN))}; not {', '.join(sorted(unknown))}.")
    return dict(found)


def mapped(row: Mapping[str, Any], mapping: Mapping[str, Any]) -> dict[str, Any]:
    """The row in our own format. Without a mapping the row is taken to be that already."""
    if not mapping:
        return dict(row)
    found: dict[str, Any] = dict(mapping.get("constants", {}))
    for ours, theirs in mapping.get("fields", {}).items():
        value = _filled(theirs, row) if "{" in theirs else row.get(theirs)
        if value not in (None, ""):
            found[ours] = value
    if "description" in found:
        found["description_html"] = _paragraphs(str(found.pop("description")))
    handle = str(found.get("handle") or found.get("title") or "")
    for name in ("prices", "list_prices"):
        if name in mapping:
            found[name] = {c: _price(rule, row, handle, c) for c, rule in mapping[name].items()}
    if "stock" in mapping:
        found["stock"] = dict(mapping["stock"])
    path = _category(row, mapping.get("categories", ()))
    if path:
        found["categories"] = [path]
    return found


def _filled(template: str, row: Mapping[str, Any]) -> str:
    """``"{brand} {title}"`` with the row's values; fields it does not have are blank."""
    return _FIELD.sub(lambda match: str(row.get(match[1]) or ""), template).strip()


def _price(rule: Any, row: Mapping[str, Any], handle: str, currency: str) -> str:
    if isinstance(rule, str):
        return rule
    if "field" in rule:
        return str(row.get(rule["field"], ""))
    low, high = (Money.parse(text, currency).minor for text in rule["between"])
    # Low prices are commoner than high ones, and end in 9 as such prices do.
    share = (crc32(handle.encode()) % 10_000) / 10_000
    amount = low + int((high - low) * share**3)
    return Money(amount // 10 * 10 + 9, currency).plain()


def _category(row: Mapping[str, Any], rules: Any) -> str:
    for rule in rules:
        where = rule.get("where", {})
        if all(_pattern(pattern).search(str(row.get(name, ""))) for name, pattern in where.items()):
            return str(rule["path"])
    return ""


@lru_cache(maxsize=512)
def _pattern(text: str) -> re.Pattern[str]:
    try:
        return re.compile(text, re.IGNORECASE)
    except re.error as error:
        raise InvalidInput(f"The mapping's pattern “{text}” is not a regular expression: {error}.") from None


def _paragraphs(text: str) -> str:
    return "".join(f"<p>{escape(part.strip())}</p>" for part in text.split("\n") if part.strip())
