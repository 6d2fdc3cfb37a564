"""Pictures in the size asked for, made from the master when first wanted and kept from then on.

Masters stand at ``MEDIA_ROOT/masters/ab/abcd….<ext>``, named by their digest; sizes at ``MEDIA_ROOT/renditions/ab/``.
Sizes may be thrown away at any time.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import BoundedSemaphore, Lock, get_ident

from django.conf import settings
from PIL import Image

from shopkeeper.commerce.catalogue.pictures import FORMATS, WIDTHS
from shopkeeper.foundation.errors import NotFound

Image.MAX_IMAGE_PIXELS = 60_000_000
_DIGEST = re.compile(r"[0-9a-f]{64}")
# Encoding takes a core for a moment; pages must not wait behind a wall of pictures.
_encoders = BoundedSemaphore(2)
_under_way: dict[Path, tuple[Lock, int]] = {}
_gate = Lock()


def rendition(digest: str, width: int, suffix: str) -> Path:
    """The file of one size of a picture, made now when it is missing.

    ``width`` is one of the usual ones or the master's own; ``suffix`` is ``avif`` or ``jpg``. The same file asked for
    at once is made once in this process; a reader never sees half a file. Raises NotFound for anything unknown.
    """
    if suffix not in FORMATS or not _DIGEST.fullmatch(digest):
        raise NotFound("There is no such picture.")
    path = Path(settings.MEDIA_ROOT) / "renditions" / digest[:2] / f"{digest}-{width}.{suffix}"
    if path.exists():
        return path
    master = _master(digest)
    with _alone(path):
        if not path.exists():
            _make(master, width, path)
    return path


def _master(digest: str) -> Path:
    folder = Path(settings.MEDIA_ROOT) / "masters" / digest[:2]
    found = next(folder.glob(f"{digest}.*"), None)
    if found is None:
        raise NotFound("There is no such picture.")
    return found


def _make(master: Path, width: int, path: Path) -> None:
    with _encoders, Image.open(master) as picture:
        if width != picture.width and (width not in WIDTHS or width > picture.width):
            raise NotFound("There is no picture of this size.")
        height = max(1, round(picture.height * width / picture.width))
        small = picture.convert("RGB")
        if width != picture.width:
            small = small.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}.{os.getpid()}.{get_ident()}")
        try:
            if path.suffix == ".avif":
                small.save(draft, format="AVIF", quality=55, speed=8)
            else:
                small.save(draft, format="JPEG", quality=80, progressive=True, optimize=True)
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """One at a time for each file; the lock goes when nobody wants it any more."""
    with _gate:
        lock, waiting = _under_way.get(path, (Lock(), 0))
        _under_way[path] = (lock, waiting + 1)
    try:
        with lock:
            yield
    finally:
        with _gate:
            lock, waiting = _under_way[path]
            if waiting == 1:
                del _under_way[path]
            else:
                _under_way[path] = (lock, waiting - 1)
