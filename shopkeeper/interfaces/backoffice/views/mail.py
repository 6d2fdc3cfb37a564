"""The outbox: every mail the shop has written, as it looks to its reader."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from shopkeeper.foundation.errors import NotFound
from shopkeeper.foundation.http.caching import unkept
from shopkeeper.insight.messaging import queries
from shopkeeper.insight.messaging.models import Message
from shopkeeper.interfaces.backoffice.guard import Staff, staff

PAGE_LENGTH = 50
# The mail itself: no script, nothing fetched, only its own styles; framed by our own page alone.
LETTER_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox"


@require_GET
@staff("mail.view")
def office_mail(request: HttpRequest, who: Staff) -> HttpResponse:
    return _outbox(request, "/office/mail/")


@require_GET
@staff("mail.view")
def office_letter(request: HttpRequest, who: Staff, message_id: int) -> HttpResponse:
    return _letter(message_id)


@require_GET
def demo_mail(request: HttpRequest) -> HttpResponse:
    """The demo's outbox is open, because nobody there has a mailbox."""
    _only_in_the_demo()
    return _outbox(request, "/demo/mail/")


@require_GET
def demo_letter(request: HttpRequest, message_id: int) -> HttpResponse:
    _only_in_the_demo()
    return _letter(message_id)


def _only_in_the_demo() -> None:
    if not settings.DEMO:
        raise NotFound("This page does not exist (any more).")


def _outbox(request: HttpRequest, base_url: str) -> HttpResponse:
    before = request.GET.get("before", "")
    before_id = int(before) if before.isascii() and before.isdigit() and len(before) < 18 else None
    found = queries.messages(before_id=before_id, limit=PAGE_LENGTH + 1)
    shown = found[:PAGE_LENGTH]
    chosen = _chosen(request, shown)
    context = {
        "shop_name": settings.SHOP_NAME,
        "csp_nonce": "",
        "base_url": base_url,
        "messages": shown,
        "chosen": chosen,
        "sends_mail": settings.SENDS_MAIL,
        "next_url": f"{base_url}?before={shown[-1].pk}" if len(found) > PAGE_LENGTH else "",
    }
    return unkept(render(request, "backoffice/mail.html", context, using="jinja2"))


def _chosen(request: HttpRequest, shown: list[Message]) -> Message | None:
    wanted = request.GET.get("message", "")
    if wanted.isascii() and wanted.isdigit() and len(wanted) < 18:
        return queries.message(int(wanted))
    return queries.message(shown[0].pk) if shown else None


def _letter(message_id: int) -> HttpResponse:
    response = HttpResponse(queries.message(message_id).html)
    response.headers["Content-Security-Policy"] = LETTER_POLICY
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return unkept(response)
