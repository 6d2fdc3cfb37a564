"""Which picture shows which variant, and under which addresses its sizes are found. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

# Every width is made from the master on arrival or when first asked for; a picture is never enlarged.
WIDTHS = (320, 480, 640, 960, 1280, 1600)
FORMATS = ("avif", "jpg")


@dataclass(frozen=True)
class Picture:
    """A picture ready to be shown: its text alternative, intrinsic size and the addresses of its sizes."""

    digest: str
    alt: str
    width: int
    height: int
    options: tuple[tuple[str, str], ...] = ()

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

    def shows(self, options: Mapping[str, str]) -> bool:
        """Whether it is true to these chosen options (a picture without options suits all)."""
        return all(options.get(name, value) == value for name, value in self.options)

    def _srcset(self, suffix: str) -> str:
        return ", ".join(f"{rendition_path(self.digest, width, suffix)} {width}w" for width in self.widths)


def rendition_path(digest: str, width: int, suffix: str) -> str:
    """The public address of one size: ``/media/ab/abcdef…-640.avif``."""
    return f"/media/{digest[:2]}/{digest}-{width}.{suffix}"


def true_to(pictures: Iterable[Picture], options: Mapping[str, str]) -> list[Picture]:
    """The pictures to show for ``options``: those that name them first, then those that suit all."""
    fitting = [picture for picture in pictures if picture.shows(options)]
    return sorted(fitting, key=lambda picture: not picture.options)
