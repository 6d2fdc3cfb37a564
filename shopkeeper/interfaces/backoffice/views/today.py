"""The first page of the office."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from shopkeeper.commerce.checkout.money import order_numbers_of
from shopkeeper.commerce.inventory import board as stock
from shopkeeper.commerce.orders import board as orders
from shopkeeper.commerce.orders.board import OrderFilter
from shopkeeper.commerce.payments.board import money_troubles
from shopkeeper.commerce.pricing import queries as pricing
from shopkeeper.commerce.shipping import papers
from shopkeeper.foundation import clock
from shopkeeper.foundation.events.feed import latest_id
from shopkeeper.foundation.tasks.queries import backlog
from shopkeeper.interfaces.backoffice import render
from shopkeeper.interfaces.backoffice.guard import Staff, staff
from shopkeeper.interfaces.backoffice.present import today as present
from shopkeeper.interfaces.backoffice.present.orders import row

LATEST = 6


@require_GET
@staff()
def today(request: HttpRequest, who: Staff) -> HttpResponse:
    at = clock.now()
    live_after = latest_id()
    sees_orders = who.may("orders.view")
    shown = present.TodayPage(
        greeting=f"{at:%A} {at.day} {at:%B}",
        work=present.work_tiles(orders.stage_counts(), orders.late_count(on=at.date()), papers.trouble_count())
        if sees_orders
        else (),
        sales=_sales() if sees_orders else (),
        behind=present.behind_tiles(
            backlog(at=at) if who.may("audit.view") else None,
            stock.low_count() if who.may("catalogue.view") else None,
        ),
        troubles=_troubles() if who.may("orders.refund") else (),
        latest=tuple(row(one, at) for one in orders.orders_page(OrderFilter(), limit=LATEST).orders)
        if sees_orders
        else (),
    )
    return render.page(request, who, "today.html", shown, title="Today", live_after=live_after)


def _sales() -> tuple[present.Tile, ...]:
    markets = pricing.markets()
    home = markets[0].currency if markets else ""
    tiles: list[present.Tile] = []
    for label, (start, end, start_before, end_before) in present.periods(clock.now()).items():
        url = f"/office/orders/?view=all&from={start:%Y-%m-%d}"
        now, before = orders.takings(start, end), orders.takings(start_before, end_before)
        tiles.extend(present.sales_tiles(label, url, now, before, home))
    return tuple(tiles)


def _troubles() -> tuple[tuple[str, str, str, str], ...]:
    found = money_troubles(at=clock.now())
    return present.trouble_rows(found, order_numbers_of({one.reference for one in found}) if found else {})
