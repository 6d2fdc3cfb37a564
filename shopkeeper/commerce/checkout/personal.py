"""What checkouts hold about people: everything typed, and the agreement an order was made from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from shopkeeper.commerce.checkout.models import Checkout
from shopkeeper.commerce.orders.personal import forgettable, needles_of, orders_of
from shopkeeper.foundation.privacy.ports import Person, Silent
from shopkeeper.foundation.privacy.scrub import scrub

_PAYING = (Checkout.Status.PLACING, Checkout.Status.ACTION)


class Checkouts(Silent):
    name = "checkouts"
    tables: Sequence[str] = ("checkout_checkout",)

    def export(self, person: Person) -> Mapping[str, Any]:
        rows = _unfinished(person).order_by("pk")
        return {"checkouts": [{"begun_at": one.created_at, "typed": one.typed} for one in rows]}

    def obstacles(self, person: Person) -> Sequence[str]:
        if _unfinished(person).filter(status__in=_PAYING).exists():
            return (_("A payment is under way. As soon as your bank has answered, we can delete everything."),)
        return ()

    def erase(self, person: Person, *, at: datetime) -> None:
        _unfinished(person).exclude(status__in=_PAYING).update(typed={}, agreed={}, refusal={}, customer=None)
        for order in forgettable(person):
            needles = needles_of(order)
            for one in Checkout.objects.filter(public_id=order.checkout_id):
                one.typed, one.customer = {}, None
                one.agreed = scrub(one.agreed, person.pseudonym, needles)
                one.save(update_fields=["typed", "agreed", "customer", "updated_at"])
        if person.user_id:
            _unattended(person).update(typed={}, agreed={})


def _unfinished(person: Person) -> QuerySet[Checkout]:
    """Those that are not an order: of the account, or with its address typed in."""
    if not person.user_id:
        return Checkout.objects.none()
    whose = Q(customer__user_id=person.user_id) | Q(cart__customer__user_id=person.user_id)
    return Checkout.objects.filter(whose | Q(typed__email__iexact=person.email)).exclude(status=Checkout.Status.PLACED)


def _unattended(person: Person) -> QuerySet[Checkout]:
    """Placed without an order of theirs left to look after: an exchange that took another way, a cancelled draft."""
    known = orders_of(person).values("checkout_id")
    found = Checkout.objects.filter(status=Checkout.Status.PLACED, customer__user_id=person.user_id)
    return found.exclude(public_id__in=known)
