from __future__ import annotations

from decimal import Decimal

import pytest
import structlog
from django.db import DatabaseError, connection, transaction

from shopkeeper.foundation.audit.models import AuditEntry
from shopkeeper.foundation.audit.operations import Actor, record
from shopkeeper.foundation.audit.queries import entries_about, entries_by, latest_entries
from shopkeeper.foundation.money import Money

ANN = Actor(kind="user", id="7", label="Ann")
pytestmark = pytest.mark.django_db


def test_only_what_differs_is_recorded_with_both_values() -> None:
    with structlog.contextvars.bound_contextvars(request_id="abc123"):
        entry = record(
            actor=ANN, action="catalogue.reprice", target="variant:5", reason="Season",
            before={"price": Money(900, "EUR"), "title": "Mug", "rate": Decimal("0.21")},
            after={"price": Money(950, "EUR"), "title": "Mug", "rate": Decimal("0.2"), "note": None},
        )  # fmt: skip

    entry.refresh_from_db()
    assert entry.request_id == "abc123"
    assert entry.changes == {
        "price": [{"minor": 900, "currency": "EUR"}, {"minor": 950, "currency": "EUR"}],
        "rate": ["0.21", "0.2"],
    }


@pytest.mark.django_db(transaction=True)
def test_recording_outside_a_transaction_is_refused() -> None:
    with pytest.raises(RuntimeError):
        record(actor=ANN, action="a", target="t:1")


@pytest.mark.parametrize(
    "change",
    [
        lambda: AuditEntry.objects.update(reason="forged"),
        lambda: AuditEntry.objects.all().delete(),
        lambda: connection.cursor().execute("UPDATE audit_auditentry SET action = 'x'"),
        lambda: connection.cursor().execute("DELETE FROM audit_auditentry"),
    ],
)
def test_the_database_refuses_to_change_the_record(change) -> None:  # type: ignore[no-untyped-def]
    record(actor=ANN, action="a", target="t:1", reason="true")

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        change()

    assert AuditEntry.objects.get().reason == "true"


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="SQLite's own statement")
def test_replacing_a_row_is_refused_too() -> None:
    entry = record(actor=ANN, action="a", target="t:1")

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(
            "INSERT OR REPLACE INTO audit_auditentry SELECT id, at, actor_kind, actor_id, actor_label, 'x',"
            " target, changes, reason, ip, request_id FROM audit_auditentry WHERE id = %s", [entry.pk],
        )  # fmt: skip


def test_the_record_is_read_newest_first_in_pages(django_assert_num_queries) -> None:  # type: ignore
    for number in range(5):
        record(actor=ANN, action=f"a{number}", target="t:1")
    record(actor=Actor(kind="system"), action="b", target="t:2")

    with django_assert_num_queries(1):
        page = entries_about(target="t:1", limit=3)

    assert [entry.action for entry in page] == ["a4", "a3", "a2"]
    rest = entries_by(kind="user", actor_id="7", before_id=page[-1].pk)
    assert [entry.action for entry in rest] == ["a1", "a0"]
    assert latest_entries(limit=1)[0].action == "b"
