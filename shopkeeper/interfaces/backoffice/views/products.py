"""The list of products."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from shopkeeper.commerce.catalogue import board
from shopkeeper.commerce.catalogue.pictures import rendition_path
from shopkeeper.foundation import clock
from shopkeeper.interfaces.backoffice import render
from shopkeeper.interfaces.backoffice.guard import Staff, staff
from shopkeeper.interfaces.backoffice.present import words
from shopkeeper.interfaces.backoffice.present.orders import Tab

STATES = (("", "All"), ("live", "Live"), ("scheduled", "Scheduled"), ("draft", "Draft"))


@dataclass(frozen=True)
class ProductLine:
    id: int
    title: str
    brand: str
    state: str
    publish: str
    variants: str
    sold: str
    src: str


@dataclass(frozen=True)
class ProductsPage:
    tabs: tuple[Tab, ...]
    rows: tuple[ProductLine, ...]
    text: str
    state: str
    next_url: str
    first_url: str


@require_GET
@staff("catalogue.view")
def products(request: HttpRequest, who: Staff) -> HttpResponse:
    text, state = request.GET.get("q", "").strip()[:100], request.GET.get("state", "")
    title, _, pk = request.GET.get("after", "")[:330].rpartition("|")
    after = (title, int(pk)) if pk.isdigit() else None
    at = clock.now()
    found = board.products_page(text=text, state=state, at=at, after=after)

    def url(**more: str) -> str:
        query = {"q": text, "state": state, **more}
        return "/office/products/?" + urlencode({key: value for key, value in query.items() if value})

    shown = ProductsPage(
        tabs=tuple(Tab(label, url(state=value), None, value == state) for value, label in STATES),
        rows=tuple(
            ProductLine(
                id=row.id,
                title=row.title,
                brand=row.brand,
                state=row.state(at),
                publish=words.when(row.publish_at) if row.state(at) == "scheduled" else "",
                variants=words.plural(row.variants, "variant"),
                sold=f"{row.sold:,} sold",
                src=rendition_path(row.image_digest, 320, "avif") if row.image_digest else "",
            )
            for row in found.rows
        ),
        text=text,
        state=state,
        next_url=url(after=f"{found.next[0]}|{found.next[1]}") if found.next else "",
        first_url=url() if after else "",
    )
    return render.page(request, who, "products.html", shown, title="Products")
