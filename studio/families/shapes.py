"""Flat and hanging shapes that several families share."""
from __future__ import annotations

from math import cos, pi, radians, sin

import numpy as np

from studio.canvas import Canvas
from studio.colour import darker, hex_of, lighter
from studio.geometry import Camera, Point, curve, path_of, resample
from studio.item import Art
from studio.light import Mat, shade_one
from studio.solids import Revolve, overlay


def spin(points: list[Point], degrees: float, about: Point = (0, 0)) -> list[Point]:
    """Turn points."""
    a = radians(degrees)
    return [(about[0] + (x - about[0]) * cos(a) - (y - about[1]) * sin(a),
             about[1] + (x - about[0]) * sin(a) + (y - about[1]) * cos(a)) for x, y in points]


def move(points: list[Point], dx: float, dy: float) -> list[Point]:
    """Shift points."""
    return [(x + dx, y + dy) for x, y in points]


def rounded(w: float, h: float, r: float, x: float = 0, y: float = 0) -> list[Point]:
    """A rounded rectangle, its lower middle at (x, y)."""
    r = min(r, w / 2, h / 2)
    out = []
    for cx, cy, start in ((w / 2 - r, h - r, 0), (-w / 2 + r, h - r, 90), (-w / 2 + r, r, 180), (w / 2 - r, r, 270)):
        for a in range(0, 91, 15):
            t = radians(start + a)
            out.append((x + cx + r * cos(t), y + cy + r * sin(t)))
    return out


def oval(rx: float, ry: float, x: float = 0, y: float = 0, n: int = 48) -> list[Point]:
    """An ellipse round (x, y)."""
    return [(x + rx * cos(2 * pi * i / n), y + ry * sin(2 * pi * i / n)) for i in range(n)]


def mirrored(profile: list[Point]) -> list[Point]:
    """A closed shape from its right half [(half width, y)…], smoothed."""
    line = resample(curve(profile), 90)
    return [(x, y) for x, y in line] + [(-x, y) for x, y in line[::-1]]


def wobble(points: list[Point], amount: float, seed: int = 1) -> list[Point]:
    """A hand's tremor for cloth and paper."""
    rng = np.random.default_rng(seed)
    n = len(points)
    phase = rng.uniform(0, 6.28, 4)
    t = np.arange(n) / n * 2 * pi
    off = sum(np.sin((i + 2) * t + phase[i]) / (i + 2) for i in range(4))
    return [(x + amount * o, y + amount * o * .6) for (x, y), o in zip(points, off, strict=False)]


def plank(poly: list[Point], mat: Mat, angle: float = 0, edge: float = .18, holes: list[list[Point]] | None = None,
          at: tuple[float, float, float] = (0, 0, 0), details: list | None = None, extra=None) -> Art:
    """A flat piece with a lit upper-left edge and a shaded lower-right one."""
    holes = holes or []

    def paint(cv: Canvas, cam: Camera) -> None:
        d = "".join(path_of([cam.p(*p) for p in ring]) for ring in [poly, *holes])
        lit = shade_one((-.25, .25, .9), mat, .1)
        dim = shade_one((.16, -.1, .97), mat, .1)
        cv.path(d, cv.linear([(0, lit, 1), (1, dim, 1)], 0, 0, 1, .9), fill_rule="evenodd")
        with cv.group(clip_path=cv.clip(d)):
            if mat.tile:
                size = 230 * mat.tile_scale * (1.6 if mat.tile == "grain" else 1)
                cv.path(d, cv.tile(mat.tile, size, angle, cam.ox % size, cam.oy % size), opacity=mat.tile_opacity,
                        style="mix-blend-mode:multiply", fill_rule="evenodd")
            if edge:
                w = edge * cam.s
                cv.add(f'<g fill="none" filter="{cv.blur(max(w * .35, 1))}"><path d="{d}" stroke="{darker(mat.colour, .55)}" stroke-width="{w * 1.6:.1f}" '
                       f'opacity=".45" transform="translate({-w * .5:.1f} {-w * .5:.1f})"/>'
                       f'<path d="{d}" stroke="{lighter(mat.colour, .75)}" stroke-width="{w:.1f}" opacity=".65" transform="translate({w * .45:.1f} {w * .45:.1f})"/></g>')
            if extra:
                extra(cv, cam)

    return Art([poly, *holes], paint, at=at, details=details or [])


def stripe_lines(cv: Canvas, cam: Camera, lines: list[tuple[Point, Point]], width: float, colour: str, opacity: float = .85) -> None:
    """Straight stripes in centimetres."""
    d = "".join(path_of([cam.p(*a), cam.p(*b)], False) for a, b in lines)
    cv.path(d, "none", stroke=hex_of(colour), stroke_width=f"{width * cam.s:.1f}", opacity=opacity)


class Label(Revolve):
    """A paper label round a jar or bottle, with the maker's words on it."""

    def __init__(self, profile: list, y0: float, y1: float, colour: str, words: list[tuple[str, float, bool]],
                 ink: str = "#3d362e", spread: float = 1.05, at: tuple = (0, 0, 0), rule: str = "") -> None:
        super().__init__(profile, Mat(hex_of(colour), gloss=.02, rough=1), at=at, casts=False)
        self.y0, self.y1, self.words, self.ink, self.spread, self.rule = y0, y1, words, ink, spread, rule

    def draw(self, cv: Canvas, cam: Camera) -> None:
        c = cam.at(*self.at)
        line = self.line()
        ts = np.linspace(-self.spread, self.spread, 31)

        def edge(y: float) -> list[Point]:
            r = float(np.interp(y, line[:, 1], line[:, 0])) + .03
            return [c.p(r * sin(t), y, r * cos(t)) for t in ts]

        ys = np.linspace(self.y0, self.y1, 8)
        right = [edge(y)[-1] for y in ys]
        left = [edge(y)[0] for y in ys[::-1]]
        d = path_of(edge(self.y0) + right + edge(self.y1)[::-1] + left)
        if cv.line:
            cv.path(d, "#fbf9f4", stroke="#4a443c", stroke_width=1.8)
            return
        stops = [((sin(t) / sin(self.spread) + 1) / 2, shade_one((sin(t), 0, cos(t)), self.mat, cam.k), 1) for t in ts[::3]]
        cv.path(d, cv.linear(stops))
        if self.rule:
            for y in (self.y0 + (self.y1 - self.y0) * .05, self.y1 - (self.y1 - self.y0) * .05):
                cv.path(path_of(edge(y)[1:-1], False), "none", stroke=hex_of(self.rule), stroke_width=f"{.10 * c.s:.1f}")
        mid = edge((self.y0 + self.y1) / 2)
        room_px = (mid[-1][0] - mid[0][0]) * .84
        x = c.ox
        for text, share, serif in self.words:
            y = c.p(0, self.y0 + (self.y1 - self.y0) * share, float(np.interp(self.y0, line[:, 1], line[:, 0])) * .97)[1]
            base = (self.y1 - self.y0) * c.s * (.20 if serif else .085)
            size = min(base, room_px / max(len(text) * (.47 if serif else .68), 1))
            cv.text(x, y, text, size, self.ink, serif=serif, spacing=0 if serif else round(size * .12, 1))

    def solid_points(self) -> list:
        return [(self.at[0], self.at[1] + self.y0, 0), (self.at[0], self.at[1] + self.y1, 0)]


def rail(cv: Canvas, y: float, mat: Mat, cam: Camera) -> None:
    """A peg rail across the whole wall."""
    h = 62
    lit, dim = shade_one((-.1, .5, .8), mat, .1), shade_one((0, -.5, .8), mat, .1)
    cv.add(f'<rect x="-20" y="{y + 16:.0f}" width="1260" height="{h}" fill="#2a2018" opacity=".30" filter="{cv.blur(12)}"/>')
    d = f"M-10 {y - h / 2:.0f}H1210V{y + h / 2:.0f}H-10Z"
    cv.path(d, cv.linear([(0, lit, 1), (1, dim, 1)], 0, 0, 0, 1))
    overlay(cv, d, mat, cam, 90)
    cv.add(f'<rect x="-10" y="{y - h / 2:.0f}" width="1220" height="2.5" fill="#fff" opacity=".5"/>')


def peg(cv: Canvas, x: float, y: float, mat: Mat) -> None:
    """A turned peg on the rail."""
    cv.ellipse(x + 12, y + 20, 25, 25, "#2a2018", opacity=.35, filter=cv.blur(8))
    lit, mid, dim = (shade_one(n, mat, .1) for n in ((-.5, .5, .7), (0, 0, 1), (.5, -.6, .5)))
    cv.ellipse(x, y, 22, 22, cv.radial([(0, lit, 1), (.55, mid, 1), (1, dim, 1)], .5, .5, .55, .34, .30))
