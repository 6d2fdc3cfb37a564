"""Stock: the list, one item's shelves, its history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_GET, require_http_methods

from shopkeeper.commerce.inventory import board, desk
from shopkeeper.commerce.inventory.board import Shelf, StockRow
from shopkeeper.commerce.inventory.models import Movement
from shopkeeper.foundation import clock
from shopkeeper.foundation.errors import InvalidInput, ShopError
from shopkeeper.foundation.http.refusals import status_of
from shopkeeper.foundation.idempotency.door import answered_once
from shopkeeper.interfaces.backoffice import forms, render
from shopkeeper.interfaces.backoffice.forms import Field, Trouble
from shopkeeper.interfaces.backoffice.guard import Staff, scope_of, staff
from shopkeeper.interfaces.backoffice.present import words

HISTORY = 50


@dataclass(frozen=True)
class StockListPage:
    rows: tuple[StockRow, ...]
    text: str
    low: bool
    low_mark: int
    next_url: str
    first_url: str


@dataclass(frozen=True)
class ShelfForm:
    shelf: Shelf
    fields: tuple[Field, Field, Field]
    seen: int
    trouble: Trouble | None


@dataclass(frozen=True)
class MovementRow:
    at: str
    location: str
    delta: str
    reason: str
    reference: str
    order_url: str
    who: str


@dataclass(frozen=True)
class StockPage:
    item: StockRow
    shelves: tuple[ShelfForm, ...]
    movements: tuple[MovementRow, ...]
    next_url: str
    first_url: str


@require_GET
@staff("catalogue.view")
def stock(request: HttpRequest, who: Staff) -> HttpResponse:
    text, low = request.GET.get("q", "").strip()[:100], bool(request.GET.get("low"))
    after = request.GET.get("after", "")[:100]
    found = board.stock_page(text=text, low=low, after=after)
    query = {"q": text, "low": "1" if low else ""}

    def url(**more: str) -> str:
        return "/office/stock/?" + urlencode({key: value for key, value in (query | more).items() if value})

    shown = StockListPage(
        found.rows, text, low, board.LOW, url(after=found.next) if found.next else "", url() if after else ""
    )
    return render.page(request, who, "stock.html", shown, title="Stock")


@require_GET
@staff("catalogue.view")
def item(request: HttpRequest, who: Staff, offer_id: int) -> HttpResponse:
    return _shown(request, who, offer_id)


@require_http_methods(["POST"])
@staff("stock.edit")
@answered_once(scope=scope_of)
def count(request: HttpRequest, who: Staff, offer_id: int) -> HttpResponse:
    """Set the count of one shelf."""
    typed = request.POST.dict()
    board.stock_of(offer_id)
    try:
        desk.set_count(
            offer_id=offer_id,
            location=typed.get("location", ""),
            on_hand=forms.number(typed, "on_hand"),
            seen=forms.number(typed, "seen"),
            reason=typed.get("reason", ""),
            remark=typed.get("remark", ""),
            actor=who.actor,
            at=clock.now(),
        )
    except ShopError as wrong:
        fields = wrong.fields if isinstance(wrong, InvalidInput) else {"on_hand": wrong.message}
        return _shown(request, who, offer_id, typed, Trouble(wrong.message, tuple(fields.items())), status_of(wrong))
    messages.success(request, "The count is saved.")
    return HttpResponseRedirect(f"/office/stock/{offer_id}/")


def _shown(
    request: HttpRequest,
    who: Staff,
    offer_id: int,
    typed: Mapping[str, str] | None = None,
    trouble: Trouble | None = None,
    status: int = 200,
) -> HttpResponse:
    found = board.stock_of(offer_id)
    before = request.GET.get("before", "")
    rows = board.movements_of(offer_id, before_id=int(before) if before.isdigit() else None, limit=HISTORY + 1)
    names = {shelf.slug: shelf.location for shelf in found.shelves}
    shown = StockPage(
        item=found,
        shelves=tuple(_form(shelf, typed or {}, trouble) for shelf in found.shelves),
        movements=tuple(_movement(one, names, sees_orders=who.may("orders.view")) for one in rows[:HISTORY]),
        next_url=f"?before={rows[HISTORY - 1].pk}" if len(rows) > HISTORY else "",
        first_url=f"/office/stock/{offer_id}/" if before else "",
    )
    return render.page(request, who, "stock_item.html", shown, title=found.sku, status=status)


def _movement(one: Movement, names: Mapping[str, str], *, sees_orders: bool) -> MovementRow:
    """Which order it was for is told to those who may see orders."""
    order = one.reference.removeprefix("order:") if one.reference.startswith("order:") else ""
    return MovementRow(
        at=words.when(one.at),
        location=names.get(one.bucket.slot, one.bucket.slot),
        delta=f"{'+' if one.delta > 0 else '−'}{abs(one.delta)}",
        reason=desk.REASONS.get(one.reason, one.reason.capitalize()),
        reference="" if order and not sees_orders else order or one.reference,
        order_url=f"/office/orders/{order}/" if order and sees_orders else "",
        who=one.actor,
    )


def _form(shelf: Shelf, typed: Mapping[str, str], trouble: Trouble | None) -> ShelfForm:
    mine = typed.get("location") == shelf.slug
    told = typed if mine else {}
    wrong = dict(trouble.fields) if trouble and mine else {}
    fields = (
        Field(
            name="on_hand",
            label="On hand",
            value=told.get("on_hand", str(shelf.on_hand)),
            error=wrong.get("on_hand", ""),
            inputmode="numeric",
        ),
        Field(
            name="reason",
            label="Reason",
            value=told.get("reason", "count"),
            error=wrong.get("reason", ""),
            kind="select",
            choices=forms.choices(list(desk.REASONS.items())),
        ),
        Field(name="remark", label="Remark", value=told.get("remark", ""), is_optional=True, max_length=300),
    )
    return ShelfForm(shelf, fields, shelf.on_hand, trouble if mine else None)
