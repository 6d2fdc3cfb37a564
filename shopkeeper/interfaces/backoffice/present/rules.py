"""A collection's rule as a form: one fieldset for each condition."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from shopkeeper.commerce.catalogue.collection_rules import MOST_CONDITIONS, NAMED
from shopkeeper.interfaces.backoffice.forms import Choice, Field
from shopkeeper.interfaces.backoffice.present.rule_drafts import Draft, Vocabulary

TICKS_AT_MOST = 40
HOW = (("any_of", "is any of"), ("none_of", "is none of"))
# Makes an input of a condition: its part of the name, its label, what stands in it, and how it looks.
Item = Callable[..., Field]


@dataclass(frozen=True)
class Tick:
    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class ConditionForm:
    """``prefix`` begins the names of its inputs; ``ticks`` are offered where there are few values, ``lines`` else."""

    prefix: str
    number: int
    about: str
    label: str
    error: str
    fields: tuple[Field, ...] = ()
    ticks: tuple[Tick, ...] = ()
    lines: Field | None = None
    values_error: str = ""


@dataclass(frozen=True)
class RuleForm:
    match: Field
    conditions: tuple[ConditionForm, ...]
    adding: Field | None
    error: str


def rule_form(
    drafts: Sequence[Draft], match: str, known: Vocabulary, wrong: Mapping[str, str] | None = None
) -> RuleForm:
    """The form with what is in ``drafts``; ``wrong`` as BadRule names it."""
    wrong = wrong or {}
    labels = dict(known.subjects())
    choices = (Choice("", "Choose what it is about"), *(Choice(value, label) for value, label in known.subjects()))
    return RuleForm(
        match=Field(
            name="match",
            label="A product belongs when it meets",
            kind="select",
            value="any" if match == "any" else "all",
            choices=(Choice("all", "all of these"), Choice("any", "any of these")),
        ),
        conditions=tuple(_condition(draft, n, labels, known, wrong) for n, draft in enumerate(drafts)),
        adding=Field(name="adding", label="Another condition", kind="select", choices=choices)
        if len(drafts) < MOST_CONDITIONS
        else None,
        error=wrong.get("rule", ""),
    )


def _condition(
    draft: Draft, number: int, labels: Mapping[str, str], known: Vocabulary, wrong: Mapping[str, str]
) -> ConditionForm:
    made = ConditionForm(
        prefix=f"c{number}",
        number=number,
        about=draft.about,
        label=labels.get(draft.about, draft.about.removeprefix("attribute:")),
        error=wrong.get(f"{number}.field", ""),
        values_error=wrong.get(f"{number}.values", ""),
    )

    def item(part: str, label: str, value: str, **more: Any) -> Field:
        error = wrong.get(f"{number}.{part}", "")
        return Field(name=f"c{number}-{part}", label=label, value=value, error=error, **more)

    inputs = _inputs(draft, known, item)
    if inputs or draft.about.partition(":")[0] not in (*NAMED, "attribute"):
        return replace(made, fields=inputs)
    return _chosen(made, draft, known)


def _inputs(draft: Draft, known: Vocabulary, item: Item) -> tuple[Field, ...]:
    """The inputs of a condition that is not a choice among values."""
    if draft.about == "price":
        currencies = tuple(Choice(code, code) for code in known.currencies)
        chosen = item("currency", "In", draft.currency, kind="select", choices=currencies)
        return (*_ends(draft, item, inputmode="decimal"), chosen)
    if draft.about in ("on_sale", "in_stock"):
        answers = (Choice("yes", "Yes"), Choice("no", "No"))
        return (item("is", "Counts when the answer is", draft.wanted, kind="select", choices=answers),)
    if draft.about == "new":
        hint = "Counted from when shoppers could first see it."
        return (item("days", "For how many days", draft.days, inputmode="numeric", hint=hint),)
    if known.is_ranged(draft):
        kind = known.names.attributes[draft.about.removeprefix("attribute:")]
        return _ends(draft, item, kind="date" if kind == "date" else "text")
    return ()


def _ends(draft: Draft, item: Item, **look: str) -> tuple[Field, Field]:
    return (
        item("from", "From", draft.low, is_optional=True, **look),
        item("to", "To", draft.high, is_optional=True, **look),
    )


def _chosen(made: ConditionForm, draft: Draft, known: Vocabulary) -> ConditionForm:
    offered = known.values(draft.about)
    how = Field(
        name=f"{made.prefix}-how",
        label="Counts when it",
        value=draft.how,
        kind="select",
        choices=tuple(Choice(value, label) for value, label in HOW),
    )
    if offered and len(offered) <= TICKS_AT_MOST:
        everything = {**offered, **{value: value for value in draft.values if value not in offered}}
        ticks = tuple(Tick(value, label, value in draft.values) for value, label in everything.items())
        return replace(made, fields=(how,), ticks=ticks)
    lines = Field(
        name=f"{made.prefix}-values",
        label="Values",
        kind="textarea",
        value="\n".join(offered.get(value, value) for value in draft.values),
        error=made.values_error,
        hint="One a line.",
    )
    return replace(made, fields=(how,), lines=lines)
