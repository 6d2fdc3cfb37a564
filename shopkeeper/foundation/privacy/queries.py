"""What is held about a person."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from shopkeeper.foundation.accounts.models import User
from shopkeeper.foundation.privacy.models import Erasure
from shopkeeper.foundation.privacy.ports import Person, holdings


def person_of(user: User) -> Person:
    return Person(user.email, "", user_id=user.pk)


@transaction.atomic
def export(user: User) -> dict[str, Mapping[str, Any]]:
    """Everything every app holds about somebody, by the app's name; apps that hold nothing are left out."""
    told = {one.name: one.export(person_of(user)) for one in holdings()}
    return {name: rows for name, rows in told.items() if any(rows.values())}


def obstacles(person: Person) -> list[str]:
    """Why somebody cannot be forgotten yet."""
    return [reason for one in holdings() for reason in one.obstacles(person)]


def due_erasures(*, today: date) -> list[int]:
    """Erasures of which the last reason to wait has passed. One query."""
    return list(Erasure.objects.filter(done_at=None, until__lt=today).values_list("pk", flat=True))
