"""Printing a page."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render as django_render
from django.utils import translation

from shopkeeper.interfaces.storefront.frame import shop_frame
from shopkeeper.interfaces.storefront.pages import Meta
from shopkeeper.interfaces.storefront.visit import visit


def page(
    request: HttpRequest,
    template: str,
    page: object,
    *,
    meta: Meta,
    status: int = 200,
    search_text: str = "",
) -> HttpResponse:
    """``storefront/<template>`` with its frame, in the visitor's language.

    Scripts ask for parts of a page with ``X-Parts``; the whole page holds them all, so it answers both.
    """
    who = visit(request)
    context = {"shop": shop_frame(who, search_text=search_text), "meta": meta, "page": page, "csp_nonce": ""}
    with translation.override(who.language):
        return django_render(request, f"storefront/{template}", context, status=status, using="jinja2")


def absolute(path: str) -> str:
    """The public address of ``path``; never built from the request's Host header."""
    return settings.PUBLIC_URL + path


def meta_for(request: HttpRequest, title: str, description: str = "", *, robots: str = "") -> Meta:
    """Head matter of a page without anything special; the canonical address has no query."""
    return Meta(
        title=f"{title} – {settings.SHOP_NAME}",
        description=description or title,
        canonical_url=absolute(request.path),
        robots=robots,
    )
