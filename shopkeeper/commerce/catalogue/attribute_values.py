"""Values of typed attributes: how they are typed, checked and kept. Pure.

Numbers are kept as JSON numbers, yes and no as true and false, days as ISO 8601, all else as words. An attribute that
has no value is not kept at all.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from shopkeeper.commerce.catalogue.models.products import AttributeDefinition
from shopkeeper.foundation.errors import InvalidInput

Kind = AttributeDefinition.Kind
LONGEST_VALUE = 500
LONGEST_CHOICE = 100
MOST_CHOICES = 200
# In front of the point; more is no measure of a thing.
MOST_DIGITS = 12
_COLOUR = re.compile(r"#[0-9a-f]{6}")


def typed(value: Any) -> str:
    """A kept value as it stands in a form; several stand beside each other."""
    if value is None:
        return ""
    if isinstance(value, list):
        return ", ".join(typed(one) for one in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def read(definition: AttributeDefinition, text: str, *, kept: Any = None) -> Any:
    """The value that was typed; null for none. What stands there unchanged is taken as it was ``kept``.

    Raises InvalidInput with one sentence.
    """
    text = " ".join(text.split()) if definition.kind != Kind.TEXT else text.strip()
    if text == typed(kept):
        return kept
    if not text:
        return None
    if len(text) > LONGEST_VALUE:
        raise InvalidInput(f"Use {LONGEST_VALUE} characters at most.")
    if definition.kind == Kind.NUMBER:
        return _number(text)
    if definition.kind == Kind.BOOLEAN:
        return _yes_or_no(text)
    if definition.kind == Kind.DATE:
        return _day(text)
    if definition.kind in (Kind.CHOICE, Kind.SWATCH) and definition.choices:
        return _one_of(text, [str(one["value"]) for one in definition.choices])
    return text


def _number(text: str) -> int | float:
    try:
        value = Decimal(text.replace(",", "."))
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or value.adjusted() > MOST_DIGITS:
        raise InvalidInput("Write a number, such as 12 or 8.5; its unit is added.")
    return int(value) if value == value.to_integral_value() else float(round(value, 6))


def _yes_or_no(text: str) -> bool:
    if text not in ("yes", "no"):
        raise InvalidInput("Choose yes or no.")
    return text == "yes"


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise InvalidInput("Write a day like 2026-11-21.") from None


def _one_of(text: str, choices: Sequence[str]) -> str:
    if text not in choices:
        raise InvalidInput("Choose one from the list.")
    return text


def read_choices(text: str, *, with_swatches: bool) -> list[dict[str, str]]:
    """Choices as typed, one a line; with swatches each line ends with its colour: ``Oak #c8a165``.

    Raises InvalidInput with one sentence.
    """
    found: dict[str, dict[str, str]] = {}
    for line in text.splitlines():
        words = " ".join(line.split())
        if not words:
            continue
        made = _swatch(words) if with_swatches else {"value": words}
        if not made["value"] or len(made["value"]) > LONGEST_CHOICE:
            raise InvalidInput(f"Each choice has 1 to {LONGEST_CHOICE} characters; mend “{words[:40]}”.")
        if made["value"] in found:
            raise InvalidInput(f"“{made['value']}” stands there twice.")
        found[made["value"]] = made
    if len(found) > MOST_CHOICES:
        raise InvalidInput(f"At most {MOST_CHOICES} choices fit.")
    if with_swatches and not found:
        raise InvalidInput("Write at least one choice with its colour.")
    return list(found.values())


def _swatch(words: str) -> dict[str, str]:
    value, _space, colour = words.rpartition(" ")
    if not _COLOUR.fullmatch(colour.lower()):
        raise InvalidInput(f"Write a colour behind each choice, such as “Oak #c8a165”; mend “{words[:40]}”.")
    return {"value": value, "swatch": colour.lower()}


def typed_choices(choices: Sequence[dict[str, str]]) -> str:
    """Choices as they stand in a form."""
    return "\n".join(" ".join(part for part in (one["value"], one.get("swatch", "")) if part) for one in choices)
