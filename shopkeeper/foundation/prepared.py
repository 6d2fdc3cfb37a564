"""Reads that every page makes, put together by Django once and asked again with other values.

Building a query and writing it down as SQL costs Django three to ten times what the database needs to answer it. A
prepared read is an ordinary ``values_list`` queryset with slots in the place of its values:

    @prepared
    def _prices(slots: Slots) -> Rows:
        own = Q(market=None) | Q(market=slots.one("market_id"))
        return Price.objects.filter(own, slots.among("offer_id", "ids")).values_list("offer_id", "amount_minor")

    _prices(ids=[1, 2, 3], market_id=7)    # a list of tuples, as list(queryset) would give

The SQL is Django's own for the database in use, the values go through the same fields both ways, and tests compare
prepared reads with the querysets they stand for. Tuples come out; :func:`columns` and :func:`instance` make a whole
row into a model instance where one is needed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, wraps
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import BigIntegerField, Expression, F, Field, Model, Q, QuerySet
from django.db.models.lookups import In

Rows = QuerySet[Any, Any]
M = TypeVar("M", bound=Model)


class Slot(Expression):
    """The place of a value that is given later; ``position`` counts within a list of them."""

    def __init__(self, name: str, field: Field[Any, Any], position: int | None = None) -> None:
        super().__init__(output_field=field)
        self.name = name
        self.position = position

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        return "%s", [self]


class Slots:
    """Makes the slots of one read. ``sizes`` says how many each list has."""

    def __init__(self, sizes: dict[str, int]) -> None:
        self._sizes = sizes

    def one(self, name: str, field: Field[Any, Any] | None = None) -> Any:
        """The place of a single value, never null; a whole number unless ``field`` says otherwise."""
        return Slot(name, field or BigIntegerField())

    def among(self, path: str, name: str, field: Field[Any, Any] | None = None) -> Q:
        """The condition that the column at ``path`` is one of a list of values."""
        kind = field or BigIntegerField()
        return Q(In(F(path), [Slot(name, kind, position) for position in range(self._sizes[name])]))


@dataclass(frozen=True)
class _Statement:
    sql: str
    parameters: tuple[Any, ...]
    fields: dict[str, Any]
    compiler: Any
    converters: dict[int, Any]

    def rows(self, given: dict[str, Any]) -> list[tuple[Any, ...]]:
        connection = self.compiler.connection
        ready = {name: _for_database(given[name], field, connection) for name, field in self.fields.items()}
        values = [one if not isinstance(one, Slot) else ready[one.name][one.position or 0] for one in self.parameters]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, values)
            found = cursor.fetchall()
        if not self.converters:
            return [tuple(row) for row in found]
        return [tuple(row) for row in self.compiler.apply_converters(found, self.converters)]


def prepared(build: Callable[[Slots], Rows]) -> Callable[..., list[tuple[Any, ...]]]:
    """Make the queryset that ``build`` describes into a function of its slots' values. One query, none when a list is
    empty. Statements are kept with the connection they were written for.
    """

    @wraps(build)
    def ask(**given: Any) -> list[tuple[Any, ...]]:
        for name, value in given.items():
            if isinstance(value, Iterable) and not isinstance(value, str):
                given[name] = list(value)
                if not given[name]:
                    return []
        sizes = {name: _size(value) for name, value in given.items() if isinstance(value, list)}
        connection = connections[DEFAULT_DB_ALIAS]
        kept: dict[Any, _Statement] = connection.__dict__.setdefault("_prepared_reads", {})
        key = (build, *sizes.values())
        statement = kept.get(key)
        if statement is None:
            statement = kept[key] = _written(build(Slots(sizes)), connection)
        return statement.rows(given)

    return ask


def _for_database(value: Any, field: Field[Any, Any], connection: Any) -> list[Any]:
    """A slot's values as the database takes them. A list is filled up with its last one: asked twice, it changes
    nothing."""
    values = value if isinstance(value, list) else [value]
    made = [field.get_db_prep_value(one, connection) for one in values]
    return made + made[-1:] * (_size(made) - len(made))


def _size(values: Sequence[Any]) -> int:
    """The next power of two, so that few statements serve lists of every length."""
    return 1 << (len(values) - 1).bit_length()


@cache
def columns(model: type[Model], *wanted: str) -> tuple[str, ...]:
    """The columns of ``model`` for ``values_list``, all or those ``wanted``, in the model's order."""
    return tuple(field.attname for field in model._meta.concrete_fields if not wanted or field.attname in wanted)


def instance(model: type[M], values: Sequence[Any], names: Sequence[str] = ()) -> M:
    """The instance that a row of :func:`columns` (all, or those in ``names``) stands for. Other columns are fetched
    when they are asked for, as after ``only()``."""
    return model.from_db(DEFAULT_DB_ALIAS, names or columns(model), values)


def _written(rows: Rows, connection: Any) -> _Statement:
    compiler = rows.query.get_compiler(connection=connection)
    sql, parameters = compiler.as_sql()
    columns = [column[0] for column in compiler.select]
    fields = {one.name: one.output_field for one in parameters if isinstance(one, Slot)}
    return _Statement(sql, tuple(parameters), fields, compiler, compiler.get_converters(columns))
