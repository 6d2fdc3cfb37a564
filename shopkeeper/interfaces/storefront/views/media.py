"""Pictures in their sizes."""

from __future__ import annotations

from pathlib import Path

from django.http import FileResponse, HttpRequest
from django.views.decorators.http import require_safe

from shopkeeper.commerce.catalogue.renditions import crop, rendition
from shopkeeper.foundation.errors import NotFound

TYPES = {"avif": "image/avif", "jpg": "image/jpeg"}


@require_safe
def picture(request: HttpRequest, folder: str, digest: str, width: str, suffix: str) -> FileResponse:
    """One size of a picture. Its address names its content, so it may be kept for good."""
    if folder != digest[:2]:
        raise NotFound("There is no such picture.")
    return _for_good(rendition(digest, int(width), suffix), TYPES[suffix])


@require_safe
def shape(request: HttpRequest, folder: str, digest: str, shape: str, x: str, y: str) -> FileResponse:
    """One shape of a picture, cut around its focus."""
    if folder != digest[:2]:
        raise NotFound("There is no such picture.")
    return _for_good(crop(digest, shape, int(x), int(y)), TYPES["jpg"])


def _for_good(path: Path, kind: str) -> FileResponse:
    response = FileResponse(path.open("rb"), content_type=kind)
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
