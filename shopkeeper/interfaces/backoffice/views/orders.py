"""The list of orders: filtered, searched, packed many at a time, exported."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.views.decorators.http import require_GET, require_POST

from shopkeeper.commerce.orders import board, desk
from shopkeeper.commerce.orders.board import BoardOrder, OrderFilter
from shopkeeper.foundation import clock
from shopkeeper.foundation.errors import InvalidInput
from shopkeeper.foundation.events.feed import latest_id
from shopkeeper.foundation.idempotency.door import answered_once
from shopkeeper.interfaces.backoffice import csv, render
from shopkeeper.interfaces.backoffice.guard import Staff, scope_of, staff
from shopkeeper.interfaces.backoffice.present import orders as present
from shopkeeper.interfaces.backoffice.present.bulk import bulk_done_page, bulk_page

MOST_AT_ONCE = 100
EXPORT_HEADER = (
    "number",
    "placed_at",
    "stage",
    "email",
    "name",
    "country",
    "items",
    "skus",
    "currency",
    "total",
    "delivery",
    "promised_to",
    "tracking",
)


@require_GET
@staff("orders.view")
def orders(request: HttpRequest, who: Staff) -> HttpResponse:
    at = clock.now()
    question = present.asked(request.GET.dict(), at.date())
    before = present.cursor_of(request.GET.get("before", ""))
    live_after = latest_id()
    found = board.orders_page(question.wanted, before=before)
    shown = present.orders_page(
        question, found, board.stage_counts(), board.countries_served(), is_first=before is None, at=at
    )
    return render.page(request, who, "orders.html", shown, title="Orders", live_after=live_after)


@require_GET
@staff("orders.view")
def export(request: HttpRequest, who: Staff) -> StreamingHttpResponse:
    """The list as a table, as long as it is."""
    at = clock.now()
    question = present.asked(request.GET.dict(), at.date())
    rows = (_cells(order) for order in board.every_order(question.wanted))
    return csv.stream(f"orders-{question.view}-{at:%Y%m%d-%H%M}.csv", EXPORT_HEADER, rows)


@require_POST
@staff("orders.fulfil")
def pack_preview(request: HttpRequest, who: Staff) -> HttpResponse:
    """What would be packed: the orders, and everything to be fetched for them."""
    chosen = _chosen(request)
    found = board.orders_page(OrderFilter(ids=chosen), limit=MOST_AT_ONCE)
    return render.page(request, who, "bulk.html", bulk_page(found.orders, clock.now()), title="Pack many orders")


@require_POST
@staff("orders.fulfil")
@answered_once(scope=scope_of)
def pack_many(request: HttpRequest, who: Staff) -> HttpResponse:
    result = desk.pack_many(order_ids=_chosen(request), actor=who.actor, at=clock.now())
    return render.page(request, who, "bulk_done.html", bulk_done_page(result, _chosen(request)), title="Packed")


@require_POST
@staff("orders.fulfil")
def unpack_many(request: HttpRequest, who: Staff) -> HttpResponse:
    """Undo a bulk packing."""
    result = desk.unpack_many(order_ids=_chosen(request), actor=who.actor, at=clock.now())
    messages.success(request, f"Unpacked again: {', '.join(result.done) or 'nothing'}.")
    return HttpResponseRedirect("/office/orders/?view=to_pack")


def _chosen(request: HttpRequest) -> tuple[int, ...]:
    """The ticked orders. Raises InvalidInput when there are none, or too many."""
    keys = [key for key in request.POST.getlist("order") if key.isascii() and key.isdigit() and len(key) < 19]
    if not keys:
        raise InvalidInput("Tick the orders first, then press the button again.")
    if len(keys) > MOST_AT_ONCE:
        raise InvalidInput(f"Choose {MOST_AT_ONCE} orders at most at a time.")
    return tuple(sorted({int(key) for key in keys}))


def _cells(order: BoardOrder) -> tuple[object, ...]:
    promised: date | str = order.promised_to or ""
    return (
        order.number,
        order.placed_at.isoformat(timespec="seconds"),
        order.stage,
        order.email,
        order.name,
        order.country,
        order.units,
        " ".join(f"{line.sku}×{line.quantity}" for line in order.lines),
        order.total.currency,
        order.total.plain(),
        order.delivery,
        promised,
        " ".join(order.tracking),
    )
