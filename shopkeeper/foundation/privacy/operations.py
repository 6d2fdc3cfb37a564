"""Forgetting people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import cast

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from shopkeeper.foundation.accounts.models import User
from shopkeeper.foundation.audit.operations import Actor, record
from shopkeeper.foundation.errors import Conflict
from shopkeeper.foundation.ids import token
from shopkeeper.foundation.privacy.models import Erasure
from shopkeeper.foundation.privacy.ports import Farewell, Person, holdings
from shopkeeper.foundation.privacy.queries import obstacles, person_of


@transaction.atomic
def erase(*, user_id: int, actor: Actor, language: str, at: datetime, reason: str = "") -> Erasure:
    """Forget a person: at once everything that nothing holds back, the rest when it no longer does (``erase_due``).

    What the law wants kept stays, under a pseudonym. Raises Conflict with the reasons while something is under way,
    and for staff, whose actions stay on record. Records ``customers.erase`` and writes the last mail.
    """
    user = User.objects.select_for_update().filter(pk=user_id).first()
    if user is None:
        raise Conflict("This account is gone already.")
    person = replace(person_of(user), pseudonym=f"erased-{token(64).lower()}")
    if found := obstacles(person):
        raise Conflict(found[0], reasons=found)
    waiting = _waiting(person, at.date())
    row = Erasure(pseudonym=person.pseudonym, asked_at=at)
    _settle(row, replace(person, waiting=frozenset(waiting)), waiting, at)
    row.save()
    record(actor=actor, action="customers.erase", target=f"erasure:{row.pk}", reason=reason, at=at)
    farewell = cast("Farewell", import_string(settings.FAREWELL))
    farewell(email=person.email, language=language, until=row.until, key=row.pseudonym, at=at)
    return row


@transaction.atomic
def erase_due(*, erasure_id: int, at: datetime) -> Erasure:
    """Forget what had to wait. Twice is the same as once; what still has to wait goes on waiting."""
    row = Erasure.objects.select_for_update().get(pk=erasure_id)
    if row.done_at is None:
        person = Person(row.email, row.pseudonym, order_ids=tuple(row.order_ids))
        # Somebody may have opened a new account with the address since: what is theirs now is not touched.
        waiting = _waiting(person, at.date())
        _settle(row, replace(person, waiting=frozenset(waiting)), waiting, at)
        row.save()
    return row


def _settle(row: Erasure, person: Person, waiting: Mapping[int, date], at: datetime) -> None:
    for one in holdings():
        one.erase(person, at=at)
    row.order_ids, row.until = sorted(waiting), max(waiting.values(), default=None)
    row.email = person.email if waiting else ""
    row.done_at = None if waiting else at


def _waiting(person: Person, today: date) -> dict[int, date]:
    """Orders that stay for now, with the latest day anybody needs them."""
    found: dict[int, date] = {}
    for one in holdings():
        for order_id, until in one.waits(person, today=today).items():
            found[order_id] = max(until, found.get(order_id, until))
    return found
