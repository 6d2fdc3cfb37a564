"""Whole rate tables, and what is not carried, as staff edit them. Each is one transaction with its record, and
announces DeliveryChanged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from shopkeeper.commerce.catalogue import queries as catalogue
from shopkeeper.commerce.shipping import rates
from shopkeeper.commerce.shipping.events import DeliveryChanged
from shopkeeper.commerce.shipping.models import CarriageRule, ShippingMethod
from shopkeeper.commerce.shipping.rates import TableRow
from shopkeeper.foundation.audit.operations import Actor, record
from shopkeeper.foundation.errors import InvalidInput, NotFound
from shopkeeper.foundation.events import publish
from shopkeeper.foundation.money import Money
from shopkeeper.foundation.remember import forget_all

MOST_RULES = 100


def current_table() -> str:
    """Every rate there is, as CSV. One query."""
    methods = ShippingMethod.objects.select_related("zone").order_by("zone__name", "position", "pk")
    return rates.write_csv(
        TableRow(one.zone.name, one.code, one.currency, one.basis, limit, Money(amount, one.currency))
        for one in methods
        for limit, amount in rates.table(one.rates)
    )


@transaction.atomic
def import_table(*, text: str, actor: Actor) -> int:
    """Take a rate table for the methods it names; those it does not name keep theirs. All of it or nothing. Returns how
    many methods changed. Raises InvalidInput with the first thing that is wrong."""
    tables: dict[tuple[str, str, str], list[TableRow]] = {}
    for row in rates.read_csv(text):
        tables.setdefault((row.zone, row.method, row.currency), []).append(row)
    standing = {
        (one.zone.name, one.code, one.currency): one for one in ShippingMethod.objects.select_related("zone").all()
    }
    if unknown := next((key for key in tables if key not in standing), None):
        raise InvalidInput(
            "The table was not taken over.",
            {"table": f"There is no way of delivery “{unknown[1]}” in {unknown[2]} to the zone “{unknown[0]}”."},
        )
    changed = 0
    for key, rows in tables.items():
        changed += _take(standing[key], rows, actor)
    if changed:
        _announce()
    return changed


def _take(method: ShippingMethod, rows: Sequence[TableRow], actor: Actor) -> bool:
    basis = rows[0].basis
    after = {"basis": basis, "rates": rates.steps(basis, ((row.limit, row.amount.minor) for row in rows))}
    before = {"basis": method.basis, "rates": method.rates}
    if before == after:
        return False
    method.basis, method.rates = basis, after["rates"]
    method.save(update_fields=["basis", "rates"])
    record(
        actor=actor,
        action="shipping.import_rates",
        target=f"method:{method.pk}",
        before=dict(before),
        after=dict(after),
    )
    return True


@dataclass(frozen=True, kw_only=True)
class RuleTold:
    """What is not carried, as typed. ``methods`` are codes."""

    tag: str = ""
    product_type: str = ""
    methods: tuple[str, ...] = ()
    abroad_only: bool = False
    reason: str = ""
    advice: str = ""


def rules() -> list[CarriageRule]:
    """Everything that is not carried. One query."""
    return list(CarriageRule.objects.all())


def method_codes() -> dict[str, str]:
    """The ways of delivery by code, with the name of the first of each. One query."""
    found: dict[str, str] = {}
    for code, name in ShippingMethod.objects.order_by("pk").values_list("code", "name"):
        found.setdefault(code, name)
    return found


@transaction.atomic
def add_rule(*, told: RuleTold, actor: Actor) -> CarriageRule:
    """From now on these goods do not go these ways. Raises InvalidInput."""
    wrong: dict[str, str] = {}
    tag, kind = told.tag.strip()[:60], told.product_type.strip()
    if bool(tag) == bool(kind):
        wrong["tag"] = "Name a tag, or choose a product type: one of the two."
    elif kind and kind not in catalogue.product_type_names():
        wrong["product_type"] = "Choose one of the product types."
    if not told.reason.strip() or len(told.reason.strip()) > 150:
        wrong["reason"] = "Say why, in 150 characters: it completes “The vase …”."
    if set(told.methods) - set(method_codes()):
        wrong["methods"] = "Choose from the ways there are."
    if CarriageRule.objects.count() >= MOST_RULES:
        wrong["tag"] = f"There can be {MOST_RULES} at most."
    if wrong:
        raise InvalidInput("It was not saved.", wrong)
    made = CarriageRule.objects.create(
        tag=tag,
        product_type=kind,
        methods=list(told.methods),
        abroad_only=told.abroad_only,
        reason=told.reason.strip().rstrip("."),
        advice=told.advice.strip()[:200],
    )
    record(actor=actor, action="shipping.add_carriage_rule", target=f"carriage:{made.pk}", after=_told(made))
    _announce()
    return made


@transaction.atomic
def remove_rule(*, rule_id: int, actor: Actor) -> None:
    """These goods are carried again. Raises NotFound."""
    rule = CarriageRule.objects.filter(pk=rule_id).first()
    if rule is None:
        raise NotFound("There is no such rule.")
    record(actor=actor, action="shipping.remove_carriage_rule", target=f"carriage:{rule.pk}", before=_told(rule))
    rule.delete()
    _announce()


def _told(rule: CarriageRule) -> dict[str, object]:
    return {"goods": rule.tag or rule.product_type, "methods": rule.methods, "reason": rule.reason}


def _announce() -> None:
    publish(DeliveryChanged(source="office"))
    transaction.on_commit(forget_all)
