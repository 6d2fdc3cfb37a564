"""A product before shoppers see it, for whoever holds its signed link."""

from __future__ import annotations

from datetime import UTC, datetime

from babel.dates import format_datetime
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from shopkeeper.commerce.catalogue.models import Product
from shopkeeper.commerce.catalogue.previews import read_token
from shopkeeper.commerce.shelf.details import preview_detail
from shopkeeper.foundation import clock
from shopkeeper.foundation.http.caching import unkept
from shopkeeper.interfaces.storefront.pages import Meta, PreviewMark
from shopkeeper.interfaces.storefront.present.words import locale_of
from shopkeeper.interfaces.storefront.render import absolute, page
from shopkeeper.interfaces.storefront.views.product import asked_options, shown_product
from shopkeeper.interfaces.storefront.visit import visit


@require_safe
def preview(request: HttpRequest, token: str) -> HttpResponse:
    """As shoppers would see it now, marked, kept by nobody and closed to search engines. A product that has gone live
    meanwhile is shown where everybody sees it."""
    who, at = visit(request), clock.now()
    opened = read_token(token, at=at)
    detail = preview_detail(
        opened.product_id, chosen=asked_options(request), market=who.market, destination=who.destination, at=at
    )
    product = detail.product
    if product.is_live(at):
        return unkept(HttpResponseRedirect(f"/p/{product.slug}/"))
    mark = PreviewMark(state=_state(product, who.language), until=_moment(opened.until, who.language))
    made = shown_product(detail, who, at, key="", preview=mark, url=request.path)
    title = _("Preview: %(title)s") % {"title": made.title}
    meta = Meta(
        title=title, description=title, canonical_url=absolute(request.path), robots="noindex, nofollow, noarchive"
    )
    response = unkept(page(request, "product.html", made, meta=meta))
    response.headers["X-Robots-Tag"] = meta.robots
    response.headers["Referrer-Policy"] = "same-origin"
    return response


def _state(product: Product, language: str) -> str:
    if product.status == Product.Status.DRAFT or product.publish_at is None:
        return _("A draft, not in the shop yet.")
    return _("In the shop from %(moment)s.") % {"moment": _moment(product.publish_at, language)}


def _moment(at: datetime, language: str) -> str:
    return f"{format_datetime(at.astimezone(UTC), 'd MMM yyyy, HH:mm', locale=locale_of(language))} UTC"
