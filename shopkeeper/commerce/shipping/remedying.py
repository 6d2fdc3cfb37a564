"""Giving what was decided: the intention is on record, so a process that dies in between is followed by another."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.utils.module_loading import import_string

from shopkeeper.commerce.shipping import operations
from shopkeeper.commerce.shipping.models import RemedyStep
from shopkeeper.commerce.shipping.ports import Remedy, RemedyWanted
from shopkeeper.foundation.transactions import refuse_inside_transaction

BATCH = 200


def give_intended(*, at: datetime) -> int:
    """Ask for every remedy that was decided and not answered yet. Returns how many were answered."""
    refuse_inside_transaction("A remedy")
    giver: Remedy = import_string(settings.DELIVERY_REMEDY)()
    waiting = RemedyStep.objects.filter(status=RemedyStep.Status.INTENDED).select_related("promise").order_by("pk")
    answered = 0
    for step in waiting[:BATCH]:
        answer = giver.give(
            RemedyWanted(
                key=f"remedy:{step.pk}",
                kind=step.kind,
                order_id=step.promise.order_id,
                package_id=step.promise.package_id,
                amount=step.amount,
                reason=f"Package {step.promise.package_id} is {step.days_late} days late",
            )
        )
        status = RemedyStep.Status.GIVEN if answer.is_given else RemedyStep.Status.DUE
        answered += operations.settle_step(step_id=step.pk, status=status, reference=answer.reference, at=at)
    return answered
