"""What parcels hold about people: labels with an address on them, codes for collecting, a carrier's own words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from shopkeeper.commerce.orders.personal import forgettable, needles_of, orders_of
from shopkeeper.commerce.shipping.models import Collection, Label, TrackingEvent
from shopkeeper.foundation.privacy.ports import Person, Silent
from shopkeeper.foundation.privacy.scrub import scrub_text


class Parcels(Silent):
    name = "parcels"
    tables: Sequence[str] = ("shipping_label", "shipping_trackingevent", "shipping_collection")

    def export(self, person: Person) -> Mapping[str, Any]:
        rows = TrackingEvent.objects.filter(label__package__order__in=orders_of(person)).order_by("pk")
        return {"tracking": list(rows.values("label__tracking_number", "kind", "text", "at"))}

    def erase(self, person: Person, *, at: datetime) -> None:
        for order in forgettable(person):
            needles = needles_of(order)
            Label.objects.filter(package__order=order).update(document=b"")
            Collection.objects.filter(package__order=order).update(code="")
            for one in Label.objects.filter(package__order=order).exclude(problem="").only("pk", "problem"):
                Label.objects.filter(pk=one.pk).update(problem=scrub_text(one.problem, person.pseudonym, needles)[:300])
            for told in TrackingEvent.objects.filter(label__package__order=order):
                told.text = scrub_text(told.text, person.pseudonym, needles)
                told.save(update_fields=["text"])
