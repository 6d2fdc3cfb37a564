"""From a refusal to an HTTP status, and to a plain page when no door has made a better one."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

import structlog
from django.conf import settings
from django.db import DataError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils.module_loading import import_string

from shopkeeper.foundation.errors import ShopError

log = structlog.get_logger(__name__)
RETRY_SECONDS = 10

STATUS = {
    "shop_error": 422,
    "invalid_input": 422,
    "money": 422,
    "not_found": 404,
    "conflict": 409,
    "try_again": 503,
    "in_progress": 409,
    "idempotency_key_reused": 422,
    "too_many_requests": 429,
    "not_allowed": 403,
}


def status_of(error: ShopError) -> int:
    """The status for a refusal: by its code, else by the code of the nearest class it derives from."""
    for cls in type(error).__mro__:
        found = STATUS.get(getattr(cls, "code", ""))
        if found is not None:
            return found
    return 422


class Refusals:
    """The last catch for a ShopError that no door has turned into its own answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: object) -> HttpResponseBase | None:
        if "\x00" in request.path_info:
            # No address of ours holds a NUL byte, and PostgreSQL refuses to be asked for one.
            return refusal_page(request, status=404, code="not_found", message="There is no such address.")
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponseBase | None:
        if isinstance(error, OperationalError):
            return _database_away(request, error)
        if _cannot_be_stored(error):
            told = "Something in that request cannot be stored. Please remove unusual characters and try again."
            return refusal_page(request, status=400, code="bad_request", message=told)
        if not isinstance(error, ShopError):
            return None
        response = refusal_page(request, status=status_of(error), code=error.code, message=error.message)
        retry_after = getattr(error, "retry_after", None)
        if retry_after is not None:
            response.headers["Retry-After"] = str(retry_after)
        return response


def _cannot_be_stored(error: Exception) -> bool:
    """What the database cannot hold at all, such as a NUL byte on PostgreSQL or a number of thirty digits (for which
    SQLite's driver has no error of its own). Nothing was written."""
    return isinstance(error, DataError) or (isinstance(error, OverflowError) and "SQLite" in str(error))


def _database_away(request: HttpRequest, error: Exception) -> HttpResponseBase:
    """The database is locked, full, read-only or gone: nothing was written, pages that need no write still work, and
    whoever keeps the shop is told. PostgreSQL's lock and statement time-outs end here, too.
    """
    log.error("database_unavailable", path=request.path, error=str(error)[:300])
    message = "We cannot take that down right now. Nothing was lost or charged; please try again in a moment."
    response = refusal_page(request, status=503, code="try_again", message=message)
    response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response


def refusal_page(request: HttpRequest, *, status: int, code: str, message: str) -> HttpResponseBase:
    """A refusal for a person or a program: by ``settings.REFUSAL_PAGE`` (a dotted path to a function with
    these arguments) or, without one, a plain page; JSON for those who ask for it.
    """
    if "application/json" in request.META.get("HTTP_ACCEPT", ""):
        return JsonResponse({"code": code, "message": message}, status=status)
    page = getattr(settings, "REFUSAL_PAGE", "")
    if page:
        made: HttpResponseBase = import_string(page)(request, status=status, code=code, message=message)
        return made
    return plain_page(status, message)


def plain_page(status: int, message: str) -> HttpResponse:
    """A page that asks nothing of anyone, for when nothing better can be made."""
    return HttpResponse(_PLAIN.format(name=escape(settings.SHOP_NAME), message=escape(message)), status=status)


_PLAIN = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{name}</title></head>
<body><main><h1>That did not work</h1><p>{message}</p>
<p><a href="/">Back to {name}</a></p></main></body></html>
"""
