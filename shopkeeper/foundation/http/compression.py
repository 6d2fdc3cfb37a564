"""Smaller answers: Brotli or gzip for text above a floor.

BREACH (Gluck, Harris, Prado 2013) reads a secret out of compressed answers that also echo the
attacker's words. Our pages hold no secret that an attacker can aim at: there are no CSRF tokens in them
(see origin.py), the session's cookie is HttpOnly and never printed. The few pages that do show a
secret (recovery codes, keys) are marked ``no-store``, and such answers are never compressed.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable

import brotli
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import patch_vary_headers

FLOOR_BYTES = 600
BROTLI_QUALITY = 4
GZIP_LEVEL = 5
TEXT = ("text/", "application/json", "application/ld+json", "application/xml", "image/svg+xml")


class Compression:
    """Compresses finished text answers as the browser accepts it. Costs about 1 ms for 100 KB."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if isinstance(response, HttpResponse) and _is_worth_it(response):
            patch_vary_headers(response, ("Accept-Encoding",))
            encoding = choose(request.META.get("HTTP_ACCEPT_ENCODING", ""))
            if encoding:
                _compress(response, encoding)
        return response


def choose(accepted: str) -> str:
    """``br``, ``gzip`` or nothing, from an Accept-Encoding header; ``;q=0`` means no."""
    offers = {}
    for part in accepted.lower().split(","):
        name, _, weight = part.strip().partition(";")
        offers[name.strip()] = weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return next((name for name in ("br", "gzip") if offers.get(name)), "")


def _is_worth_it(response: HttpResponse) -> bool:
    headers = response.headers
    return (
        len(response.content) >= FLOOR_BYTES
        and "Content-Encoding" not in headers
        and headers.get("Content-Type", "").startswith(TEXT)
        and "no-store" not in headers.get("Cache-Control", "")
    )


def compressed(body: bytes, encoding: str) -> bytes:
    """``body`` in ``encoding``, ``br`` or ``gzip``."""
    if encoding == "br":
        return bytes(brotli.compress(body, mode=brotli.MODE_TEXT, quality=BROTLI_QUALITY))
    return gzip.compress(body, GZIP_LEVEL, mtime=0)


def _compress(response: HttpResponse, encoding: str) -> None:
    response.content = compressed(response.content, encoding)
    response.headers["Content-Encoding"] = encoding
    response.headers["Content-Length"] = str(len(response.content))
    tag = response.headers.get("ETag", "")
    if tag.startswith('"'):
        response.headers["ETag"] = f"W/{tag}"
