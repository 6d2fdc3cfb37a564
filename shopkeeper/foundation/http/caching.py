"""Who may keep a copy of an answer.

- a page that is the same for everyone: :func:`shared`
- a page about its visitor: :func:`private`; the browser may keep it and must ask before showing it
  again, but the back button works at once (no-store would rule out the back/forward cache)
- a page with secrets, account and checkout: :func:`unkept`
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import patch_vary_headers

R = TypeVar("R", bound=HttpResponseBase)


def shared(response: R, *, seconds: int, stale_seconds: int = 60) -> R:
    """Any cache may keep it for ``seconds``, and show it for ``stale_seconds`` more while asking anew."""
    response.headers["Cache-Control"] = f"public, max-age={seconds}, stale-while-revalidate={stale_seconds}"
    return response


def private(response: R) -> R:
    """Only the visitor's browser may keep it, and asks before using it again."""
    response.headers["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ("Cookie",))
    return response


def unkept(response: R) -> R:
    """Nobody may keep it; it is not compressed either (see compression.py)."""
    response.headers["Cache-Control"] = "private, no-store"
    patch_vary_headers(response, ("Cookie",))
    return response


class KeepPrivate:
    """Marks every answer that depends on a cookie, or sets one, as private, whatever the view forgot.

    Stands outside the session middleware, which says ``Vary: Cookie`` when the session was looked at.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.cookies or "cookie" in response.headers.get("Vary", "").lower():
            kept = response.headers.get("Cache-Control", "")
            if "private" not in kept and "no-store" not in kept:
                private(response)
        return response
