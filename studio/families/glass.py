"""Blown and pressed glass: mostly edges, highlights and what is behind."""
from __future__ import annotations

from dataclasses import dataclass
from math import cos, sin

import numpy as np

from studio.canvas import Canvas
from studio.colour import darker, hex_of, lighter, mix
from studio.families.vessels import SHAPES, handle, shaped
from studio.geometry import Camera, Point, path_of, resample
from studio.item import Item
from studio.light import Mat, matte
from studio.solids import INK, Revolve


@dataclass
class Glass(Revolve):
    """A transparent turned wall; `tint` 0 is clear."""

    tint: str = "#dfe9e8"
    depth: float = .16
    foot: float = .05
    ribs: int = 0
    fill: tuple[float, str] | None = None
    open_top: bool = True

    def draw(self, cv: Canvas, cam: Camera) -> None:
        if cv.line:
            super().draw(cv, cam)
            return
        c = cam.at(*self.at)
        tint = hex_of(self.tint)
        line = resample(self.line(), 120)
        outline = path_of(self.silhouette(cam))
        top = line[-1]
        h0, h1 = line[:, 1].min(), line[:, 1].max()
        self._back(cv, c, outline, tint, top)
        if self.fill:
            self._liquid(cv, c, line)
        with cv.group(clip_path=cv.clip(outline)):
            edge = darker(tint, .42)
            cv.add(f'<path d="{outline}" fill="none" stroke="{edge}" stroke-width="{max(.34 * c.s * .6, 22):.0f}" opacity=".42" filter="{cv.blur(11)}"/>')
            cv.add(f'<path d="{outline}" fill="none" stroke="{darker(tint, .5)}" stroke-width="7" opacity=".55" filter="{cv.blur(1.6)}"/>')
            cv.add(f'<path d="{outline}" fill="none" stroke="#ffffff" stroke-width="9" opacity=".55" filter="{cv.blur(2.4)}" transform="translate(7 -4)"/>')
            self._foot(cv, c, line, h0, h1, tint)
            for i in range(self.ribs):
                t = -1.35 + 2.7 * (i + .5) / self.ribs
                cv.path(path_of([c.p(r * sin(t), y, r * cos(t)) for r, y in line[6:-2]], False), "none",
                        stroke="#fff" if i % 2 else darker(tint, .4), stroke_width="4", opacity=".26")
        self._highlights(cv, c, line)
        if self.open_top:
            r, y = top
            x, py = c.p(0, y)
            cv.ellipse(x, py, r * c.s, r * c.s * c.k, "none", stroke=darker(tint, .28), stroke_width=4.5, opacity=.55)
            cv.ellipse(x, py + 1.6, r * c.s - 1.5, r * c.s * c.k - 1, "none", stroke="#fff", stroke_width=2.2, opacity=.85)

    def _back(self, cv: Canvas, c: Camera, outline: str, tint: str, top: np.ndarray) -> None:
        """The body's own tint, denser to the sides where there is more glass."""
        a = self.depth
        cv.path(outline, cv.linear([(0, darker(tint, .25), min(a * 2.6, .95)), (.16, tint, a * 1.2), (.5, lighter(tint, .3), a),
                                    (.8, tint, a * 1.2), (1, darker(tint, .3), min(a * 2.8, .95))]))
        if self.depth > .3:
            cv.path(outline, tint, opacity=".55", style="mix-blend-mode:multiply")
        if self.open_top:
            x, y = c.p(0, top[1])
            cv.ellipse(x, y, top[0] * c.s, top[0] * c.s * c.k, lighter(tint, .5), opacity=.22)

    def _liquid(self, cv: Canvas, c: Camera, line: np.ndarray) -> None:
        level, colour = self.fill
        keep = [(max(r - .22, .1), y) for r, y in line if .5 * self.foot * 10 <= y <= level]
        if len(keep) < 3:
            return
        body = Revolve([(float(r), float(y)) for r, y in keep[::4]] + [(float(keep[-1][0]), float(keep[-1][1]))], Mat(colour, gloss=.5, rough=.2), at=(0, 0, 0))
        with cv.group(opacity=".82"):
            body.draw(cv, c)
            r, y = keep[-1]
            x, py = c.p(0, y)
            cv.ellipse(x, py, r * c.s, r * c.s * c.k, lighter(colour, .18))

    def _foot(self, cv: Canvas, c: Camera, line: np.ndarray, h0: float, h1: float, tint: str) -> None:
        """The thick bottom bends the light: a dark lens with a bright sickle."""
        if not self.foot:
            return
        y = h0 + (h1 - h0) * self.foot
        r = float(np.interp(y, line[:, 1], line[:, 0])) * .93
        x, py = c.p(0, y)
        cv.ellipse(x, py, r * c.s, r * c.s * c.k, darker(tint, .35), opacity=.15, filter=cv.blur(3))
        cv.ellipse(x, py + 3, r * c.s * .96, r * c.s * c.k * .9, "none", stroke="#fff", stroke_width=4, opacity=.6, filter=cv.blur(1.6))
        cv.ellipse(x + r * c.s * .25, py + r * c.s * c.k * .5, r * c.s * .5, r * c.s * c.k * .22, "#fff", opacity=.6, filter=cv.blur(5))

    def _highlights(self, cv: Canvas, c: Camera, line: np.ndarray) -> None:
        """The softbox on the left shoulder, a strip on the right."""
        n = len(line)

        def strip(t0: float, t1: float, lo: float, hi: float) -> str:
            part = line[int(n * lo):int(n * hi)]
            a = [c.p(r * sin(t0), y, r * cos(t0)) for r, y in part]
            b = [c.p(r * sin(t1), y, r * cos(t1)) for r, y in part[::-1]]
            return path_of(a + b)

        cv.path(strip(-.98, -.66, .16, .90), cv.linear([(0, "#fff", .85), (1, "#fff", .35)], 0, 0, 0, 1), filter=cv.blur(2.5))
        cv.path(strip(-.56, -.50, .20, .82), "#fff", opacity=".35", filter=cv.blur(1.5))
        cv.path(strip(1.02, 1.14, .14, .86), "#fff", opacity=".55", filter=cv.blur(2))

    def shadow(self, cam: Camera) -> list[tuple[str, float]]:
        return super().shadow(cam)


def glass(colour: str = "clear", shape: str = "cone", h: float = 9, r: float = 4, tint_depth: float = 0, ribs: int = 0,
          fill: str = "", level: float = .6, foot: float = .06, grip: str = "", k: float = .26, profile: list | None = None,
          stopper: str = "") -> Item:
    """A tumbler, carafe, vase or jar of glass."""
    depth = tint_depth or (.16 if colour == "clear" else .42)
    shape_line = profile or shaped(shape, r, h)
    body = Glass(shape_line, matte("#ffffff"), tint=hex_of(colour), depth=depth, ribs=ribs, foot=foot,
                 fill=(h * level, fill) if fill else None)
    parts: list = []
    if grip:
        parts += handle(shape_line, h, grip, Mat(mix(hex_of(colour), "#ffffff", .45), gloss=1, rough=.15), .7, .42)
    parts.append(body)
    top = h
    if stopper:
        from studio.light import wood
        rt = shape_line[-1][0]
        mat = Mat(hex_of(stopper), gloss=.1, rough=.9, tile="cork") if stopper == "cork" else wood(stopper)
        parts.append(Revolve([(rt * .8, 0), (rt * .98, .2), (rt * 1.02, rt * .9), (rt * .9, rt * 1.1), (.02, rt * 1.12)], mat, at=(0, h - rt * .15, 0)))
        top = h + rt * .95
    return Item(parts, k=k, dims=(f"⌀ {2 * r:g} cm", f"{top:.1f} cm".replace(".0 ", " ")), glassy=True)


def stemmed(colour: str = "clear", bowl: str = "tulip", h: float = 20, r: float = 4.2, stem: float = .45, fill: str = "", level: float = .4,
            foot_r: float = 0) -> Item:
    """A glass on a stem."""
    fr = foot_r or r * .86
    bowl_h = h * (1 - stem)
    base = [(fr, 0), (fr, .15), (fr * .45, .5), (.42, 1.2), (.36, h * stem * .6), (.5, h * stem)]
    shape: dict[str, list[Point]] = {
        "tulip": [(.5, 0), (r * .80, bowl_h * .22), (r * 1.0, bowl_h * .48), (r * .94, bowl_h * .78), (r * .84, bowl_h)],
        "coupe": [(.5, 0), (r * .75, bowl_h * .30), (r * .97, bowl_h * .75), (r, bowl_h)],
        "flute": [(.45, 0), (r * .78, bowl_h * .22), (r, bowl_h * .6), (r * .86, bowl_h)],
        "straight": [(.5, 0), (r * .9, bowl_h * .14), (r * .96, bowl_h * .3), (r, bowl_h)],
    }
    tint = hex_of(colour)
    depth = .16 if colour == "clear" else .42
    parts = [Glass(base, matte("#ffffff"), tint=tint, depth=.22, foot=0, open_top=False),
             Glass(shape[bowl], matte("#ffffff"), at=(0, h * stem, 0), tint=tint, depth=depth, foot=.07, fill=(bowl_h * level, fill) if fill else None)]
    return Item(parts, k=.24, dims=(f"⌀ {2 * r:g} cm", f"{h:g} cm"), glassy=True)


__all__ = ["INK", "SHAPES", "Glass", "glass", "stemmed"]
