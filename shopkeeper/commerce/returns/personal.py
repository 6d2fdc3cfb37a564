"""What returns hold about people, and how long an order may still come back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from shopkeeper.commerce.orders.personal import forgettable, needles_of, orders_of
from shopkeeper.commerce.returns.assess import returnable
from shopkeeper.commerce.returns.models import Return, ReturnLine
from shopkeeper.foundation.privacy.ports import Person, Silent
from shopkeeper.foundation.privacy.scrub import scrub_text

_OPEN = (Return.Status.REQUESTED, Return.Status.RECEIVED, Return.Status.SETTLING)


class Returns(Silent):
    name = "returns"
    tables: Sequence[str] = ("returns_return", "returns_returnline")

    def export(self, person: Person) -> Mapping[str, Any]:
        rows = Return.objects.filter(order__in=orders_of(person)).select_related("order").order_by("pk")
        return {"returns": [_told(one) for one in rows]}

    def obstacles(self, person: Person) -> Sequence[str]:
        under_way = Return.objects.filter(order__in=orders_of(person), status__in=_OPEN)
        numbers = list(under_way.values_list("number", flat=True)[:5])
        if not numbers:
            return ()
        return (
            _("Still under way: return %(numbers)s. Once all is done, or called off, we can delete everything.")
            % {"numbers": ", ".join(numbers)},
        )

    def waits(self, person: Person, *, today: date) -> Mapping[int, date]:
        """The right to send back needs somebody to give the money to. Four queries an order."""
        found: dict[int, date] = {}
        for order in orders_of(person):
            for one in returnable(order, today=today):
                until = one.eligibility.until
                if until is not None and not one.eligibility.why_not and until >= today:
                    found[order.pk] = max(until, found.get(order.pk, until))
        return found

    def erase(self, person: Person, *, at: datetime) -> None:
        for order in forgettable(person):
            _forget(order.pk, person.pseudonym, needles_of(order))


def _told(made: Return) -> Mapping[str, Any]:
    return {
        "number": made.number,
        "order": made.order.number,
        "kind": made.kind,
        "status": made.status,
        "requested_at": made.requested_at,
        "value": str(made.estimate),
        "lines": list(
            made.lines.order_by("pk").values("line__title", "quantity", "reason", "comment", "photos", "outcome_note")
        ),
    }


def _forget(order_id: int, pseudonym: str, needles: set[str]) -> None:
    for made in Return.objects.filter(order_id=order_id):
        made.actor = pseudonym if made.actor_kind == "customer" else made.actor
        made.problem = scrub_text(made.problem, pseudonym, needles)[:300]
        made.refund_label = scrub_text(made.refund_label, pseudonym, needles)[:120]
        made.refund_to = scrub_text(made.refund_to, pseudonym, needles)[:160]
        made.pay_with = {}
        made.save(update_fields=["actor", "problem", "refund_label", "refund_to", "pay_with"])
    ReturnLine.objects.filter(part_of__order_id=order_id).update(comment="", photos=[], outcome_note="")
