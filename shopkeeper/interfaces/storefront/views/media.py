"""Pictures in their sizes."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest
from django.views.decorators.http import require_safe

from shopkeeper.commerce.catalogue.renditions import rendition
from shopkeeper.foundation.errors import NotFound

TYPES = {"avif": "image/avif", "jpg": "image/jpeg"}


@require_safe
def picture(request: HttpRequest, folder: str, digest: str, width: str, suffix: str) -> FileResponse:
    """One size of a picture. Its address names its content, so it may be kept for good."""
    if folder != digest[:2]:
        raise NotFound("There is no such picture.")
    response = FileResponse(rendition(digest, int(width), suffix).open("rb"), content_type=TYPES[suffix])
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
