"""Laying HTML out as PDF. Nothing is fetched from anywhere: pictures stand in the page itself (``data:``)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any


class FetchRefused(ValueError):
    """A page asked for something from outside."""


def laid_out(markup: str, *, sheets: Sequence[str] = (), pictures: bool = True, **wanted: Any) -> bytes:
    """``markup`` with its stylesheets as a PDF, some 100 to 600 ms of CPU an ordinary page; ``wanted`` goes to
    WeasyPrint's ``write_pdf``. Raises FetchRefused for a page that wants more than what is in it, and without
    ``pictures`` for one that has any."""
    html, css, fetchers, refusal = _layout()
    fetcher = fetchers[pictures]
    try:
        made: bytes = html(string=markup, url_fetcher=fetcher).write_pdf(
            stylesheets=[css(string=sheet, url_fetcher=fetcher) for sheet in sheets], **wanted
        )
    except refusal as asked:
        raise FetchRefused(str(asked)) from asked
    return made


@lru_cache(maxsize=1)
def _layout() -> tuple[Any, Any, Any, Any]:
    """What lays pages out, loaded with the first one: 40 MB and half a second that most processes never need."""
    from PIL import ImageFile

    strict = ImageFile.LOAD_TRUNCATED_IMAGES
    from weasyprint import CSS, HTML
    from weasyprint.urls import FatalURLFetchingError, URLFetcher

    # Loading it makes the whole process take broken pictures for whole ones; uploads must not.
    ImageFile.LOAD_TRUNCATED_IMAGES = strict
    fetchers = {
        pictures: URLFetcher(allowed_protocols=protocols, allow_redirects=False, fail_on_errors=True)
        for pictures, protocols in ((True, ("data",)), (False, ()))
    }
    return HTML, CSS, fetchers, FatalURLFetchingError
