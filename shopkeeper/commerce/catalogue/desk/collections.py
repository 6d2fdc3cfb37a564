"""Collections: made, described, filled by hand in an order of their own or by a rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from shopkeeper.commerce.catalogue import board, collection_rules, operations
from shopkeeper.commerce.catalogue.collection_rules import (
    Among,
    AttributeAmong,
    AttributeBetween,
    BadRule,
    Condition,
    Rule,
)
from shopkeeper.commerce.catalogue.desk.changes import check_slug, free_slug, taxonomy_changed
from shopkeeper.commerce.catalogue.events import ProductsChanged
from shopkeeper.commerce.catalogue.models import AttributeDefinition, Collection, CollectionItem
from shopkeeper.foundation.audit.operations import Actor, record
from shopkeeper.foundation.errors import InvalidInput
from shopkeeper.foundation.events import publish


@transaction.atomic
def make_collection(*, name: str, kind: str, actor: Actor) -> Collection:
    """An empty collection with an address made from its name. Raises InvalidInput."""
    name = _checked_name(name, kind)
    made = Collection.objects.create(name=name, kind=kind, slug=free_slug(Collection, name))
    record(actor=actor, action="catalogue.make_collection", target=_target(made), after={"name": name, "kind": kind})
    taxonomy_changed()
    return made


@transaction.atomic
def edit_collection(*, collection: Collection, name: str, description: str, kind: str, actor: Actor) -> Collection:
    """Change what it is called and how it is filled. What was put in by hand, and the rule, are both kept. Raises
    InvalidInput."""
    after = {"name": _checked_name(name, kind), "description": description.strip(), "kind": kind}
    return _change(collection, after, "catalogue.edit_collection", actor)


@transaction.atomic
def rename_collection(*, collection: Collection, slug: str, actor: Actor) -> Collection:
    """Give a collection another address; the old one leads there. Raises InvalidInput."""
    before, slug = collection.slug, check_slug(slug, longest=120)
    if Collection.objects.filter(slug=slug).exclude(pk=collection.pk).exists():
        raise InvalidInput("Another collection has this address.", {"slug": "Choose an address that is not taken."})
    if slug == before:
        return collection
    operations.lead_on(f"/collections/{before}/", f"/collections/{slug}/")
    return _change(collection, {"slug": slug}, "catalogue.rename_collection", actor)


@transaction.atomic
def set_rule(*, collection: Collection, data: Mapping[str, Any], actor: Actor) -> Collection:
    """Fill a collection by a rule from now on. Raises BadRule, also for what the shop does not have."""
    rule = collection_rules.parse(data)
    check_rule(rule)
    return _change(collection, {"rule": collection_rules.as_json(rule)}, "catalogue.set_rule", actor)


@transaction.atomic
def delete_collection(*, collection: Collection, actor: Actor) -> None:
    """The products stay; only the collection goes."""
    products = sorted(collection.items.values_list("product_id", flat=True))
    record(
        actor=actor,
        action="catalogue.delete_collection",
        target=_target(collection),
        before={"name": collection.name, "slug": collection.slug, "kind": collection.kind, "rule": collection.rule},
    )
    collection.delete()
    taxonomy_changed()
    _products_changed(products)


@transaction.atomic
def put_in(*, collection: Collection, product_id: int, actor: Actor) -> None:
    """Put a product behind the others. Raises InvalidInput when it stands there already."""
    last = CollectionItem.objects.filter(collection=collection).aggregate(last=Max("position"))["last"]
    try:
        with transaction.atomic():
            CollectionItem.objects.create(
                collection=collection, product_id=product_id, position=0 if last is None else last + 1
            )
    except IntegrityError:
        raise InvalidInput("It is in this collection already.", {"find": "Choose another product."}) from None
    record(actor=actor, action="catalogue.put_in_collection", target=_target(collection), after={"product": product_id})
    _products_changed([product_id])


@transaction.atomic
def arrange_collection(
    *, collection: Collection, places: Mapping[int, int], removed: Sequence[int], actor: Actor
) -> None:
    """Put items (by their key) in places counted from 0, and take some out. Items without a new place keep their
    order; of two that want the same place, the one that was named comes first."""
    rows = list(CollectionItem.objects.filter(collection=collection))
    before = [row.product_id for row in rows]
    gone = [row for row in rows if row.pk in removed]
    CollectionItem.objects.filter(pk__in=[row.pk for row in gone]).delete()
    standing = [row for row in rows if row.pk not in removed]
    ordered = [row for row in standing if row.pk not in places]
    for row in sorted((row for row in standing if row.pk in places), key=lambda row: places[row.pk]):
        ordered.insert(max(0, places[row.pk]), row)
    if before == [row.product_id for row in ordered]:
        return
    moved = [row for place, row in enumerate(ordered) if row.position != place]
    for place, row in enumerate(ordered):
        row.position = place
    CollectionItem.objects.bulk_update(moved, ["position"], batch_size=500)
    record(
        actor=actor,
        action="catalogue.arrange_collection",
        target=_target(collection),
        before={"products": before},
        after={"products": [row.product_id for row in ordered]},
    )
    _products_changed([row.product_id for row in [*gone, *moved]])


def check_rule(rule: Rule) -> None:
    """Raises BadRule for brands, categories, types and attributes that the shop does not have."""
    known = board.rule_names()
    wrong: dict[str, str] = {}
    for number, condition in enumerate(rule.conditions):
        part, words = _unknown(condition, known)
        if words:
            wrong[f"{number}.{part}"] = words
    if wrong:
        raise BadRule("The rule names something the shop does not have.", wrong)


def _unknown(condition: Condition, known: board.RuleNames) -> tuple[str, str]:
    if isinstance(condition, Among) and condition.field != "tag":
        there = known.of(condition.field)
        missing = next((value for value in condition.values if value not in there), "")
        return "values", f"There is no {condition.field} “{missing}”.{_meant(missing, there)}" if missing else ""
    if isinstance(condition, AttributeAmong | AttributeBetween):
        kind = known.attributes.get(condition.slug)
        if kind is None:
            return "field", f"There is no attribute “{condition.slug}”.{_meant(condition.slug, known.attributes)}"
        if isinstance(condition, AttributeBetween) and kind not in (
            AttributeDefinition.Kind.NUMBER,
            AttributeDefinition.Kind.DATE,
        ):
            return "from", "Only numbers and dates have a range; choose values instead."
    return "", ""


def _meant(typed: str, known: Mapping[str, str]) -> str:
    near = get_close_matches(typed.casefold(), list(known), n=1)
    return f" Did you mean “{near[0]}”?" if near else ""


def _checked_name(name: str, kind: str) -> str:
    wrong: dict[str, str] = {}
    if not name.strip():
        wrong["name"] = "Give the collection a name."
    elif len(name.strip()) > 200:
        wrong["name"] = "Use 200 characters at most."
    if kind not in Collection.Kind.values:
        wrong["kind"] = "Choose how it is filled."
    if wrong:
        raise InvalidInput("The collection was not saved.", wrong)
    return name.strip()


def _change(collection: Collection, after: Mapping[str, object], action: str, actor: Actor) -> Collection:
    before = {name: getattr(collection, name) for name in after}
    if before == dict(after):
        return collection
    for name, value in after.items():
        setattr(collection, name, value)
    collection.save(update_fields=list(after))
    record(actor=actor, action=action, target=_target(collection), before=before, after=after)
    taxonomy_changed()
    return collection


def _target(collection: Collection) -> str:
    return f"collection:{collection.pk}"


def _products_changed(product_ids: Sequence[int]) -> None:
    if product_ids:
        publish(ProductsChanged(source="office", product_ids=sorted(product_ids)))
