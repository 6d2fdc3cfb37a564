"""Tables whose rows are never changed: the database itself refuses UPDATE and DELETE.

Use in a migration: ``operations = [..., append_only("audit_auditentry")]``. On SQLite a trigger also
refuses ``INSERT OR REPLACE``, which would delete without firing the delete trigger. TRUNCATE and
DROP remain: whoever may change the schema can do anything.
"""

from __future__ import annotations

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython

TRIGGER = "append_only"


def append_only(table: str) -> RunPython:
    """A migration operation that makes ``table`` append-only on SQLite and PostgreSQL."""

    def forwards(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
        for statement in _create(table, editor.connection.vendor):
            editor.execute(statement, params=None)

    def backwards(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
        for statement in _drop(table, editor.connection.vendor):
            editor.execute(statement, params=None)

    return RunPython(forwards, backwards)


def _create(table: str, vendor: str) -> list[str]:
    refusal = f"{table} is append-only"
    is_there = f'EXISTS (SELECT 1 FROM "{table}" WHERE id = NEW.id)'  # noqa: S608 - named by a migration
    if vendor == "sqlite":
        refuse = f"BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
        return [
            f'CREATE TRIGGER {TRIGGER}_{table}_update BEFORE UPDATE ON "{table}" {refuse}',
            f'CREATE TRIGGER {TRIGGER}_{table}_delete BEFORE DELETE ON "{table}" {refuse}',
            f'CREATE TRIGGER {TRIGGER}_{table}_replace BEFORE INSERT ON "{table}" WHEN {is_there} {refuse}',
        ]
    return [
        f"CREATE OR REPLACE FUNCTION {TRIGGER}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME "
        "USING ERRCODE = 'integrity_constraint_violation'; END $$",
        f'CREATE TRIGGER {TRIGGER}_{table} BEFORE UPDATE OR DELETE ON "{table}" '
        f"FOR EACH ROW EXECUTE FUNCTION {TRIGGER}_refuse()",
    ]


def _drop(table: str, vendor: str) -> list[str]:
    if vendor == "sqlite":
        return [f"DROP TRIGGER {TRIGGER}_{table}_{event}" for event in ("update", "delete", "replace")]
    return [f'DROP TRIGGER {TRIGGER}_{table} ON "{table}"']
