"""What changes of orders hold about people: both states of an order, addresses among them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from shopkeeper.commerce.changes.models import Change
from shopkeeper.commerce.orders.personal import forgettable, needles_of, orders_of
from shopkeeper.foundation.privacy.ports import Person, Silent
from shopkeeper.foundation.privacy.scrub import scrub, scrub_text


class Changes(Silent):
    name = "changes"
    tables: Sequence[str] = ("changes_change",)

    def export(self, person: Person) -> Mapping[str, Any]:
        rows = Change.objects.filter(order__in=orders_of(person)).select_related("order").order_by("pk")
        return {
            "changes": [
                {
                    "order": one.order.number,
                    "kind": one.kind,
                    "status": one.status,
                    "at": one.created_at,
                    "difference": str(one.difference),
                    "before": one.before,
                    "plan": one.plan,
                }
                for one in rows
            ]
        }

    def erase(self, person: Person, *, at: datetime) -> None:
        for order in forgettable(person):
            rows = list(Change.objects.filter(order=order))
            needles = needles_of(order)
            for one in rows:
                needles |= _earlier(one.before) | _earlier(one.plan)
            for one in rows:
                one.plan = scrub(one.plan, person.pseudonym, needles)
                one.before = scrub(one.before, person.pseudonym, needles)
                one.refusal = scrub(one.refusal, person.pseudonym, needles)
                by_buyer = one.actor_kind == "customer"
                one.actor = person.pseudonym if by_buyer else scrub_text(one.actor, person.pseudonym, needles)
                one.save(update_fields=["plan", "before", "refusal", "actor"])


def _earlier(state: Mapping[str, Any]) -> set[str]:
    """Names and streets of addresses the order no longer has."""
    found: set[str] = set()
    for address in (state.get("shipping_address"), state.get("billing_address"), state.get("address")):
        if isinstance(address, Mapping):
            found |= {str(address.get(word) or "") for word in ("name", "company", "line1", "line2", "phone")}
    return found - {""}
