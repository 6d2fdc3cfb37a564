"""Rules of collections: conditions that say which products belong. Pure; the index of lists works out what matches.

    {"match": "all",
     "conditions": [
       {"field": "brand",     "any_of": ["linden-row"]},
       {"field": "category",  "none_of": ["kitchen/cookware"]},
       {"field": "type",      "any_of": ["drinkware"]},
       {"field": "tag",       "any_of": ["gift"]},
       {"field": "attribute", "slug": "material",  "any_of": ["Oak", "Ash"]},
       {"field": "attribute", "slug": "height_cm", "from": "5", "to": "12.5"},
       {"field": "price",     "currency": "EUR", "from": 1000, "to": 2500},
       {"field": "on_sale",   "is": true},
       {"field": "in_stock",  "is": true},
       {"field": "new",       "days": 30}]}

``match`` is ``all`` or ``any``. Brands and types go by slug, categories by path and with everything below them. Ends
of a range may be left out; both belong to it. Prices are minor units.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from shopkeeper.foundation.errors import InvalidInput
from shopkeeper.foundation.money import MAX_MINOR

MOST_CONDITIONS = 20
MOST_VALUES = 200
LONGEST_VALUE = 200
MOST_DAYS = 3650
NAMED = ("brand", "category", "type", "tag")


@dataclass(frozen=True)
class Among:
    """Brand, category, type or tag is one of ``values``; with ``negated`` none of them."""

    field: str
    values: tuple[str, ...]
    negated: bool = False


@dataclass(frozen=True)
class AttributeAmong:
    slug: str
    values: tuple[str, ...]
    negated: bool = False


@dataclass(frozen=True)
class AttributeBetween:
    """A number or an ISO date as text; an empty end is open."""

    slug: str
    low: str
    high: str


@dataclass(frozen=True)
class PriceBetween:
    """The lowest price of a product, in minor units of ``currency``."""

    currency: str
    low_minor: int | None
    high_minor: int | None


@dataclass(frozen=True)
class Flag:
    """``on_sale`` or ``in_stock``."""

    field: str
    wanted: bool = True


@dataclass(frozen=True)
class NewFor:
    """First to be seen less than ``days`` days ago."""

    days: int


Condition = Among | AttributeAmong | AttributeBetween | PriceBetween | Flag | NewFor


@dataclass(frozen=True)
class Rule:
    """All of the conditions, or any of them."""

    conditions: tuple[Condition, ...]
    matches_any: bool = False


class BadRule(InvalidInput):
    """``fields`` names what to mend as ``<number of the condition from 0>.<part>``, or ``rule`` for all of it."""

    code = "bad_rule"


class _Fault(Exception):
    def __init__(self, part: str, words: str) -> None:
        super().__init__(words)
        self.part, self.words = part, words


def parse(data: object) -> Rule:
    """The rule that JSON ``data`` tells. Raises BadRule with every condition that cannot be understood."""
    if not isinstance(data, dict) or not isinstance(data.get("conditions"), list) or not data["conditions"]:
        raise BadRule("The rule has no condition.", {"rule": "Add at least one condition."})
    told, wrong = data["conditions"], {}
    if data.get("match", "all") not in ("all", "any"):
        wrong["rule"] = "Say whether all conditions must be met, or any."
    elif len(told) > MOST_CONDITIONS:
        wrong["rule"] = f"A rule has at most {MOST_CONDITIONS} conditions."
    found: list[Condition] = []
    for number, one in enumerate(told[:MOST_CONDITIONS]):
        try:
            found.append(_condition(one))
        except _Fault as fault:
            wrong[f"{number}.{fault.part}"] = fault.words
    if wrong:
        raise BadRule("The rule cannot be read.", wrong)
    return Rule(tuple(found), data.get("match") == "any")


def as_json(rule: Rule) -> dict[str, Any]:
    """The rule as it is kept."""
    return {"match": "any" if rule.matches_any else "all", "conditions": [_told(one) for one in rule.conditions]}


def _told(one: Condition) -> dict[str, Any]:
    match one:
        case Among(field, values, negated):
            return {"field": field, "none_of" if negated else "any_of": list(values)}
        case AttributeAmong(slug, values, negated):
            return {"field": "attribute", "slug": slug, "none_of" if negated else "any_of": list(values)}
        case AttributeBetween(slug, low, high):
            return {"field": "attribute", "slug": slug, **_ends(low, high)}
        case PriceBetween(currency, low_minor, high_minor):
            return {"field": "price", "currency": currency, **_ends(low_minor, high_minor)}
        case Flag(field, wanted):
            return {"field": field, "is": wanted}
        case NewFor(days):
            return {"field": "new", "days": days}


def _ends(low: object, high: object) -> dict[str, Any]:
    return {name: value for name, value in (("from", low), ("to", high)) if value not in (None, "")}


def _condition(told: object) -> Condition:
    if not isinstance(told, dict) or str(told.get("field")) not in _READERS:
        raise _Fault("field", "Choose what this condition is about.")
    return _READERS[str(told["field"])](told)


def _among(told: Mapping[str, Any]) -> Condition:
    return Among(told["field"], *_values(told))


def _attribute(told: Mapping[str, Any]) -> Condition:
    slug = told.get("slug")
    if not isinstance(slug, str) or not slug or len(slug) > LONGEST_VALUE:
        raise _Fault("field", "Choose the attribute this condition is about.")
    if "any_of" in told or "none_of" in told:
        return AttributeAmong(slug, *_values(told))
    return AttributeBetween(slug, *_range(told, _figure_or_day))


def _price(told: Mapping[str, Any]) -> Condition:
    currency = told.get("currency")
    if not isinstance(currency, str) or len(currency) != 3 or not currency.isalpha():
        raise _Fault("currency", "Choose a currency.")
    low, high = _range(told, _minor)
    return PriceBetween(currency.upper(), low, high)


def _flag(told: Mapping[str, Any]) -> Condition:
    if not isinstance(told.get("is", True), bool):
        raise _Fault("is", "Choose yes or no.")
    return Flag(told["field"], told.get("is", True))


def _new(told: Mapping[str, Any]) -> Condition:
    days = told.get("days")
    if not isinstance(days, int) or isinstance(days, bool) or not 1 <= days <= MOST_DAYS:
        raise _Fault("days", f"Write a number of days from 1 to {MOST_DAYS:,}.")
    return NewFor(days)


_READERS: dict[str, Callable[[Mapping[str, Any]], Condition]] = {
    **dict.fromkeys(NAMED, _among),
    "attribute": _attribute,
    "price": _price,
    "on_sale": _flag,
    "in_stock": _flag,
    "new": _new,
}


def _values(told: Mapping[str, Any]) -> tuple[tuple[str, ...], bool]:
    """The values of a condition, and whether they are those that must not be."""
    negated = "none_of" in told
    values = told.get("none_of" if negated else "any_of")
    if not isinstance(values, list) or not values or not all(isinstance(one, str) and one.strip() for one in values):
        raise _Fault("values", "Choose at least one.")
    if len(values) > MOST_VALUES or max(map(len, values)) > LONGEST_VALUE:
        raise _Fault("values", f"At most {MOST_VALUES} values of {LONGEST_VALUE} characters fit in one condition.")
    return tuple(dict.fromkeys(one.strip() for one in values)), negated


def _range(told: Mapping[str, Any], read: Callable[[object, str], Any]) -> Sequence[Any]:
    ends = [read(told.get(name), name) for name in ("from", "to")]
    given = [one for one in ends if one not in (None, "")]
    if not given:
        raise _Fault("from", "Write from, to, or both.")
    if len(given) == 2 and _size(given[0]) > _size(given[1]):
        raise _Fault("to", "The end cannot be lower than the beginning.")
    return ends


def _minor(value: object, part: str) -> int | None:
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= MAX_MINOR:
        raise _Fault(part, "Write an amount of 0.00 or more.")
    return value


def _figure_or_day(value: object, part: str) -> str:
    text = "" if value is None else str(value).strip()
    if text and number(text) is None and day(text) is None:
        raise _Fault(part, "Write a number such as 12.5, or a date such as 2026-11-21.")
    return text


def number(text: str) -> Decimal | None:
    """The number ``text`` writes; null when it writes none."""
    try:
        found = Decimal(text[:40])
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def day(text: str) -> date | None:
    """The day ``text`` writes as ISO 8601; null when it writes none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _size(end: Any) -> tuple[int, Any]:
    """What ends of a range are compared by; days and numbers do not mix."""
    if not isinstance(end, str):
        return 0, end
    figure = number(end)
    return (1, day(end)) if figure is None else (0, figure)
