"""The files of the service data set (tau-bench retail, arXiv 2406.12045), read and checked."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from shopkeeper.foundation.errors import InvalidInput
from shopkeeper.foundation.money import Money

CURRENCY = "USD"
# Country names as the data writes them.
COUNTRIES = {"USA": "US"}


@dataclass(frozen=True)
class ServiceData:
    """Customers, products and orders as published, each by its id."""

    users: Mapping[str, Any]
    products: Mapping[str, Any]
    orders: Mapping[str, Any]


@dataclass(frozen=True)
class Task:
    """What a customer wants done, and what must have changed when it is. ``clean``: no action of it breaks a rule."""

    id: str
    user_id: str
    actions: Sequence[Mapping[str, Any]]
    expected: Sequence[Mapping[str, Any]]
    refused: frozenset[int]
    clean: bool


def read_data(folder: Path) -> ServiceData:
    """The shop of the data set. Raises InvalidInput naming the file that cannot be read."""
    return ServiceData(*(_json(folder / f"{name}.json") for name in ("users", "products", "orders")))


def read_tasks(path: Path) -> list[Task]:
    """The tasks, one JSON object a line. Raises InvalidInput with the line that cannot be read."""
    tasks = []
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise InvalidInput(f"{path} cannot be read: {error.strerror}.") from None
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            tasks.append(
                Task(
                    id=str(row.get("id", number)),
                    user_id=str(row.get("user_id", "")),
                    actions=row["actions"],
                    expected=row.get("expected_changes", []),
                    refused=frozenset(int(one["index"]) for one in row.get("refused_actions", [])),
                    clean=bool(row.get("clean", True)),
                )
            )
        except (ValueError, KeyError, TypeError) as error:
            raise InvalidInput(f"{path}, line {number}: this is not a task ({error}).") from None
    return tasks


def money(amount: float | int | str) -> Money:
    """An amount of the data, which is written as a decimal number, in whole cents."""
    return Money(int((Decimal(str(amount)) * 100).to_integral_value()), CURRENCY)


def amount(value: Money) -> float:
    """Whole cents as the data writes them."""
    return float(Decimal(value.minor) / 100)


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InvalidInput(f"{path} cannot be read: {error}") from None
