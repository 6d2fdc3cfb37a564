"""Broken promises are found, and the remedies of the policy decided, each once for each package."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q, Sum

from shopkeeper.commerce.orders import operations as orders
from shopkeeper.commerce.orders.models import Order, OrderLine
from shopkeeper.commerce.shipping.events import PromiseBroken
from shopkeeper.commerce.shipping.models import DeliveryPromise, RemedyRule, RemedyStep
from shopkeeper.foundation.events import publish
from shopkeeper.foundation.money import Money

BATCH = 500


def detect_broken(*, at: datetime) -> list[int]:
    """Find packages that are late, on their way or arrived, and decide what the policy gives them. Returns the keys of
    the remedies decided now; each package is one transaction. Announces PromiseBroken for each."""
    rules = list(RemedyRule.objects.filter(is_active=True).order_by("days_late", "pk"))
    keys = sorted({key for rule in rules for key in _unhelped(rule, at)})
    found: list[int] = []
    for promise in DeliveryPromise.objects.filter(pk__in=keys).select_related("order").order_by("pk"):
        found.extend(_decide(promise, rules, at))
    return found


def _unhelped(rule: RemedyRule, at: datetime) -> list[int]:
    """The promises this rule applies to and has not helped, oldest first."""
    still_away = Q(outcome=DeliveryPromise.Outcome.WAITING, promised_to__lte=at.date() - timedelta(days=rule.days_late))
    came_late = Q(outcome=DeliveryPromise.Outcome.LATE, days_late__gte=rule.days_late)
    helped = RemedyStep.objects.filter(kind=rule.kind).values("promise_id")
    found = DeliveryPromise.objects.filter(still_away | came_late, promised_to__gte=rule.since)
    found = found.exclude(pk__in=helped)
    return list(found.order_by("pk").values_list("pk", flat=True)[:BATCH])


def days_late(promise: DeliveryPromise, at: datetime) -> int:
    """Whole days after the last promised one, until it arrived or until now; 0 when it is not late."""
    if promise.arrived_on is not None:
        return promise.days_late
    return max(0, (at.astimezone(ZoneInfo(promise.time_zone)).date() - promise.promised_to).days)


@transaction.atomic
def _decide(promise: DeliveryPromise, rules: Sequence[RemedyRule], at: datetime) -> list[int]:
    late = days_late(promise, at)
    steps = [
        step
        for rule in rules
        if rule.days_late <= late and rule.since <= promise.promised_to and (step := _step(promise, rule, late, at))
    ]
    if not steps:
        return []
    order = promise.order
    reason = f"{late} day{'s' if late > 1 else ''} late: {', '.join(step.get_kind_display().lower() for step in steps)}"
    orders.note(order=order, kind="promise_broken", actor=orders.SYSTEM, at=at, reason=reason)
    publish(
        PromiseBroken(
            order_id=order.pk,
            package_id=promise.package_id,
            days_late=late,
            has_arrived=promise.arrived_on is not None,
            remedies={step.kind: step.amount for step in steps},
            step_ids=[step.pk for step in steps],
        )
    )
    return [step.pk for step in steps]


def _step(promise: DeliveryPromise, rule: RemedyRule, late: int, at: datetime) -> RemedyStep | None:
    """The step of a rule for a package, written now; null when it was helped before, or there is nothing to give (which
    is written down, too, so that it is not asked again)."""
    amount = _amount(promise, promise.order, rule)
    # A message is given by being sent; money is settled by whoever gives it.
    is_settled = rule.kind == RemedyRule.Kind.MESSAGE or not amount
    step, is_new = RemedyStep.objects.get_or_create(
        promise=promise,
        kind=rule.kind,
        defaults={
            "days_late": late,
            "amount_minor": amount.minor,
            "currency": amount.currency,
            "decided_at": at,
            "status": RemedyStep.Status.GIVEN if is_settled else RemedyStep.Status.INTENDED,
            "settled_at": at if is_settled else None,
        },
    )
    return step if is_new and (amount or rule.kind == RemedyRule.Kind.MESSAGE) else None


def _amount(promise: DeliveryPromise, order: Order, rule: RemedyRule) -> Money:
    """What a rule gives, never more than was paid: the order's delivery charge once for the whole order, or a part of
    the goods in the package, rounded down."""
    if rule.kind == RemedyRule.Kind.CHARGE:
        before = RemedyStep.objects.filter(promise__order=order, kind=RemedyRule.Kind.CHARGE).exists()
        return Money(0 if before else order.shipping_minor, order.currency)
    if rule.kind == RemedyRule.Kind.CREDIT:
        lines = OrderLine.objects.filter(package_id=promise.package_id)
        goods = lines.aggregate(goods=Sum("total_minor"))["goods"] or 0
        return Money(goods * rule.percent // 100, order.currency)
    return Money(0, order.currency)


@transaction.atomic
def settle_step(*, step_id: int, status: str, reference: str, at: datetime) -> bool:
    """Record what became of a remedy: given, or due for staff. A given one stays given. Returns whether it moved."""
    allowed = {
        RemedyStep.Status.DUE: (RemedyStep.Status.INTENDED,),
        RemedyStep.Status.GIVEN: (RemedyStep.Status.INTENDED, RemedyStep.Status.DUE),
    }
    movable = RemedyStep.objects.filter(pk=step_id, status__in=allowed[RemedyStep.Status(status)])
    settled = at if status == RemedyStep.Status.GIVEN else None
    return bool(movable.update(status=status, reference=reference[:100], settled_at=settled))
