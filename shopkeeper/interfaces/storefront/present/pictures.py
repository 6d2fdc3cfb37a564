"""Pictures in the sizes a page can use."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from html import escape
from urllib.parse import quote

from shopkeeper.commerce.catalogue.pictures import Picture, rendition_path
from shopkeeper.interfaces.storefront import pages

# A card is never wider than this on any screen, at twice the density.
CARD_WIDTH = 960
# Shown while a pointer or the keyboard rests on a card; not fetched before.
SECOND_WIDTH = 480
# Grounds for goods without a picture; which one a letter gets says nothing, but a shelf of them looks less bare.
_GROUNDS = ("f1ece1", "e8ede3", "ece8ef", "f0e6dd", "e3ebed")
_STAND_IN = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 800"><rect width="800" height="800" fill="#{ground}"/>'
    '<text x="400" y="400" dy=".35em" text-anchor="middle" font-family="Georgia,Noto Serif,serif" font-size="300" '
    'fill="#8d8371">{letter}</text></svg>'
)


def shown(picture: Picture | None, alt: str = "", *, widest: int = 0) -> pages.Picture:
    """The picture with its sizes (up to ``widest`` when given); a quiet stand-in where there is none."""
    if picture is None:
        return stand_in(alt)
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


def stand_in(title: str) -> pages.Picture:
    """A quiet tile with the first letter of the title, for goods nobody has photographed yet."""
    letter = next((character for character in title if character.isalnum()), "·")
    return pages.Picture(alt="", width=800, height=800, src=_tile(letter.upper()[:1]))


@lru_cache(maxsize=512)
def _tile(letter: str) -> str:
    ground = _GROUNDS[ord(letter) % len(_GROUNDS)]
    return "data:image/svg+xml," + quote(_STAND_IN.format(ground=ground, letter=escape(letter)))


def _srcset(digest: str, widths: Sequence[int], suffix: str) -> str:
    return ", ".join(f"{rendition_path(digest, width, suffix)} {width}w" for width in widths)
