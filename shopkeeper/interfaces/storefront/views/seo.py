"""What programs read: the sitemap, the rules for robots, and what browsers may fetch ahead."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from xml.sax.saxutils import escape

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from shopkeeper.commerce.catalogue import queries as catalogue
from shopkeeper.commerce.content import queries as content
from shopkeeper.foundation import clock
from shopkeeper.foundation.errors import NotFound
from shopkeeper.foundation.http.caching import shared
from shopkeeper.foundation.remember import remembered
from shopkeeper.interfaces.storefront.render import absolute

PER_FILE = 5000
_SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_HIDDEN = ("/cart/", "/checkout/", "/orders/", "/account/", "/pay/", "/market/", "/search/", "/live/")
Entry = tuple[str, datetime | None]


@require_safe
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """The list of sitemaps: one of pages, and one for every 5,000 products."""
    products = _products()
    parts: list[Entry] = [("/sitemap-pages.xml", None)]
    for number, start in enumerate(range(0, len(products), PER_FILE), 1):
        changed = max(at for _path, at in products[start : start + PER_FILE])
        parts.append((f"/sitemap-products-{number}.xml", changed))
    return _xml("sitemapindex", "sitemap", parts)


@require_safe
def sitemap_pages(request: HttpRequest) -> HttpResponse:
    found: list[Entry] = [("/", None), ("/shipping/", None), ("/returns/", None), ("/contact/", None)]
    found += [(f"/c/{row.path}/", None) for row in catalogue.categories()]
    found += [(f"/collections/{row.slug}/", None) for row in catalogue.collections()]
    found += [(f"/pages/{row.slug}/", row.updated_at) for row in content.pages()]
    return _xml("urlset", "url", found)


@require_safe
def sitemap_products(request: HttpRequest, number: int) -> HttpResponse:
    found = _products()[(number - 1) * PER_FILE : number * PER_FILE] if number > 0 else []
    if not found:
        raise NotFound("There is no such sitemap.")
    return _xml("urlset", "url", found)


@remembered(seconds=60)
def _products() -> list[tuple[str, datetime]]:
    return [(f"/p/{slug}/", at) for slug, at in catalogue.addresses_of_live_products(at=clock.now())]


def _xml(root: str, item: str, entries: Iterable[tuple[str, datetime | None]]) -> HttpResponse:
    rows = "".join(
        f"<{item}><loc>{escape(absolute(path))}</loc>"
        + (f"<lastmod>{at.isoformat(timespec='seconds')}</lastmod>" if at else "")
        + f"</{item}>\n"
        for path, at in entries
    )
    body = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} {_SPACE}>\n{rows}</{root}>\n'
    return shared(HttpResponse(body, content_type="application/xml"), seconds=300)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in _HIDDEN),
        "",
        f"Sitemap: {absolute('/sitemap.xml')}",
        "",
    ]
    return shared(HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8"), seconds=3600)


@require_safe
def speculation_rules(request: HttpRequest) -> HttpResponse:
    """Product pages may be fetched when their link is pressed. They change nothing and belong to nobody."""
    rules = {"prefetch": [{"where": {"href_matches": "/p/*"}, "eagerness": "conservative"}]}
    return shared(JsonResponse(rules, content_type="application/speculationrules+json"), seconds=86400)
