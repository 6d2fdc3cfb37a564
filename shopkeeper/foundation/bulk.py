"""Many new rows of one table at once.

``bulk_create`` spends about ten function calls on each value; half of an import's time went there. Here a row is a
tuple, the statement is written once, and only values that need it are prepared by their field.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection
from django.db.models import AutoField, Field, Model

# What both drivers take as it is. bool and int subclasses (enumerations) go through their field.
_PLAIN = (int, str, type(None))


def insert_rows(model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert ``rows``, each with the values of ``columns`` (attribute names: ``product_id``, not ``product``).

    Columns that are left out get their default, one value for all rows; a default that is worked out anew for each
    row (a token) must be given. Keys are the database's. Raises what the database raises: IntegrityError, DataError.
    """
    fields = [field for field in model._meta.concrete_fields if not isinstance(field, AutoField)]
    known = {field.attname: field for field in fields}
    given = [known[name] for name in columns]
    left = [field for field in fields if field.attname not in columns]
    blank = model()
    fixed = [field.get_db_prep_save(field.pre_save(blank, add=True), connection) for field in left]
    names = ", ".join(connection.ops.quote_name(str(field.column)) for field in [*given, *left])
    table = connection.ops.quote_name(model._meta.db_table)
    places = ", ".join(["%s"] * (len(given) + len(left)))
    prepared = [[*_prepared(given, row), *fixed] for row in rows]
    if prepared:
        with connection.cursor() as cursor:
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", prepared)  # noqa: S608 - our own names


def _prepared(fields: Sequence[Field[Any, Any]], row: Sequence[Any]) -> list[Any]:
    # A list or a dict is a JSON field's; plain text in one would need quotes, so JSON never takes the short way.
    return [
        value if type(value) in _PLAIN and not _is_json(field) else field.get_db_prep_save(value, connection)
        for field, value in zip(fields, row, strict=True)
    ]


def _is_json(field: Field[Any, Any]) -> bool:
    return field.get_internal_type() == "JSONField"
