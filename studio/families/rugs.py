"""Rugs: woven patterns drawn thread group by thread group, seen from above."""
from __future__ import annotations

import itertools
import random

from studio.canvas import Canvas
from studio.colour import darker, hex_of, lighter
from studio.families.shapes import oval, rounded, wobble
from studio.geometry import Camera, path_of
from studio.item import Art, Item


def _cells(style: str, w: float, h: float, rng: random.Random) -> list[tuple[list, int]]:
    """Polygons and which ink they take."""
    out: list[tuple[list, int]] = []

    def box(x0: float, y0: float, x1: float, y1: float, ink: int = 0) -> None:
        out.append(([(x0, y0), (x1, y0), (x1, y1), (x0, y1)], ink))

    if style == "border":
        for m, t, ink in ((9, 4, 0), (16, 1.6, 1)):
            for x0, y0, x1, y1 in ((-w / 2 + m, m, w / 2 - m, m + t), (-w / 2 + m, h - m - t, w / 2 - m, h - m), (-w / 2 + m, m, -w / 2 + m + t, h - m), (w / 2 - m - t, m, w / 2 - m, h - m)):
                box(x0, y0, x1, y1, ink)
    elif style == "bands":
        y = 8.0
        while y < h - 8:
            t = rng.choice((2, 3, 6, 9, 14))
            box(-w / 2, y, w / 2, min(y + t, h - 6), rng.randint(0, 1))
            y += t + rng.choice((5, 8, 12, 18))
    elif style == "diamond":
        nx, ny = 4, 6
        dx, dy = (w - 16) / nx, (h - 16) / ny
        for i in range(nx):
            for j in range(ny):
                cx, cy = -w / 2 + 8 + dx * (i + .5), 8 + dy * (j + .5)
                for f, ink in ((.46, 0), (.20, 1)):
                    out.append(([(cx, cy - dy * f), (cx + dx * f, cy), (cx, cy + dy * f), (cx - dx * f, cy)], ink))
    elif style == "blocks":
        nx, ny = 3, 5
        dx, dy = (w - 14) / nx, (h - 14) / ny
        for i in range(nx):
            for j in range(ny):
                if (i + j) % 2 == 0:
                    box(-w / 2 + 7 + dx * i, 7 + dy * j, -w / 2 + 7 + dx * (i + 1), 7 + dy * (j + 1), (i * 2 + j) % 3 % 2)
    elif style == "steps":
        n = 9
        for i in range(n):
            f = 1 - i / n
            box(-w * .42 * f, h / 2 - h * .42 * f, w * .42 * f, h / 2 + h * .42 * f, i % 2 if i % 3 else 2)
    elif style == "berber":
        for j in range(5):
            y0, dy = 10 + j * (h - 20) / 5, (h - 20) / 5
            for sgn in (1, -1):
                pts = [(-w / 2 + 6 + (w - 12) * t / 8, y0 + dy * (.5 + sgn * .42 * (1 if t % 2 else 0))) for t in range(9)]
                for a, b in itertools.pairwise(pts):
                    out.append(([(a[0], a[1] - 1), (b[0], b[1] - 1), (b[0], b[1] + 1), (a[0], a[1] + 1)], 0))
    elif style == "arch":
        for i, f in enumerate((1, .78, .56, .34)):
            out.append(([(x * f, y * f + 8) for x, y in [(-w * .40, 0), (w * .40, 0), *[(p[0], p[1] + h * .5) for p in oval(w * .40, w * .40)[:25]]]], i % 2 if i else 0))
    return out


def rug(colour: str, style: str = "border", w: float = 120, h: float = 180, ink: str = "ink", second: str = "rust", tile: str = "canvas", fringe: bool = True, seed: int = 1, shape: str = "rect", scale: float = .8) -> Item:
    """A rug on a pale floor; long ones are shown full length."""
    rng = random.Random(seed)
    pts = wobble(rounded(w, h, 1), .5, seed) if shape == "rect" else oval(w / 2, h / 2, 0, h / 2, 120)
    cells = _cells(style, w, h, rng)
    inks = [hex_of(ink), hex_of(second), hex_of(colour)]

    def paint(cv: Canvas, cam: Camera) -> None:
        d = path_of([cam.p(*p) for p in pts])
        base = hex_of(colour)
        if fringe:
            for yy, sg in ((0, 1), (h, -1)):
                for i in range(int(w * .62)):
                    x, y = cam.p(-w / 2 + w * (i + .5) / int(w * .62), yy)
                    cv.path(f"M{x:.1f} {y - sg * 3:.1f}q{(i * 7 % 7) - 3} {sg * 16} {(i * 5 % 9) - 4} {sg * 5.6 * cam.s:.1f}", "none", stroke=darker("cream", .06 + .1 * (i % 3)), stroke_width=f"{.85 * cam.s:.1f}", stroke_linecap="round")
        cv.path(d, cv.linear([(0, lighter(base, .12), 1), (1, darker(base, .10), 1)], 0, 0, 1, 1))
        with cv.group(clip_path=cv.clip(d)):
            if style == "rings":
                for i, f in enumerate((.92, .74, .56, .38, .2)):
                    x, y = cam.p(0, h / 2)
                    cv.ellipse(x, y, w / 2 * f * cam.s, h / 2 * f * cam.s, "none", stroke=inks[i % 2], stroke_width=f"{w * .045 * cam.s:.0f}", opacity=".9")
            for poly, which in cells:
                tone = inks[which] if rng.random() < .6 else lighter(inks[which], .05)
                cv.path(path_of([cam.p(*p) for p in poly]), tone, opacity=".92")
            cv.path(d, cv.tile(tile, 170 * scale, 0), opacity=".46", style="mix-blend-mode:multiply")
            cv.path(d, cv.tile("fleece", 700, 0), opacity=".14", style="mix-blend-mode:multiply")
            cv.path(d, "none", stroke="#241a12", stroke_width=16, opacity=".22", filter=cv.blur(7))
    return Item([Art([pts], paint)], mode="flat", k=0, dims=(f"{w:g} cm", f"{h:g} cm"))
