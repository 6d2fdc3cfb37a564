"""Pictures as they are seen and nothing else: decoded, turned upright, in the web's own colours, drawn anew.

What a file may carry beside its picture (place and camera, comments, a second file behind the end) is left behind,
because only pixels are taken over.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from threading import BoundedSemaphore

from PIL import Image, ImageCms, ImageOps

from shopkeeper.foundation.errors import InvalidInput

# More than any screen shows; the longer side of what is kept.
LONGEST_SIDE = 4096
QUALITY = 92
ORIENTATION = 0x0112
# What cameras write. In a PNG the note on how to hold it may stand at the very end, behind all its pixels.
FROM_CAMERAS = {"JPEG", "WEBP", "AVIF"}
UNREADABLE = (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError)
# A large picture takes 200 MB while it is decoded.
_decoders = BoundedSemaphore(2)


@dataclass(frozen=True)
class Redrawn:
    """A JPEG, and its size."""

    data: bytes
    width: int
    height: int


def redraw(data: bytes) -> Redrawn:
    """The picture in ``data``, drawn anew as a JPEG without anything beside it; what is transparent becomes white.

    The same data give the same picture. Raises InvalidInput for data that cannot be decoded to the end.
    """
    try:
        with _decoders, Image.open(BytesIO(data)) as picture:
            picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            picture.load()
            drawn = opaque(upright(picture))
            drawn.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
            made = BytesIO()
            drawn.save(made, "JPEG", quality=QUALITY, subsampling=0, optimize=True)
            return Redrawn(made.getvalue(), *drawn.size)
    except UNREADABLE:
        raise InvalidInput("The picture is damaged: it cannot be read to its end.") from None


def upright(picture: Image.Image) -> Image.Image:
    """The picture as cameras mean it to be held."""
    return ImageOps.exif_transpose(picture) if picture.format in FROM_CAMERAS else picture


def size_upright(picture: Image.Image) -> tuple[int, int]:
    """Width and height as it is seen, from the file's header alone."""
    on_its_side = picture.format in FROM_CAMERAS and picture.getexif().get(ORIENTATION) in (5, 6, 7, 8)
    return picture.size[::-1] if on_its_side else picture.size


def opaque(picture: Image.Image) -> Image.Image:
    """The picture in sRGB, on white where it is transparent, carrying nothing but pixels."""
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        layered = picture.convert("RGBA")
        ground = Image.new("RGBA", layered.size, "white")
        picture = Image.alpha_composite(ground, layered)
    drawn = _in_srgb(picture).convert("RGB")
    drawn.info = {}
    return drawn


def _in_srgb(picture: Image.Image) -> Image.Image:
    profile = picture.info.get("icc_profile")
    if profile and picture.mode in ("RGB", "CMYK", "L"):
        # A profile that cannot be understood is no reason to refuse a picture.
        with suppress(ImageCms.PyCMSError, OSError):
            source, target = ImageCms.ImageCmsProfile(BytesIO(profile)), ImageCms.createProfile("sRGB")
            turned = ImageCms.profileToProfile(picture, source, target, outputMode="RGB")
            return turned or picture
    return picture
