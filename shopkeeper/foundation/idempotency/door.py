"""For doors: a view whose answer is kept under the caller's key."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from shopkeeper.foundation.idempotency.operations import Answer, run_once

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
FIELD = "idempotency_key"


class _Failed(Exception):
    def __init__(self, response: HttpResponse) -> None:
        self.response = response


def answered_once(
    *, scope: Callable[[HttpRequest], str], in_one_transaction: bool = False
) -> Callable[[View[P]], View[P]]:
    """Answer a repeated request with the first answer, byte for byte: page, redirect or JSON.

    The key comes in the ``Idempotency-Key`` header or the ``idempotency_key`` form field; requests
    without one run as usual. Answers of 429 (try again later) and of 500 and above are not kept, and
    undo what was written when ``in_one_transaction``; cookies a view sets go to the first caller only. Kept for 48
    hours.

    A browser writes a multipart form differently each time, so this is for plain forms and JSON.
    See :func:`run_once` for ``scope``, ``in_one_transaction`` and what is raised.
    """

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def wrapped(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            fingerprint = fingerprint_of(request)
            key = key_of(request)
            if not key:
                return view(request, *args, **kwargs)

            first: list[HttpResponse] = []

            def action() -> Answer:
                first.append(_finished(view(request, *args, **kwargs)))
                return Answer(status=first[0].status_code, body=first[0].content, headers=dict(first[0].items()))

            try:
                answer = run_once(
                    scope=scope(request),
                    key=key,
                    fingerprint=fingerprint,
                    action=action,
                    in_one_transaction=in_one_transaction,
                )
            except _Failed as failed:
                return failed.response
            return first[0] if first else HttpResponse(answer.body, status=answer.status, headers=answer.headers)

        return wrapped

    return decorate


def key_of(request: HttpRequest) -> str:
    """The key the caller sent, or nothing. The header may be quoted, as the IETF draft writes it."""
    header = request.headers.get("Idempotency-Key", "")
    return header.strip().strip('"') if header else str(request.POST.get(FIELD, ""))


def fingerprint_of(request: HttpRequest) -> str:
    """A hash of method, path, query and body: the same for a resent request, another for any other."""
    told = (request.method or "", request.get_full_path(), request.content_type or "")
    return sha256("\n".join(told).encode() + b"\n" + request.body).hexdigest()


def _finished(response: HttpResponseBase) -> HttpResponse:
    if not isinstance(response, HttpResponse):
        raise TypeError("A stream cannot be answered once.")
    if response.status_code >= 500 or response.status_code == 429:
        raise _Failed(response)
    return response
