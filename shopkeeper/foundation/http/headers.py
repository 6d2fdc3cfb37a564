"""Headers that tell the browser what our pages may do. Joined once, at start."""

from __future__ import annotations

from collections.abc import Callable

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.http import HttpRequest, HttpResponseBase

FIXED = (
    (
        "Permissions-Policy",
        "accelerometer=(), camera=(), geolocation=(), gyroscope=(), microphone=(), usb=()",
    ),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("X-Frame-Options", "DENY"),
)


class SecurityHeaders:
    """Sets what Django's SecurityMiddleware does not; a view's own value wins."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        headers = response.headers
        for name, value in FIXED:
            headers.setdefault(name, value)
        return response


class ContentSecurityPolicy(CSPMiddleware):
    """django-csp, with the policy of an ordinary page joined once instead of for every answer.

    A page that used ``request.csp_nonce``, or a view with csp's decorators, gets its own policy.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        super().__init__(get_response)
        self._ordinary = build_policy()

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        is_ordinary = getattr(request, "_csp_nonce", None) is None and not any(
            name.startswith("_csp_") for name in response.__dict__
        )
        if is_ordinary:
            response.headers.setdefault(HEADER, self._ordinary)
            return response
        made: HttpResponseBase = super().process_response(request, response)
        return made
