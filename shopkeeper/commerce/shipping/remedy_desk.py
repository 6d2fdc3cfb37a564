"""What staff do about broken promises: the policy, and remedies given by hand. Each is on the record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from shopkeeper.commerce.orders import operations as orders
from shopkeeper.commerce.orders.desk import on_timeline
from shopkeeper.commerce.shipping import operations
from shopkeeper.commerce.shipping.models import RemedyRule, RemedyStep
from shopkeeper.foundation.audit.operations import Actor, record
from shopkeeper.foundation.errors import Conflict, InvalidInput

LONGEST_WAIT = 60


@dataclass(frozen=True)
class RuleWanted:
    """A remedy from so many days late on; null days: not given. ``percent`` is for store credit only."""

    days_late: int | None
    percent: int = 0


def standing_rules() -> dict[str, RuleWanted]:
    """The policy as it is, every kind of remedy in it. One query."""
    active = {rule.kind: rule for rule in RemedyRule.objects.filter(is_active=True)}
    return {
        kind.value: RuleWanted(active[kind].days_late, active[kind].percent) if kind in active else RuleWanted(None)
        for kind in RemedyRule.Kind
    }


@transaction.atomic
def save_rules(*, wanted: Mapping[str, RuleWanted], actor: Actor, at: datetime) -> None:
    """Keep the policy; packages that were helped already are not helped again, and a new remedy is for packages
    promised for today or later. Raises InvalidInput."""
    wrong: dict[str, str] = {}
    for kind, rule in wanted.items():
        if rule.days_late is not None and not 1 <= rule.days_late <= LONGEST_WAIT:
            wrong[f"{kind}-days"] = f"Write 1 to {LONGEST_WAIT} days, or leave it empty."
        if kind == RemedyRule.Kind.CREDIT and rule.days_late is not None and not 1 <= rule.percent <= 100:
            wrong[f"{kind}-percent"] = "Write 1 to 100 per cent."
    if wrong:
        raise InvalidInput("The policy was not saved.", wrong)
    before = standing_rules()
    since = dict(RemedyRule.objects.filter(is_active=True).values_list("kind", "since"))
    for kind, rule in wanted.items():
        RemedyRule.objects.filter(kind=kind).delete()
        if rule.days_late is not None:
            percent = rule.percent if kind == RemedyRule.Kind.CREDIT else 0
            RemedyRule.objects.create(
                kind=kind, days_late=rule.days_late, percent=percent, since=since.get(kind, at.date())
            )
    record(
        actor=actor,
        action="shipping.edit_remedies",
        target="remedies:policy",
        before={kind: [rule.days_late, rule.percent] for kind, rule in before.items()},
        after={kind: [rule.days_late, rule.percent] for kind, rule in standing_rules().items()},
    )


@transaction.atomic
def give(*, step: RemedyStep, actor: Actor, at: datetime) -> None:
    """Somebody has given what was due. Raises Conflict when it was given before."""
    if not operations.settle_step(
        step_id=step.pk, status=RemedyStep.Status.GIVEN, reference=f"staff:{actor.label or actor.id}", at=at
    ):
        raise Conflict("This was given before.")
    order = step.promise.order
    told = f"{step.get_kind_display()}: {step.amount.display()}"
    orders.note(order=order, kind="remedy_given", actor=on_timeline(actor), at=at, reason=told)
    record(actor=actor, action="shipping.give_remedy", target=f"order:{order.pk}", after={"remedy": told}, at=at)
