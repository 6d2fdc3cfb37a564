"""Prepared reads answer what their querysets would."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.db.models import CharField, DateTimeField
from django.test.utils import CaptureQueriesContext

from shopkeeper.foundation.idempotency.models import IdempotencyKey
from shopkeeper.foundation.prepared import Rows, Slots, columns, instance, prepared

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 18, 12, 0, tzinfo=UTC)


@prepared
def answers(slots: Slots) -> Rows:
    mine = slots.among("answer_status", "statuses")
    kept = IdempotencyKey.objects.filter(mine, created_at__lte=slots.one("at", DateTimeField()), status="done")
    return kept.filter(scope=slots.one("scope", CharField())).order_by("pk").values_list(*columns(IdempotencyKey))


def make_key(status: int, scope: str = "shop") -> IdempotencyKey:
    told = {"scope": scope, "key": f"k{status}", "fingerprint": "f", "status": "done", "answer_headers": {"a": "b"}}
    return IdempotencyKey.objects.create(**told, claimed_at=NOON, created_at=NOON, answer_status=status)


@pytest.mark.parametrize("statuses", [[200], [200, 303], [200, 303, 404], (status for status in (303, 200)), {404}])
def test_the_answer_is_that_of_the_queryset_for_lists_of_every_length(statuses: object) -> None:
    for status in (200, 303, 404):
        make_key(status)
    wanted = list(statuses)  # type: ignore[call-overload]
    rows = IdempotencyKey.objects.filter(scope="shop", answer_status__in=wanted).order_by("pk")

    found = answers(statuses=wanted, at=NOON, scope="shop")

    assert found == list(rows.values_list(*columns(IdempotencyKey)))
    assert [instance(IdempotencyKey, row) for row in found] == list(rows)


def test_it_is_one_query_and_none_for_an_empty_list() -> None:
    with CaptureQueriesContext(connection) as asked:
        answers(statuses=[200], at=NOON, scope="shop")
        answers(statuses=[], at=NOON, scope="shop")

    assert len(asked) == 1


def test_values_given_later_are_used_and_never_kept() -> None:
    make_key(200, scope="Robert'); DROP TABLE students;--")

    assert answers(statuses=[200], at=NOON, scope="shop") == []
    assert len(answers(statuses=[200], at=NOON, scope="Robert'); DROP TABLE students;--")) == 1


def test_some_columns_make_an_instance_that_fetches_the_others() -> None:
    made = make_key(200)
    names = columns(IdempotencyKey, "scope", "id")

    found = instance(IdempotencyKey, (made.pk, "shop"), names)

    assert names == ("id", "scope")
    assert (found.scope, found.answer_status) == ("shop", 200)
