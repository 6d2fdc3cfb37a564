"""Pictures in the size or shape asked for, made from the master when first wanted and kept from then on.

Masters stand at ``MEDIA_ROOT/masters/ab/abcd….<ext>``, named by their digest; sizes at ``MEDIA_ROOT/renditions/ab/``.
Sizes may be thrown away at any time.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import BoundedSemaphore, Lock, get_ident

import structlog
from django.conf import settings
from PIL import Image

from shopkeeper.commerce.catalogue import queries
from shopkeeper.commerce.catalogue.pictures import CROP_WIDTH, FORMATS, SHAPES, WIDTHS, crop_box
from shopkeeper.commerce.catalogue.recode import UNREADABLE, opaque, size_upright, upright
from shopkeeper.foundation.errors import NotFound

Image.MAX_IMAGE_PIXELS = 60_000_000
_DIGEST = re.compile(r"[0-9a-f]{64}")
# Encoding takes a core for a moment; pages must not wait behind a wall of pictures.
_encoders = BoundedSemaphore(2)
_under_way: dict[Path, tuple[Lock, int]] = {}
_gate = Lock()
log = structlog.get_logger(__name__)


def rendition(digest: str, width: int, suffix: str) -> Path:
    """The file of one size of a picture, made now when it is missing.

    ``width`` is one of the usual ones or the master's own; ``suffix`` is ``avif`` or ``jpg``. The same file asked for
    at once is made once in this process; a reader never sees half a file. Raises NotFound for anything unknown.
    """
    if suffix not in FORMATS or not _DIGEST.fullmatch(digest):
        raise NotFound("There is no such picture.")
    return _made(digest, f"{digest}-{width}.{suffix}", lambda master: _sized(master, width))


def crop(digest: str, shape: str, focus_x: int, focus_y: int) -> Path:
    """The file of one shape of a picture, cut around its focus; made now when it is missing.

    Only the focus that the picture has today, so that nobody fills the disk with others. One query when it is missing.
    Raises NotFound for anything unknown.
    """
    if shape not in SHAPES or not _DIGEST.fullmatch(digest):
        raise NotFound("There is no such picture.")

    def cut(master: Path) -> Image.Image:
        if not queries.is_cut_at(digest, focus_x, focus_y):
            raise NotFound("There is no such picture.")
        picture = _drawn(master)
        part = crop_box(*picture.size, SHAPES[shape], focus_x, focus_y)
        wide, high = SHAPES[shape]
        width = min(CROP_WIDTH, part[2] - part[0])
        return picture.resize(
            (width, max(1, width * high // wide)), Image.Resampling.LANCZOS, box=part, reducing_gap=3.0
        )

    return _made(digest, f"{digest}-{shape}-{focus_x}-{focus_y}.jpg", cut)


def _made(digest: str, name: str, make: Callable[[Path], Image.Image]) -> Path:
    path = Path(settings.MEDIA_ROOT) / "renditions" / digest[:2] / name
    if path.exists():
        return path
    master = _master(digest)
    with _alone(path):
        if not path.exists():
            with _encoders:
                _save(_readable(make, master), path)
    return path


def _readable(make: Callable[[Path], Image.Image], master: Path) -> Image.Image:
    """A master that is damaged is no picture, and no fault of those who ask for it."""
    try:
        return make(master)
    except UNREADABLE as error:
        log.warning("picture_unreadable", master=master.name, reason=type(error).__name__)
        raise NotFound("This picture cannot be shown.") from None


def _master(digest: str) -> Path:
    folder = Path(settings.MEDIA_ROOT) / "masters" / digest[:2]
    found = next(folder.glob(f"{digest}.*"), None)
    if found is None:
        raise NotFound("There is no such picture.")
    return found


def _drawn(master: Path) -> Image.Image:
    """The master's pixels, upright and opaque."""
    with Image.open(master) as picture:
        return opaque(upright(picture))


def _sized(master: Path, width: int) -> Image.Image:
    with Image.open(master) as header:
        most = size_upright(header)[0]
    if width != most and (width not in WIDTHS or width > most):
        raise NotFound("There is no picture of this size.")
    picture = _drawn(master)
    if width == picture.width:
        return picture
    height = max(1, round(picture.height * width / picture.width))
    return picture.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)


def _save(picture: Image.Image, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}.{get_ident()}")
    try:
        if path.suffix == ".avif":
            picture.save(draft, format="AVIF", quality=55, speed=8)
        else:
            picture.save(draft, format="JPEG", quality=80, progressive=True, optimize=True)
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
