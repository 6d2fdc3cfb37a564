"""Takes fields out of a row and collects what is wrong with them. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from shopkeeper.commerce.catalogue.gtin import is_gtin
from shopkeeper.foundation.errors import ShopError
from shopkeeper.foundation.money import Money

MAX_STOCK = 10**9
MEASURES = {"g", "kg", "ml", "cl", "l", "cm", "m", "m2"}
_THOUSANDTH = Decimal("0.001")


class Reader:
    """``problems`` refuse the row; ``warnings`` tell what was left out of it."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.data = data
        self.problems: list[str] = []
        self.warnings: list[str] = []

    def text(self, name: str, limit: int, *, cut: bool = False) -> str:
        value = self.data.get(name)
        if value is None:
            return ""
        if not is_text(value):
            self.problems.append(f"“{name}” must be text.")
            return ""
        text = str(value).replace("\x00", "").strip()
        if len(text) > limit and cut:
            self.warnings.append(f"“{name}” has {len(text):,} characters; only the first {limit:,} were kept.")
        elif len(text) > limit:
            self.problems.append(f"“{name}” has {len(text):,} characters; at most {limit:,} fit.")
        return text[:limit]

    def texts(self, name: str) -> list[str]:
        value = self.items(name)
        if not all(isinstance(one, str) for one in value):
            self.problems.append(f"“{name}” must be a list of texts.")
            return []
        return [one.strip() for one in value if one.strip()]

    def items(self, name: str) -> list[Any]:
        value = self.data.get(name) or []
        if not isinstance(value, list):
            self.problems.append(f"“{name}” must be a list.")
            return []
        return value

    def mapping(self, name: str) -> dict[str, Any]:
        value = self.data.get(name) or {}
        if not isinstance(value, dict):
            self.problems.append(f"“{name}” must be an object.")
            return {}
        return value

    def choices(self, name: str) -> dict[str, str]:
        """Chosen options: names to values, both text."""
        found = self.mapping(name)
        if not all(is_text(value) for value in found.values()):
            self.problems.append(f"“{name}” must give a text for each option.")
            return {}
        return {str(key).strip(): str(value).strip() for key, value in found.items()}

    def flag(self, name: str, *, default: bool) -> bool:
        value = self.data.get(name)
        if value is None:
            return default
        if not isinstance(value, bool):
            self.problems.append(f"“{name}” must be true or false.")
            return default
        return value

    def instant(self, name: str) -> datetime | None:
        value = self.data.get(name)
        if not value:
            return None
        try:
            found = datetime.fromisoformat(str(value))
        except ValueError:
            found = None
        if found is None or found.tzinfo is None:
            self.problems.append(f"“{name}” must be a time with its zone, like 2026-12-01T09:00:00+01:00.")
            return None
        return found

    def money(self, name: str) -> tuple[Money, ...]:
        found = []
        for currency, text in self.mapping(name).items():
            amount = self._try(lambda c=currency, t=text: Money.parse(str(t), str(c)))  # type: ignore[misc]
            if amount is not None and amount.minor < 0:
                self.problems.append(f"{name}: {text} {currency} is negative; use 0.00 or more.")
            elif amount is not None:
                found.append(amount)
        return tuple(found)

    def _try(self, read: Callable[[], Money]) -> Money | None:
        try:
            return read()
        except ShopError as refusal:
            self.problems.append(refusal.message)
            return None

    def stock(self) -> dict[str, int]:
        found = {}
        for place, units in self.mapping("stock").items():
            if isinstance(units, bool) or not isinstance(units, int) or not 0 <= units <= MAX_STOCK:
                self.problems.append(f"stock: “{units}” at {place} must be a whole number from 0 to {MAX_STOCK:,}.")
            else:
                found[str(place)] = units
        return found

    def whole(self, name: str, limit: int) -> int:
        value = self.data.get(name) or 0
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= limit:
            self.problems.append(f"“{name}” must be a whole number from 0 to {limit:,}.")
            return 0
        return value

    def gtin(self) -> str:
        text = re.sub(r"[\s-]", "", self.text("gtin", 30))
        if not text or is_gtin(text):
            return text
        self.warnings.append(f"“{text}” is not a valid GTIN (8, 12, 13 or 14 digits with a check digit); left out.")
        return ""

    def quantity(self) -> Decimal | None:
        text = self.text("unit_quantity", 20)
        if not text:
            return None
        try:
            value = Decimal(text)
        except InvalidOperation:
            value = Decimal(0)
        if not value.is_finite() or not 0 < value < 10**8:
            self.problems.append("“unit_quantity” must be a number above 0, such as 250.")
            return None
        if value % _THOUSANDTH:
            self.problems.append("“unit_quantity” has at most 3 decimal places; choose a smaller measure, such as g.")
            return None
        return value

    def measure(self) -> str:
        text = self.text("unit_measure", 5)
        if text and text not in MEASURES:
            self.problems.append(f"“unit_measure” must be one of {', '.join(sorted(MEASURES))}.")
            return ""
        return text


def is_text(value: Any) -> bool:
    """Whether it is a text, or a number that can be written as one."""
    return isinstance(value, (str, int, float)) and not isinstance(value, bool)
