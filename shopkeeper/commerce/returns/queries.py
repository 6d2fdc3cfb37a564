"""Reading returns. Whoever asks is part of the question."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, QuerySet, Sum

from shopkeeper.commerce.orders.models import CreditNote, Order
from shopkeeper.commerce.payments.queries import refunds_named
from shopkeeper.commerce.returns.models import Return, ReturnLine
from shopkeeper.foundation.errors import NotFound
from shopkeeper.foundation.money import Money


@dataclass(frozen=True)
class ReturnDetail:
    """A return with its lines and, once there is one, its credit note.

    ``comes_back`` is what the customer gets for it: the estimate until it is settled, then what was really given back
    (bonuses not counted), and nothing for what was refused or called off. Below zero what they pay.
    """

    made: Return
    lines: tuple[ReturnLine, ...]
    credit_note: CreditNote | None
    comes_back: Money


def returns_of_order(order: Order) -> list[Return]:
    """What of an order came back or is coming, newest first. One query."""
    return list(Return.objects.filter(order=order).select_related("order", "exchange_order").order_by("-pk"))


def return_of_order(public_id: str, order: Order) -> Return:
    """A return of this very order. Raises NotFound. One query."""
    return _one(Return.objects.filter(public_id=public_id, order=order))


def return_by_id(return_id: int) -> Return:
    """The return an event is about. Raises NotFound. One query."""
    return _one(Return.objects.filter(pk=return_id))


def return_for_staff(number: str) -> Return:
    """Any return, for staff. Raises NotFound. One query."""
    return _one(Return.objects.filter(number=number))


def detail(made: Return) -> ReturnDetail:
    """Everything about a return. At most three queries."""
    lines = ReturnLine.objects.filter(part_of=made).select_related("line").order_by("line__position")
    note = CreditNote.objects.filter(key=f"return:{made.public_id}").select_related("series").first()
    return ReturnDetail(made, tuple(lines), note, _comes_back(made))


def _comes_back(made: Return) -> Money:
    if made.came_to_nothing:
        return Money(0, made.order.currency)
    if made.status == Return.Status.SETTLED and made.kind != Return.Kind.EXCHANGE:
        given = refunds_named(f"return:{made.pk}:money:")
        return Money(sum(one.amount_minor for one in given), made.order.currency)
    return made.estimate


def returns_for_staff(*, status: str = "", before_id: int | None = None, limit: int = 50) -> list[Return]:
    """Returns for the office, newest first, by keyset. One query."""
    found = Return.objects.select_related("order").order_by("-pk")
    if status:
        found = found.filter(status=status)
    if before_id is not None:
        found = found.filter(pk__lt=before_id)
    return list(found[:limit])


def reasons_of_product(product_id: int) -> list[tuple[str, int]]:
    """Why units of a product came back, most frequent first, with how many. One query."""
    rows = ReturnLine.objects.filter(line__product_id=product_id).exclude(part_of__status=Return.Status.CALLED_OFF)
    sums = rows.values("reason").annotate(units=Sum("quantity"), times=Count("pk")).order_by("-units")
    return [(ReturnLine.Reason(row["reason"]).label, row["units"]) for row in sums]


def _one(found: QuerySet[Return]) -> Return:
    made = found.select_related("order", "exchange_order").first()
    if made is None:
        raise NotFound("There is no such return.")
    return made
