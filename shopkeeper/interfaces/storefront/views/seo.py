"""What programs read: the sitemap, the rules for robots, and what browsers may fetch ahead."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from xml.sax.saxutils import escape

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from shopkeeper.commerce.catalogue import queries as catalogue
from shopkeeper.commerce.content import queries as content
from shopkeeper.commerce.pricing import queries as pricing
from shopkeeper.foundation import clock
from shopkeeper.foundation.errors import NotFound
from shopkeeper.foundation.http.caching import shared
from shopkeeper.foundation.remember import remembered
from shopkeeper.interfaces.storefront.present.pictures import largest
from shopkeeper.interfaces.storefront.render import absolute

PER_FILE = 5000
MOST_IMAGES = 10
_SPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
)
_HIDDEN = ("/cart/", "/checkout/", "/orders/", "/account/", "/pay/", "/market/", "/search/", "/live/")


@dataclass(frozen=True)
class Entry:
    """A page of a sitemap. ``changed`` is left out where it is not known for certain: better none than a wrong one."""

    path: str
    changed: datetime | None = None
    images: tuple[str, ...] = ()


@require_safe
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """The list of sitemaps: one of pages, and one for every 5,000 products."""
    products = _products()
    parts = [Entry("/sitemap-pages.xml")]
    for number, start in enumerate(range(0, len(products), PER_FILE), 1):
        changed = max(at for _pk, _slug, at in products[start : start + PER_FILE])
        parts.append(Entry(f"/sitemap-products-{number}.xml", changed))
    return _xml("sitemapindex", "sitemap", parts)


@require_safe
def sitemap_pages(request: HttpRequest) -> HttpResponse:
    """Everything but products. Lists change with whatever stands in them, so they name no day."""
    found = [Entry(path) for path in ("/", "/shipping/", "/returns/", "/contact/")]
    found += [Entry(f"/c/{row.path}/") for row in catalogue.categories()]
    found += [Entry(f"/collections/{row.slug}/") for row in catalogue.collections()]
    found += [Entry(f"/pages/{row.slug}/", row.updated_at) for row in content.pages()]
    return _xml("urlset", "url", found)


@require_safe
def sitemap_products(request: HttpRequest, number: int) -> HttpResponse:
    """Products with their pictures, and the day on which their words, pictures, variants or prices last changed."""
    found = _products()[(number - 1) * PER_FILE : number * PER_FILE] if number > 0 else []
    if not found:
        raise NotFound("There is no such sitemap.")
    pictures = catalogue.pictures([pk for pk, _slug, _at in found])
    entries = [
        Entry(f"/p/{slug}/", at, tuple(largest(one) for one in pictures.get(pk, [])[:MOST_IMAGES]))
        for pk, slug, at in found
    ]
    return _xml("urlset", "url", entries)


@remembered(seconds=60)
def _products() -> list[tuple[int, str, datetime]]:
    at = clock.now()
    repriced = pricing.repriced_at(at)
    rows = catalogue.addresses_of_live_products(at=at)
    return [(pk, slug, max(changed, repriced.get(pk, changed))) for pk, slug, changed in rows]


def _xml(root: str, item: str, entries: Iterable[Entry]) -> HttpResponse:
    rows = "".join(
        f"<{item}><loc>{escape(absolute(entry.path))}</loc>"
        + (f"<lastmod>{entry.changed.isoformat(timespec='seconds')}</lastmod>" if entry.changed else "")
        + "".join(f"<image:image><image:loc>{escape(absolute(one))}</image:loc></image:image>" for one in entry.images)
        + f"</{item}>\n"
        for entry in entries
    )
    body = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} {_SPACES}>\n{rows}</{root}>\n'
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
