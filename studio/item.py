"""An item: parts that belong together, and how it likes to be shown."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from studio.canvas import Canvas
from studio.geometry import Camera, Point, Point3, hull, path_of
from studio.light import THROW
from studio.solids import INK, PAPER, Part


@dataclass
class Art(Part):
    """A frontal drawing in centimetres: cloth, hanging things, fittings.

    `outline` is a list of closed polygons [(x, y)…]; `paint` draws over them.
    """

    outline: list[list[Point]]
    paint: Callable[[Canvas, Camera], None]
    at: Point3 = (0, 0, 0)
    details: list[list[Point]] = field(default_factory=list)

    def draw(self, cv: Canvas, cam: Camera) -> None:
        c = cam.at(*self.at)
        if not cv.line:
            self.paint(cv, c)
            return
        for poly in self.outline:
            cv.path(path_of([c.p(*p) for p in poly]), PAPER, stroke=INK, stroke_width=3, stroke_linejoin="round")
        for line in self.details:
            cv.path(path_of([c.p(*p) for p in line], False), "none", stroke=INK, stroke_width=1.6, opacity=.7)

    def solid_points(self) -> list[Point3]:
        x0, y0, z0 = self.at
        return [(x0 + x, y0 + y, z0) for poly in self.outline for x, y in poly]

    def shadow(self, cam: Camera) -> list[tuple[str, float]]:
        x0, y0, z0 = self.at
        out = []
        for poly in self.outline:
            pts = [cam.p(x0 + x + (y + y0) * THROW[0], 0, z0 + (y + y0) * THROW[1]) for x, y in poly]
            out.append((path_of(pts), max(y for _, y in poly) + y0))
        return out


@dataclass
class Item:
    """Everything about one product that a picture needs."""

    parts: list[Part]
    mode: str = "floor"            # floor, wall (hangs) or flat (seen from above)
    k: float = 0.26
    dims: tuple[str, str] = ("", "")   # width and height labels, cm
    glassy: bool = False
    glow: tuple[Point3, float] | None = None  # a lamp's or flame's light
    hook: float | None = None      # height of the peg, wall mode

    def bounds(self, k: float | None = None) -> tuple[float, float, float, float]:
        """(x0, y0, x1, y1) in cm on screen, y downwards."""
        cam = Camera(self.k if k is None else k, 1, 0, 0)
        pts = [cam.p(*p) for part in self.parts if not getattr(part, "free", False) for p in part.solid_points()]
        xs, ys = [p[0] for p in pts], [p[1] for p in pts]
        return min(xs), min(ys), max(xs), max(ys)

    def draw(self, cv: Canvas, cam: Camera) -> None:
        """All parts, back to front."""
        for part in self.parts:
            part.draw(cv, cam)

    def footprints(self, cam: Camera) -> list[list[Point]]:
        """Where each part touches the floor, on screen."""
        out = []
        for part in self.parts:
            near = [p for p in part.solid_points() if p[1] < .15]
            if len(near) > 2:
                ring = hull([cam.p(x, 0, z) for x, _, z in near])
                if len(ring) > 2:
                    out.append(ring)
        return out
