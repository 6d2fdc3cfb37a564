"""The language of rules: every rule is understood or refused with what to mend, never anything else."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopkeeper.commerce.catalogue.collection_rules import (
    Among,
    AttributeBetween,
    BadRule,
    Flag,
    NewFor,
    PriceBetween,
    as_json,
    parse,
)

EVERYTHING = {
    "match": "any",
    "conditions": [
        {"field": "brand", "any_of": ["linden-row"]},
        {"field": "category", "none_of": ["kitchen/cookware"]},
        {"field": "attribute", "slug": "material", "any_of": ["Oak", "Ash"]},
        {"field": "attribute", "slug": "height_cm", "from": "5", "to": "12.5"},
        {"field": "price", "currency": "EUR", "to": 2500},
        {"field": "on_sale", "is": True},
        {"field": "in_stock", "is": False},
        {"field": "new", "days": 30},
    ],
}
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=8,
)
conditions = st.fixed_dictionaries(
    {"field": st.sampled_from([*"x", "brand", "type", "tag", "attribute", "price", "on_sale", "in_stock", "new"])},
    optional={
        name: values | st.sampled_from([["a"], ["a", "b"], "EUR", "height", 5, "5", "2026-01-02", True])
        for name in ("any_of", "none_of", "slug", "from", "to", "currency", "is", "days")
    },
)


def test_what_is_kept_is_what_was_said() -> None:
    assert as_json(parse(EVERYTHING)) == EVERYTHING


def test_conditions_are_typed() -> None:
    rule = parse(EVERYTHING)

    assert rule.matches_any
    assert rule.conditions[1] == Among("category", ("kitchen/cookware",), negated=True)
    assert rule.conditions[3] == AttributeBetween("height_cm", "5", "12.5")
    assert rule.conditions[4:6] == (PriceBetween("EUR", None, 2500), Flag("on_sale"))
    assert rule.conditions[7] == NewFor(30)


@pytest.mark.parametrize(
    ("condition", "part", "words"),
    [
        ({"field": "colour"}, "field", "Choose what"),
        ({"field": ["brand"]}, "field", "Choose what"),
        ("in stock", "field", "Choose what"),
        ({"field": "brand", "any_of": []}, "values", "at least one"),
        ({"field": "brand", "any_of": ["a", 7]}, "values", "at least one"),
        ({"field": "brand", "any_of": ["x"] * 201}, "values", "At most 200"),
        ({"field": "price", "from": 1}, "currency", "currency"),
        ({"field": "price", "currency": "EUR"}, "from", "from, to, or both"),
        ({"field": "price", "currency": "EUR", "from": -1}, "from", "0.00 or more"),
        ({"field": "price", "currency": "EUR", "to": "25"}, "to", "0.00 or more"),
        ({"field": "price", "currency": "EUR", "from": 30, "to": 20}, "to", "lower than the beginning"),
        ({"field": "attribute", "slug": "height", "from": "tall"}, "from", "a number"),
        ({"field": "attribute", "slug": "height", "from": "9", "to": "10"}, "", ""),
        ({"field": "attribute", "slug": "made", "from": "2026-01-01", "to": "2025-12-31"}, "to", "lower"),
        ({"field": "attribute", "slug": "", "any_of": ["a"]}, "field", "attribute"),
        ({"field": "new", "days": 0}, "days", "from 1 to 3,650"),
        ({"field": "new", "days": True}, "days", "from 1 to 3,650"),
        ({"field": "on_sale", "is": "yes"}, "is", "yes or no"),
    ],
)
def test_each_mistake_is_named_where_it_stands(condition: Any, part: str, words: str) -> None:
    told = {"conditions": [{"field": "in_stock", "is": True}, condition]}
    if not part:
        assert parse(told)
        return

    with pytest.raises(BadRule) as refusal:
        parse(told)

    assert list(refusal.value.fields) == [f"1.{part}"]
    assert words in refusal.value.fields[f"1.{part}"]


@pytest.mark.parametrize("told", [None, [], "brand", {}, {"conditions": []}, {"conditions": {}}, {"match": "all"}])
def test_a_rule_without_a_condition_is_refused_because_it_would_hold_everything(told: Any) -> None:
    with pytest.raises(BadRule) as refusal:
        parse(told)

    assert refusal.value.fields == {"rule": "Add at least one condition."}


def test_a_rule_has_at_most_twenty_conditions() -> None:
    with pytest.raises(BadRule):
        parse({"conditions": [{"field": "new", "days": 1}] * 21})


@given(st.fixed_dictionaries({"conditions": st.lists(conditions | values, max_size=4)}, optional={"match": values}))
def test_whatever_is_stored_is_a_rule_or_a_refusal(told: Any) -> None:
    rule, refusal = None, None
    try:
        rule = parse(told)
    except BadRule as wrong:
        refusal = wrong

    assert (rule is None) == bool(refusal and refusal.fields)
    assert rule is None or parse(as_json(rule)) == rule
