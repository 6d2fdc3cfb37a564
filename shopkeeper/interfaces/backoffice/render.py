"""Printing a page of the office."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render as django_render

from shopkeeper.foundation import ids
from shopkeeper.foundation.http.caching import private

if TYPE_CHECKING:
    from shopkeeper.interfaces.backoffice.guard import Staff

# label, address, symbol, the right that shows it
NAVIGATION = (
    ("Today", "/office/", "today", ""),
    ("Orders", "/office/orders/", "orders", "orders.view"),
    ("Money", "/office/money/", "money", "orders.view"),
    ("Returns", "/office/returns/", "returns", "orders.view"),
    ("Credit", "/office/credit/", "credit", "customers.view"),
    ("Stock", "/office/stock/", "stock", "catalogue.view"),
    ("Products", "/office/products/", "products", "catalogue.view"),
    ("Collections", "/office/collections/", "collections", "catalogue.view"),
    ("Promises", "/office/promises/", "promises", "orders.view"),
    ("Policies", "/office/policies/", "policies", "orders.view"),
    ("Markets", "/office/markets/", "markets", "settings.edit"),
    ("Ledger", "/office/ledger/", "ledger", "ledger.view"),
    ("Mail", "/office/mail/", "mail", "mail.view"),
    ("Audit", "/office/audit/", "audit", "audit.view"),
    ("System", "/office/system/", "system", "audit.view"),
)


@dataclass(frozen=True)
class NavItem:
    label: str
    url: str
    icon: str
    is_current: bool


@dataclass(frozen=True)
class Flash:
    """What has just happened. ``link`` is an address with what to call it, or nothing."""

    kind: str
    text: str


@dataclass(frozen=True)
class Office:
    """What stands around every page. ``rights`` decides which buttons are printed; the views check again."""

    shop_name: str
    title: str
    nav: tuple[NavItem, ...]
    person: str
    role: str
    rights: frozenset[str]
    flashes: tuple[Flash, ...]
    search_text: str
    theme: str
    live_after: int | None = None

    def may(self, right: str) -> bool:
        return right in self.rights


def page(
    request: HttpRequest,
    who: Staff,
    template: str,
    page: object,
    *,
    title: str,
    status: int = 200,
    search_text: str = "",
    live_after: int | None = None,
) -> HttpResponse:
    """``backoffice/<template>`` in its frame. ``live_after`` makes the page listen for changes after that event."""
    theme = request.COOKIES.get("theme", "")
    office = Office(
        shop_name=settings.SHOP_NAME,
        title=title,
        nav=navigation(request.path, who),
        person=who.name or who.email,
        role=who.role,
        rights=who.rights,
        flashes=tuple(Flash(message.level_tag, message.message) for message in messages.get_messages(request)),
        search_text=search_text,
        theme=theme if theme in {"light", "dark"} else "",
        live_after=live_after,
    )
    context = {"office": office, "page": page, "once": ids.token}
    return django_render(request, f"backoffice/{template}", context, status=status, using="jinja2")


def navigation(path: str, who: Staff) -> tuple[NavItem, ...]:
    return tuple(
        NavItem(label, url, icon, path == url if url == "/office/" else path.startswith(url))
        for label, url, icon, right in NAVIGATION
        if who.may(right)
    )


def refused(request: HttpRequest, who: Staff | None, message: str, *, status: int) -> HttpResponse:
    """A refusal for somebody at the desk; a bare one for those who do not work here."""
    if who is None:
        return private(HttpResponse(_BARE, status=status))
    return page(request, who, "refused.html", message, title="That did not work", status=status)


_BARE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Not found</title></head>
<body><main><h1>Not found</h1>
<p>There is nothing at this address. <a href="/">Go to the shop</a></p></main></body></html>
"""
