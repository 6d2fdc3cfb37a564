"""The box in the header: orders, products and SKUs by anything they are known by."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_GET

from shopkeeper.commerce.catalogue import board as catalogue
from shopkeeper.commerce.catalogue.board import ProductRow
from shopkeeper.commerce.inventory import board as stock
from shopkeeper.commerce.inventory.board import StockRow
from shopkeeper.commerce.orders import board as orders
from shopkeeper.commerce.orders.board import OrderFilter
from shopkeeper.foundation import clock
from shopkeeper.interfaces.backoffice import render
from shopkeeper.interfaces.backoffice.guard import Staff, staff
from shopkeeper.interfaces.backoffice.present.orders import OrderRow, row

MOST = 8


@dataclass(frozen=True)
class SearchPage:
    text: str
    orders: tuple[OrderRow, ...]
    products: tuple[ProductRow, ...]
    stock: tuple[StockRow, ...]


@require_GET
@staff()
def search(request: HttpRequest, who: Staff) -> HttpResponse:
    text = request.GET.get("q", "").strip()[:200]
    at = clock.now()
    found = SearchPage(
        text=text,
        orders=tuple(row(one, at) for one in orders.orders_page(OrderFilter(text=text), limit=MOST).orders)
        if text and who.may("orders.view")
        else (),
        products=catalogue.products_page(text=text, at=at, limit=MOST).rows
        if text and who.may("catalogue.view")
        else (),
        stock=stock.stock_page(text=text, limit=MOST).rows if text and who.may("catalogue.view") else (),
    )
    if len(found.orders) == 1 and found.orders[0].number.replace("-", "") == text.upper().replace("-", ""):
        return HttpResponseRedirect(found.orders[0].url)
    return render.page(request, who, "search.html", found, title="Search", search_text=text)
