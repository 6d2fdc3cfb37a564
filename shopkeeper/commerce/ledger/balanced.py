"""The database keeps the books: a journal that does not balance, or an entry that comes late, is refused.

Entries are written before their journal (the foreign key is checked at commit). When the journal's row is inserted, its
entries must add up to nothing in each currency; from then on it takes no more. Both databases do the same.
"""

from __future__ import annotations

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython

_ENTRIES = "SELECT 1 FROM ledger_entry WHERE journal_id = NEW.id"
_WRONG = (
    f"(SELECT COUNT(*) FROM ledger_entry WHERE journal_id = NEW.id) < 2 OR EXISTS "  # noqa: S608 - our own names
    f"({_ENTRIES} GROUP BY currency HAVING SUM(amount_minor) <> 0)"
)
_CLOSED = "EXISTS (SELECT 1 FROM ledger_journal WHERE id = NEW.journal_id)"
_RULES = (
    ("ledger_journal", "balances", _WRONG, "the journal does not balance"),
    ("ledger_entry", "in_time", _CLOSED, "the journal is closed"),
)


def balanced() -> RunPython:
    """A migration operation that lays the two rules into the database."""

    def forwards(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
        for table, name, wrong, told in _RULES:
            for statement in _create(table, name, wrong, told, editor.connection.vendor):
                editor.execute(statement, params=None)

    def backwards(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
        for table, name, _, _ in _RULES:
            on = "" if editor.connection.vendor == "sqlite" else f' ON "{table}"'
            editor.execute(f"DROP TRIGGER {table}_{name}{on}", params=None)

    return RunPython(forwards, backwards)


def _create(table: str, name: str, wrong: str, told: str, vendor: str) -> list[str]:
    if vendor == "sqlite":
        refuse = f"BEGIN SELECT RAISE(ABORT, '{told}'); END"
        return [f'CREATE TRIGGER {table}_{name} BEFORE INSERT ON "{table}" WHEN {wrong} {refuse}']
    return [
        f"CREATE OR REPLACE FUNCTION {table}_{name}_check() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF {wrong} THEN RAISE EXCEPTION '{told}' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
        "RETURN NEW; END $$",
        f'CREATE TRIGGER {table}_{name} BEFORE INSERT ON "{table}" '
        f"FOR EACH ROW EXECUTE FUNCTION {table}_{name}_check()",
    ]
