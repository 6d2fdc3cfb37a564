"""A rule while it is written: conditions as typed, what they can name, and the rule that they mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from shopkeeper.commerce.catalogue import collection_rules
from shopkeeper.commerce.catalogue.board import RuleNames
from shopkeeper.commerce.catalogue.collection_rules import (
    MOST_CONDITIONS,
    Among,
    AttributeAmong,
    AttributeBetween,
    BadRule,
    Condition,
    Flag,
    NewFor,
    PriceBetween,
)
from shopkeeper.foundation.money import Money, MoneyError
from shopkeeper.insight.search import queries as search
from shopkeeper.interfaces.backoffice.present import words

SUBJECTS = (
    ("brand", "Brand"),
    ("category", "Category"),
    ("type", "Kind of product"),
    ("tag", "Tag"),
    ("price", "Price"),
    ("on_sale", "Reduced?"),
    ("in_stock", "In stock?"),
    ("new", "New"),
)
RANGED = ("number", "date")


@dataclass(frozen=True)
class Draft:
    """A condition as typed. ``about`` is a field of rules, or ``attribute:<slug>``."""

    about: str
    how: str = "any_of"
    values: tuple[str, ...] = ()
    low: str = ""
    high: str = ""
    currency: str = ""
    wanted: str = "yes"
    days: str = ""


@dataclass(frozen=True)
class Vocabulary:
    """What a rule can name, and the currencies prices can be compared in."""

    names: RuleNames
    currencies: Sequence[str]
    _values: dict[str, Mapping[str, str]] = field(default_factory=dict)

    def subjects(self) -> tuple[tuple[str, str], ...]:
        attributes = tuple((f"attribute:{slug}", name) for slug, name in self.names.attribute_names.items())
        return (*SUBJECTS, *attributes)

    def values(self, about: str) -> Mapping[str, str]:
        """What can be chosen, by the value that is kept, to what people read."""
        if about not in self._values:
            self._values[about] = self._known(about)
        return self._values[about]

    def _known(self, about: str) -> Mapping[str, str]:
        if about == "category":
            return {path: _way(path, self.names.categories) for path in self.names.categories}
        if about in ("brand", "type"):
            return self.names.of(about)
        if about == "tag":
            return {tag: tag for tag in search.values_in_use("tag:")}
        slug = about.removeprefix("attribute:")
        if self.names.attributes.get(slug) == "boolean":
            return {"True": "Yes", "False": "No"}
        return {value: _readable(slug, value) for value in search.values_in_use(f"a:{slug}")}

    def is_ranged(self, draft: Draft) -> bool:
        """Whether a condition asks for a range: about numbers or days, unless it was stored with values."""
        kind = self.names.attributes.get(draft.about.removeprefix("attribute:"))
        return draft.about.startswith("attribute:") and kind in RANGED and not draft.values

    def kept(self, about: str, typed: str) -> str:
        """The value meant by what was typed: itself, or the one people know by this name."""
        known = self.values(about)
        if typed in known:
            return typed
        return next((value for value, label in known.items() if label.casefold() == typed.casefold()), typed)


def drafts_of(stored: object) -> list[Draft]:
    """The conditions of a stored rule; none when it cannot be read."""
    try:
        return [_draft(one) for one in collection_rules.parse(stored).conditions]
    except BadRule:
        return []


def match_of(stored: object) -> str:
    return str(stored.get("match", "all")) if isinstance(stored, dict) else "all"


def _draft(one: Condition) -> Draft:
    match one:
        case Among(name, values, negated):
            return Draft(name, "none_of" if negated else "any_of", values)
        case AttributeAmong(slug, values, negated):
            return Draft(f"attribute:{slug}", "none_of" if negated else "any_of", values)
        case AttributeBetween(slug, low, high):
            return Draft(f"attribute:{slug}", low=low, high=high)
        case PriceBetween(currency, low_minor, high_minor):
            low, high = ("" if end is None else Money(end, currency).plain() for end in (low_minor, high_minor))
            return Draft("price", low=low, high=high, currency=currency)
        case Flag(name, wanted):
            return Draft(name, wanted="yes" if wanted else "no")
        case NewFor(days):
            return Draft("new", days=str(days))


def typed_drafts(typed: QueryDict) -> list[Draft]:
    """The conditions as they stand in the form, after adding one or taking one away where that was pressed."""
    found = [
        Draft(
            about=typed.get(f"c{n}-about", "")[:260],
            how=typed.get(f"c{n}-how", "any_of"),
            values=tuple(
                line.strip() for one in typed.getlist(f"c{n}-values") for line in one.splitlines() if line.strip()
            ),
            low=typed.get(f"c{n}-from", "").strip(),
            high=typed.get(f"c{n}-to", "").strip(),
            currency=typed.get(f"c{n}-currency", ""),
            wanted=typed.get(f"c{n}-is", "yes"),
            days=typed.get(f"c{n}-days", "").strip(),
        )
        for n in range(MOST_CONDITIONS)
        if f"c{n}-about" in typed and typed.get("remove") != str(n)
    ]
    if typed.get("do") == "add" and typed.get("adding") and len(found) < MOST_CONDITIONS:
        found.append(Draft(typed.get("adding", "")[:260]))
    return found


def as_data(drafts: Sequence[Draft], match: str, known: Vocabulary) -> dict[str, Any]:
    """The rule that was typed, as rules are kept. Raises BadRule for amounts that are none."""
    wrong: dict[str, str] = {}
    told = [_told(draft, number, known, wrong) for number, draft in enumerate(drafts)]
    if wrong:
        raise BadRule("The rule cannot be read.", wrong)
    return {"match": match, "conditions": told}


def _told(draft: Draft, number: int, known: Vocabulary, wrong: dict[str, str]) -> dict[str, Any]:
    if draft.about == "price":
        ends = {name: _minor(draft, name, f"{number}.{name}", wrong) for name in ("from", "to")}
        return {"field": "price", "currency": draft.currency, **{name: end for name, end in ends.items() if end != ""}}
    if draft.about in ("on_sale", "in_stock"):
        return {"field": draft.about, "is": draft.wanted != "no"}
    if draft.about == "new":
        return {"field": "new", "days": int(draft.days) if draft.days.isascii() and draft.days.isdigit() else 0}
    name, _colon, slug = draft.about.partition(":")
    subject = {"field": name, **({"slug": slug} if slug else {})}
    if known.is_ranged(draft):
        return subject | {name: end for name, end in (("from", draft.low), ("to", draft.high)) if end}
    how = "none_of" if draft.how == "none_of" else "any_of"
    return subject | {how: [known.kept(draft.about, value) for value in draft.values]}


def _minor(draft: Draft, name: str, place: str, wrong: dict[str, str]) -> int | str:
    text = draft.low if name == "from" else draft.high
    try:
        return Money.parse(text.replace(",", "."), draft.currency).minor if text else ""
    except MoneyError as error:
        wrong[place] = error.message
        return ""


def _way(path: str, names: Mapping[str, str]) -> str:
    """``kitchen/mugs-cups`` in words: ``Kitchen / Mugs & cups``."""
    parts = path.split("/")
    return " / ".join(names.get("/".join(parts[:depth]), parts[depth - 1]) for depth in range(1, len(parts) + 1))


def _readable(slug: str, value: str) -> str:
    if value in ("True", "False"):
        return "Yes" if value == "True" else "No"
    return words.country(value) if slug.endswith("country") and len(value) == 2 else value
