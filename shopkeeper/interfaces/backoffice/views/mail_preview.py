"""Mails as they would look, kind by kind and language by language; nobody gets one."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from shopkeeper.commerce.pricing import queries as pricing
from shopkeeper.foundation.errors import NotFound
from shopkeeper.foundation.http.caching import unkept
from shopkeeper.insight.messaging.compose import Letter
from shopkeeper.insight.messaging.samples import SAMPLES
from shopkeeper.interfaces.backoffice.guard import Staff, staff
from shopkeeper.interfaces.backoffice.views.mail import LETTER_POLICY


@require_GET
@staff("mail.view")
def preview(request: HttpRequest, who: Staff) -> HttpResponse:
    kind, language = request.GET.get("kind", next(iter(SAMPLES))), request.GET.get("language", settings.LANGUAGE_CODE)
    context = {
        "shop_name": settings.SHOP_NAME,
        "csp_nonce": "",
        "kinds": list(SAMPLES),
        "languages": _languages(),
        "kind": kind,
        "language": language,
        "letter": _made(kind, language),
    }
    return unkept(render(request, "backoffice/mail_preview.html", context, using="jinja2"))


@require_GET
@staff("mail.view")
def letter(request: HttpRequest, who: Staff, kind: str, language: str) -> HttpResponse:
    response = HttpResponse(_made(kind, language).html)
    response.headers["Content-Security-Policy"] = LETTER_POLICY
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return unkept(response)


def _languages() -> list[str]:
    """Every language some market is read in."""
    return sorted({settings.LANGUAGE_CODE, *(one for market in pricing.markets() for one in market.languages)})


def _made(kind: str, language: str) -> Letter:
    if kind not in SAMPLES or language not in _languages():
        raise NotFound("There is no such mail.")
    return SAMPLES[kind](language)
