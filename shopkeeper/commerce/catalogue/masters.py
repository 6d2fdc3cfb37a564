"""Keeping pictures. Masters are never served; what visitors get is drawn anew from them."""

from __future__ import annotations

import os
import warnings
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from django.conf import settings
from PIL import Image

from shopkeeper.commerce.catalogue import recode
from shopkeeper.commerce.catalogue.models import MediaAsset
from shopkeeper.foundation.errors import InvalidInput

MAX_BYTES = 25 * 1024 * 1024
MAX_PIXELS = 50_000_000
SUFFIXES = {"AVIF": "avif", "JPEG": "jpg", "PNG": "png", "WEBP": "webp"}


def master_path(digest: str) -> Path | None:
    """Where the master of a picture lies; null when it is missing."""
    folder = Path(settings.MEDIA_ROOT) / "masters" / digest[:2]
    return next((path for suffix in SUFFIXES.values() if (path := folder / f"{digest}.{suffix}").is_file()), None)


def keep_master(data: bytes, *, alt: str = "") -> MediaAsset:
    """Store a picture of the shop's own as it came, and know its size; the same bytes twice are one asset.

    Raises InvalidInput for what is no picture, is too large, or would unpack to more than it should.
    """
    _weigh(data)
    digest = sha256(data).hexdigest()
    standing = _standing(digest)
    if standing:
        return standing
    kind, width, height = _look(data)
    return _keep(digest, SUFFIXES[kind], data, (width, height), alt)


def keep_upload(data: bytes, *, alt: str = "") -> MediaAsset:
    """Store a picture that somebody sent: only what is seen of it, see ``recode``. The same bytes twice are one asset.

    Takes seconds of CPU for a large one, so never call it in a transaction. Raises InvalidInput as
    :func:`keep_master`, and for a picture that cannot be read to its end.
    """
    _weigh(data)
    digest = sha256(data).hexdigest()
    standing = _standing(digest)
    if standing:
        return standing
    _look(data)
    drawn = recode.redraw(data)
    return _keep(digest, SUFFIXES["JPEG"], drawn.data, (drawn.width, drawn.height), alt)


def _weigh(data: bytes) -> None:
    if len(data) > MAX_BYTES:
        raise InvalidInput(f"The picture is larger than {MAX_BYTES // 1024 // 1024} MB.")


def _standing(digest: str) -> MediaAsset | None:
    found = MediaAsset.objects.filter(digest=digest).first()
    return found if found and master_path(digest) else None


def _keep(digest: str, suffix: str, data: bytes, size: tuple[int, int], alt: str) -> MediaAsset:
    _write(digest, suffix, data)
    width, height = size
    defaults = {"width": width, "height": height, "file_bytes": len(data), "alt": alt[:300]}
    return MediaAsset.objects.get_or_create(digest=digest, defaults=defaults)[0]


def _look(data: bytes) -> tuple[str, int, int]:
    """Format, and size as it is seen, from the header alone; nothing is unpacked yet."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(data), formats=list(SUFFIXES)) as picture:
                kind, (width, height) = str(picture.format), recode.size_upright(picture)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise InvalidInput(f"The picture has too many pixels; at most {MAX_PIXELS // 10**6} million fit.") from None
    except (OSError, ValueError, SyntaxError):
        raise InvalidInput("This is not a picture we can read. Use JPEG, PNG, WebP or AVIF.") from None
    if width * height > MAX_PIXELS or not width or not height:
        raise InvalidInput(f"The picture has {width} × {height} pixels; at most {MAX_PIXELS // 10**6} million fit.")
    return kind, width, height


def _write(digest: str, suffix: str, data: bytes) -> None:
    folder = Path(settings.MEDIA_ROOT) / "masters" / digest[:2]
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / f".{digest}.{os.getpid()}"
    draft.write_bytes(data)
    draft.replace(folder / f"{digest}.{suffix}")
