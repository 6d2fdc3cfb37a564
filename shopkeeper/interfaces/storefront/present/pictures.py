"""Pictures in the sizes a page can use."""

from __future__ import annotations

from collections.abc import Sequence

from shopkeeper.commerce.catalogue.pictures import Picture, rendition_path
from shopkeeper.interfaces.storefront import pages

# A card is never wider than this on any screen, at twice the density.
CARD_WIDTH = 960
# Shown while a pointer or the keyboard rests on a card; not fetched before.
SECOND_WIDTH = 480
NO_PICTURE = "/static/storefront/no-picture.svg"


def shown(picture: Picture | None, alt: str = "", *, widest: int = 0) -> pages.Picture:
    """The picture with its sizes (up to ``widest`` when given); a quiet stand-in where there is none."""
    if picture is None:
        return pages.Picture(alt=alt, width=800, height=800, src=NO_PICTURE)
    widths = [width for width in picture.widths if not widest or width <= widest] or [picture.widths[0]]
    return pages.Picture(
        alt=picture.alt or alt,
        width=picture.width,
        height=picture.height,
        src=picture.src,
        jpeg_srcset=_srcset(picture.digest, widths, "jpg"),
        avif_srcset=_srcset(picture.digest, widths, "avif"),
        thumb_src=rendition_path(picture.digest, widths[0], "jpg"),
        thumb_avif=rendition_path(picture.digest, widths[0], "avif"),
        large_src=largest(picture),
        focus_x=round(picture.focus_x / 10),
        focus_y=round(picture.focus_y / 10),
    )


def largest(picture: Picture) -> str:
    """The address of the largest size there is."""
    return rendition_path(picture.digest, picture.widths[-1], "jpg")


def _srcset(digest: str, widths: Sequence[int], suffix: str) -> str:
    return ", ".join(f"{rendition_path(digest, width, suffix)} {width}w" for width in widths)
