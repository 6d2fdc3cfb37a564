"""Which picture shows which variant, and under which addresses its sizes are found. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

# Every width is made from the master on arrival or when first asked for; a picture is never enlarged.
WIDTHS = (320, 480, 640, 960, 1280, 1600)
FORMATS = ("avif", "jpg")
# Shapes that search engines and cards elsewhere ask for; cut around the picture's focus, at most so wide.
SHAPES = {"1x1": (1, 1), "4x3": (4, 3), "16x9": (16, 9)}
CROP_WIDTH = 1200
CENTRE = 50


@dataclass(frozen=True)
class Picture:
    """A picture ready to be shown: its text alternative, intrinsic size, the addresses of its sizes, and where crops
    look, in percent from the left and the top."""

    digest: str
    alt: str
    width: int
    height: int
    options: tuple[tuple[str, str], ...] = ()
    focus_x: int = CENTRE
    focus_y: int = CENTRE

    @property
    def widths(self) -> tuple[int, ...]:
        smaller = tuple(width for width in WIDTHS if width < self.width)
        return (*smaller, self.width) if self.width <= WIDTHS[-1] else smaller

    @property
    def src(self) -> str:
        return rendition_path(self.digest, min(640, self.width), "jpg")

    @property
    def avif_srcset(self) -> str:
        return self._srcset("avif")

    @property
    def jpeg_srcset(self) -> str:
        return self._srcset("jpg")

    def crop(self, shape: str) -> str:
        """The address of the picture in one of ``SHAPES``."""
        return crop_path(self.digest, shape, self.focus_x, self.focus_y)

    def shows(self, options: Mapping[str, str]) -> bool:
        """Whether it is true to these chosen options (a picture without options suits all)."""
        return all(options.get(name, value) == value for name, value in self.options)

    def _srcset(self, suffix: str) -> str:
        return ", ".join(f"{rendition_path(self.digest, width, suffix)} {width}w" for width in self.widths)


def rendition_path(digest: str, width: int, suffix: str) -> str:
    """The public address of one size: ``/media/ab/abcdef…-640.avif``."""
    return f"/media/{digest[:2]}/{digest}-{width}.{suffix}"


def crop_path(digest: str, shape: str, focus_x: int, focus_y: int) -> str:
    """The public address of one shape. It names the focus, so that a moved one is another address."""
    return f"/media/{digest[:2]}/{digest}-{shape}-{focus_x}-{focus_y}.jpg"


def crop_box(width: int, height: int, shape: tuple[int, int], focus_x: int, focus_y: int) -> tuple[int, int, int, int]:
    """The largest part of a picture in this shape, as near to its focus as the edges allow: left, top, right, bottom.

    Example: the square of 400 × 200 with its focus at 100 % from the left is (200, 0, 400, 200).
    """
    wide, high = shape
    part_width = min(width, height * wide // high) or 1
    part_height = min(height, width * high // wide) or 1
    left = min(max(0, width * focus_x // 100 - part_width // 2), width - part_width)
    top = min(max(0, height * focus_y // 100 - part_height // 2), height - part_height)
    return left, top, left + part_width, top + part_height


def true_to(pictures: Iterable[Picture], options: Mapping[str, str]) -> list[Picture]:
    """The pictures to show for ``options``: those that name them first, then those that suit all."""
    fitting = [picture for picture in pictures if picture.shows(options)]
    return sorted(fitting, key=lambda picture: not picture.options)
