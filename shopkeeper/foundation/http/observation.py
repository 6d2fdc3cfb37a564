"""One line and one measurement per request, and an id that ties its log lines together."""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponseBase

from shopkeeper.foundation.http import metrics

_ACCEPTABLE_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
QUIET = frozenset({"livez", "readyz"})
log = structlog.get_logger("access")


class Observation:
    """Names the request (``X-Request-ID``, the caller's when it is well formed), times it, logs it.

    The line holds the route, not the path: paths and queries may carry what must not be kept.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        start = time.perf_counter()
        given = request.META.get("HTTP_X_REQUEST_ID", "")
        request_id = given if _ACCEPTABLE_ID.fullmatch(given) else secrets.token_hex(8)
        structlog.contextvars.bind_contextvars(request_id=request_id)
        try:
            response = self.get_response(request)
            response.headers["X-Request-ID"] = request_id
            self._note(request, response, time.perf_counter() - start)
            return response
        finally:
            structlog.contextvars.unbind_contextvars("request_id")

    def _note(self, request: HttpRequest, response: HttpResponseBase, seconds: float) -> None:
        match = request.resolver_match
        route = (match.route or "/") if match else "unmatched"
        method = request.method if request.method in metrics.METHODS else "other"
        metrics.observe(method=method or "other", route=route, status=response.status_code, seconds=seconds)
        if route not in QUIET:
            log.info(
                "request",
                method=method,
                route=route,
                status=response.status_code,
                ms=round(seconds * 1000, 1),
            )
