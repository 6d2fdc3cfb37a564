"""Refusing forms that another site sent in a visitor's name, without tokens in the pages.

A browser says where a request comes from: ``Sec-Fetch-Site`` (W3C Fetch Metadata Request Headers; all
current browsers, over HTTPS and on localhost) and ``Origin`` (WHATWG Fetch, on every POST). Pages
cannot forge either. The OWASP Cross-Site Request Forgery Prevention Cheat Sheet names Fetch
Metadata, with Origin as the fall-back, as a complete defence. So pages carry no secret: they can be
cached whole and compressed, and a form left open overnight is not lost to an expired token.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from shopkeeper.foundation.http.refusals import refusal_page

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
View = TypeVar("View", bound=Callable[..., Any])
MESSAGE = "This form was sent from another site, so nothing was changed. Open the page here and send it again."


def signed_by_sender(view: View) -> View:
    """Exempt a view whose requests prove their sender by a signature: webhooks. Nothing else."""
    view.accepts_any_origin = True  # type: ignore[attr-defined]
    return view


class CrossOriginProtection:
    """Let an unsafe request pass only when it comes from our own pages, or from no browser session.

    - ``Sec-Fetch-Site`` decides when present: ``same-origin``, or ``none`` (the user's own doing).
    - Else ``Origin`` decides: our scheme and host, or one of CSRF_TRUSTED_ORIGINS. The scheme counts,
      so a page injected over plain HTTP cannot act on the HTTPS shop.
    - Else (programs, old browsers) a request without cookies has nobody's authority to abuse; one
      with cookies needs a Referer on our host.

    The host is the one Django checked against ALLOWED_HOSTS. Django's own token check, which
    allauth's views ask for, is marked as done; ``csrf_exempt`` is not honoured here, because
    frameworks put it on views that do use cookies.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        if request.method in SAFE_METHODS or getattr(view, "accepts_any_origin", False) or is_own(request):
            return None
        return refusal_page(request, status=403, code="cross_origin", message=MESSAGE)


def is_own(request: HttpRequest) -> bool:
    """Whether an unsafe request comes from our own pages, or carries nobody's authority."""
    origin = request.META.get("HTTP_ORIGIN", "")
    if origin and origin in settings.CSRF_TRUSTED_ORIGINS:
        return True
    site = request.META.get("HTTP_SEC_FETCH_SITE")
    if site is not None:
        return site in ("same-origin", "none")
    if origin:
        return bool(origin == f"{_scheme(request)}://{request.get_host()}")
    if not request.META.get("HTTP_COOKIE"):
        return True
    referer = urlsplit(request.META.get("HTTP_REFERER", ""))
    return bool(referer.scheme == _scheme(request) and referer.netloc == request.get_host())


def _scheme(request: HttpRequest) -> str:
    return "https" if settings.HTTPS else (request.scheme or "http")
