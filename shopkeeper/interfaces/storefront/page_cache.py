"""Finished pages, kept in the process for seconds.

A page is shown again only to visitors who would get the very same one, and only while nothing that it shows has been
announced as changed: the search index is the one it was made from, its product has had no news, no settings-like table
was dropped from memory. It is never older than 20 s, and never outlives its minute (the countdown to the cut-off).
Kept bodies are compressed; a hit costs no template, no compression and no query but the cart's count.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from threading import Lock
from time import monotonic
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import patch_vary_headers

from shopkeeper.foundation import clock
from shopkeeper.foundation.http.compression import choose
from shopkeeper.foundation.remember import times_forgotten
from shopkeeper.insight.search.follow import shop_index
from shopkeeper.interfaces.storefront.splice import GAP, Spliced, fresh_key, spliced
from shopkeeper.interfaces.storefront.visit import visit

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
Key = tuple[object, ...]
# Pages are kept for seconds: this is thousands of them.
MOST_BYTES = 32 * 1024 * 1024
OLDEST_SECONDS = 20.0
LONGEST_ADDRESS = 400
# What an entry costs beside its body.
OVERHEAD_BYTES = 1500


@dataclass(frozen=True)
class Kept:
    """A page in one encoding, the state of the shop it was made from, and until when it may be shown."""

    body: Spliced
    headers: tuple[tuple[str, str], ...]
    state: Key
    until: float


class PageCache:
    """The least recently shown pages go first when there are too many bytes."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._kept: OrderedDict[Key, Kept] = OrderedDict()
        self._bytes = 0
        self._most = most_bytes
        self._lock = Lock()

    def get(self, key: Key, state: Key) -> Kept | None:
        with self._lock:
            found = self._kept.get(key)
            if found is None:
                return None
            if found.state != state or found.until <= monotonic():
                self._drop(key)
                return None
            self._kept.move_to_end(key)
            return found

    def put(self, key: Key, kept: Kept) -> None:
        with self._lock:
            if key in self._kept:
                self._drop(key)
            self._kept[key] = kept
            self._bytes += kept.body.size + OVERHEAD_BYTES
            while self._bytes > self._most:
                self._drop(next(iter(self._kept)))

    def forget(self) -> None:
        """Drop everything; for tests."""
        with self._lock:
            self._kept.clear()
            self._bytes = 0

    def _drop(self, key: Key) -> None:
        self._bytes -= self._kept.pop(key).body.size + OVERHEAD_BYTES


page_cache = PageCache()


def kept(view: View[P]) -> View[P]:
    """A page that may be shown again to others like this visitor. Where it needs an idempotency key it prints
    ``splice.GAP``; each answer gets a key of its own there. With a ``slug`` among its arguments the page is about
    that product.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if request.method != "GET" or len(request.get_full_path()) > LONGEST_ADDRESS:
            return _with_key(view(request, *args, **kwargs))
        encoding = choose(request.META.get("HTTP_ACCEPT_ENCODING", ""))
        key, state = _key(request, encoding), _state(str(kwargs.get("slug", "")))
        found = page_cache.get(key, state)
        if found is None:
            response = view(request, *args, **kwargs)
            found = _made(response, encoding, state)
            if found is None:
                return _with_key(response)
            page_cache.put(key, found)
        return _answer(found)

    return wrapped


def _key(request: HttpRequest, encoding: str) -> Key:
    who = visit(request)
    return (
        request.get_full_path(),
        request.headers.get("X-Parts", ""),
        encoding,
        who.market.code,
        who.destination,
        who.language,
        who.theme,
        who.cart_count,
        who.customer_name,
    )


def _state(slug: str) -> Key:
    # Read before the page is made: news that arrives meanwhile makes it stale at once.
    generation = shop_index.current().generation
    return generation, shop_index.version_of(slug), times_forgotten()


def _made(response: HttpResponseBase, encoding: str, state: Key) -> Kept | None:
    if not isinstance(response, HttpResponse) or response.status_code != 200 or response.cookies:
        return None
    body = spliced(response.content, encoding)
    if body is None:
        return None
    patch_vary_headers(response, ("Accept-Encoding",))
    if encoding:
        response.headers["Content-Encoding"] = encoding
    left = 60.0 - clock.now().timestamp() % 60.0
    return Kept(body, tuple(response.headers.items()), state, monotonic() + min(OLDEST_SECONDS, left))


def _answer(found: Kept) -> HttpResponse:
    response = HttpResponse(found.body.filled(fresh_key() if found.body.has_gap else b""))
    for name, value in found.headers:
        response.headers[name] = value
    return response


def _with_key(response: HttpResponseBase) -> HttpResponseBase:
    if isinstance(response, HttpResponse) and GAP in response.content:
        response.content = response.content.replace(GAP, fresh_key())
    return response
