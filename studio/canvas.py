"""A small SVG writer with shared gradients and texture tiles."""
from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

WIDTH, HEIGHT = 1200, 1500


class Canvas:
    """Collects definitions and elements; `line` mode draws outlines only."""

    def __init__(self, width: int = WIDTH, height: int = HEIGHT, line: bool = False) -> None:
        self.width, self.height, self.line = width, height, line
        self.defs: list[str] = []
        self.body: list[str] = []
        self._cache: dict[tuple, str] = {}
        self._n = 0

    def uid(self) -> str:
        """A fresh id."""
        self._n += 1
        return f"i{self._n}"

    def define(self, key: tuple, make: str) -> str:
        """Define once per key; `make` has {id} where the id goes."""
        if key not in self._cache:
            self._cache[key] = self.uid()
            self.defs.append(make.replace("{id}", self._cache[key]))
        return self._cache[key]

    def add(self, element: str) -> None:
        """Append an element."""
        self.body.append(element)

    def linear(self, stops: list[tuple[float, str, float]], x1: float = 0, y1: float = 0,
               x2: float = 1, y2: float = 0, user: bool = False) -> str:
        """A linear gradient paint; stops are (offset, colour, opacity)."""
        body = "".join(f'<stop offset="{o:.4f}" stop-color="{c}"'
                       + (f' stop-opacity="{a:.3f}"' if a < 1 else "") + "/>" for o, c, a in stops)
        units = ' gradientUnits="userSpaceOnUse"' if user else ""
        box = f'x1="{x1:.2f}" y1="{y1:.2f}" x2="{x2:.2f}" y2="{y2:.2f}"{units}'
        key = ("lin", box, body)
        return f'url(#{self.define(key, f"<linearGradient id={chr(34)}{{id}}{chr(34)} {box}>{body}</linearGradient>")})'

    def radial(self, stops: list[tuple[float, str, float]], cx: float = .5, cy: float = .5,
               r: float = .5, fx: float | None = None, fy: float | None = None) -> str:
        """A radial gradient paint in bounding box units."""
        body = "".join(f'<stop offset="{o:.4f}" stop-color="{c}" stop-opacity="{a:.3f}"/>' for o, c, a in stops)
        box = f'cx="{cx}" cy="{cy}" r="{r}" fx="{cx if fx is None else fx}" fy="{cy if fy is None else fy}"'
        return f'url(#{self.define(("rad", box, body), f"<radialGradient id={chr(34)}{{id}}{chr(34)} {box}>{body}</radialGradient>")})'

    def blur(self, px: float) -> str:
        """A blur filter reference."""
        px = round(px, 1)
        make = (f'<filter id="{{id}}" x="-60%" y="-60%" width="220%" height="220%">'
                f'<feGaussianBlur stdDeviation="{px}"/></filter>')
        return f"url(#{self.define(('blur', px), make)})"

    def tile(self, name: str, size: float, angle: float = 0, ox: float = 0, oy: float = 0) -> str:
        """A texture tile as a paint."""
        make = (f'<pattern id="{{id}}" patternUnits="userSpaceOnUse" width="{size:.1f}" height="{size:.1f}" '
                f'patternTransform="translate({ox:.1f} {oy:.1f}) rotate({angle:.1f})">'
                f'<image href="tiles/{name}.png" width="{size:.1f}" height="{size:.1f}"/></pattern>')
        return f"url(#{self.define(('tile', make), make)})"

    def clip(self, path: str) -> str:
        """A clip path reference from path data."""
        return f"url(#{self.define(('clip', path), f'<clipPath id={chr(34)}{{id}}{chr(34)}><path clip-rule={chr(34)}evenodd{chr(34)} d={chr(34)}{path}{chr(34)}/></clipPath>')})"

    def path(self, d: str, fill: str = "none", **attrs: object) -> None:
        """A path; keyword names use underscores for dashes."""
        extra = " ".join(f'{k.replace("_", "-")}="{v}"' for k, v in attrs.items())
        self.add(f'<path d="{d}" fill="{fill}" {extra}/>')

    def ellipse(self, cx: float, cy: float, rx: float, ry: float, fill: str = "none", **attrs: object) -> None:
        """An ellipse."""
        extra = " ".join(f'{k.replace("_", "-")}="{v}"' for k, v in attrs.items())
        self.add(f'<ellipse cx="{cx:.1f}" cy="{cy:.1f}" rx="{max(rx, 0):.1f}" ry="{max(ry, 0):.1f}" fill="{fill}" {extra}/>')

    def text(self, x: float, y: float, words: str, size: float, fill: str = "#3d362e", serif: bool = True,
             anchor: str = "middle", spacing: float = 0, italic: bool = False, **attrs: object) -> None:
        """A line of text."""
        family = "EB Garamond, Liberation Serif, serif" if serif else "Lato, Liberation Sans, sans-serif"
        extra = " ".join(f'{k.replace("_", "-")}="{v}"' for k, v in attrs.items())
        words = words.replace("&", "&amp;")
        style = ' font-style="italic"' if italic else ""
        self.add(f'<text x="{x:.1f}" y="{y:.1f}" font-family="{family}" font-size="{size:.1f}" fill="{fill}" '
                 f'text-anchor="{anchor}" letter-spacing="{spacing}"{style} {extra}>{words}</text>')

    @contextmanager
    def group(self, **attrs: object) -> Iterator[None]:
        """A group around what is added inside the block."""
        extra = " ".join(f'{k.replace("_", "-")}="{v}"' for k, v in attrs.items())
        self.add(f"<g {extra}>")
        yield
        self.add("</g>")

    def svg(self) -> str:
        """The document."""
        return (f'<svg xmlns="http://www.w3.org/2000/svg" width="{self.width}" height="{self.height}" '
                f'viewBox="0 0 {self.width} {self.height}"><defs>{"".join(self.defs)}</defs>{"".join(self.body)}</svg>')
