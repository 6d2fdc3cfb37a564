"""Cloth: folded, hung, stuffed and spread."""
from __future__ import annotations

from math import pi, sin

import numpy as np

from studio.canvas import Canvas
from studio.colour import darker, hex_of, lighter
from studio.families.shapes import rounded, wobble
from studio.geometry import Camera, path_of
from studio.item import Art, Item
from studio.light import Mat, cloth, leather, matte, metal, wood
from studio.solids import Part, Tube

FOLD = "#241a12"


def _pattern(cv: Canvas, d: str, style: str, ink: str, box: tuple[float, float, float, float], s: float, slant: float = 0) -> None:
    """Stripes, checks and such over a path; box in pixels, s pixels per cm."""
    x0, y0, x1, y1 = box
    ink = hex_of(ink)
    lines: list[tuple[str, float]] = []
    step = {"stripe": 3.4, "pin": 1.1, "check": 4.2, "windowpane": 8, "ends": 0, "wide": 9, "grid": 2.2}.get(style, 4) * s
    if style in ("stripe", "pin", "check", "windowpane", "wide", "grid"):
        w = {"stripe": .9, "pin": .22, "check": 2.1, "windowpane": .3, "wide": 4.2, "grid": .25}[style] * s
        x = x0 + step * .5
        while x < x1 + slant:
            lines.append((f"M{x:.1f} {y1:.1f}L{x + slant:.1f} {y0:.1f}", w))
            x += step
        if style in ("check", "windowpane", "grid"):
            y = y1 - step * .5
            while y > y0:
                lines.append((f"M{x0:.1f} {y:.1f}H{x1:.1f}", w * .8))
                y -= step * (.62 if slant else 1)
    if style == "ends":
        for off in (2.6, 3.6, 6.2):
            lines.append((f"M{x0:.1f} {y1 - off * s:.1f}H{x1:.1f}", (.9 if off == 6.2 else .45) * s))
    ref = cv.clip(d)
    with cv.group(clip_path=ref):
        for line, w in lines:
            cv.path(line, "none", stroke=ink, stroke_width=f"{w:.1f}", opacity=".62" if style == "check" else ".85")


class Folded(Part):
    """A stack of folded cloth: each layer a soft slab with its fold to the front."""

    def __init__(self, w: float, d: float, layers: list[tuple[float, Mat, str, str]], fringe: str = "", seed: int = 1) -> None:
        self.w, self.d, self.layers, self.fringe, self.seed = w, d, layers, fringe, seed

    def draw(self, cv: Canvas, cam: Camera) -> None:
        rng = np.random.default_rng(self.seed)
        y = 0.0
        for n, (t, mat, style, ink) in enumerate(self.layers):
            dx = float(rng.uniform(-.25, .25)) if n else 0
            w = self.w * float(rng.uniform(.985, 1.0))
            self._layer(cv, cam, y, t, w, dx, mat, style, ink, n)
            y += t * .97
        if self.fringe:
            self._fringe(cv, cam)

    def _layer(self, cv: Canvas, cam: Camera, y: float, t: float, w: float, dx: float, mat: Mat, style: str, ink: str, n: int) -> None:
        zf, zb = self.d / 2, -self.d / 2
        inset = self.d * .07
        fl, fr = cam.p(dx - w / 2, y, zf), cam.p(dx + w / 2, y, zf)
        T = t * cam.c * cam.s
        bl, br = cam.p(dx - w / 2 + inset, y, zb), cam.p(dx + w / 2 - inset, y, zb)
        sag, skew = T * .10, inset
        top = (f"M{fl[0]:.1f} {fl[1] - T * .5:.1f}L{bl[0]:.1f} {bl[1] - T * .62:.1f}Q{bl[0] + T * .05:.1f} {bl[1] - T:.1f} {bl[0] + T * .5:.1f} {bl[1] - T:.1f}"
               f"Q{(bl[0] + br[0]) / 2:.1f} {bl[1] - T - sag * .6:.1f} {br[0] - T * .5:.1f} {br[1] - T:.1f}Q{br[0] - T * .05:.1f} {br[1] - T:.1f} {br[0]:.1f} {br[1] - T * .62:.1f}"
               f"L{fr[0]:.1f} {fr[1] - T * .5:.1f}L{fr[0] - T * .4:.1f} {fr[1] - T * .3:.1f}H{fl[0] + T * .4:.1f}Z")
        front = (f"M{fl[0] + T * .42:.1f} {fl[1] - T:.1f}Q{(fl[0] + fr[0]) / 2:.1f} {fl[1] - T - sag:.1f} {fr[0] - T * .42:.1f} {fr[1] - T:.1f}"
                 f"C{fr[0] + T * .12:.1f} {fr[1] - T:.1f} {fr[0] + T * .12:.1f} {fr[1]:.1f} {fr[0] - T * .42:.1f} {fr[1]:.1f}"
                 f"L{fl[0] + T * .42:.1f} {fl[1]:.1f}C{fl[0] - T * .12:.1f} {fl[1]:.1f} {fl[0] - T * .12:.1f} {fl[1] - T:.1f} {fl[0] + T * .42:.1f} {fl[1] - T:.1f}Z")
        base = hex_of(mat.colour)
        if cv.line:
            for d in (top, front):
                cv.path(d, "#fbf9f4", stroke="#4a443c", stroke_width=2.6)
            return
        cv.path(top, cv.linear([(0, lighter(base, .30), 1), (.55, lighter(base, .08), 1), (1, darker(base, .12), 1)], 0, 0, 1, .8))
        self._tile(cv, top, mat, cam)
        if style:
            _pattern(cv, top, style, ink, (fl[0], bl[1] - T * 1.3, fr[0] + 80, fl[1] - T), cam.s, skew * cam.s * .8)
        cv.path(front, cv.linear([(0, lighter(base, .14), 1), (.30, base, 1), (.72, darker(base, .18), 1), (1, darker(base, .46), 1)], 0, 0, 0, 1))
        self._tile(cv, front, mat, cam)
        if style:
            _pattern(cv, front, style, ink, (fl[0], fl[1] - T, fr[0], fl[1]), cam.s)
        cv.path(front, cv.linear([(0, FOLD, .10), (.1, FOLD, 0), (.75, FOLD, .02), (1, FOLD, .30)]))
        # the cloth inside the fold: one or two soft lines along the front
        for k, q in enumerate((.36, .68) if t > 2 else (.5,)):
            yy = fl[1] - T * q
            cv.path(f"M{fl[0] + T * .3:.1f} {yy:.1f}Q{(fl[0] + fr[0]) / 2:.1f} {yy - sag + 3 * ((n + k) % 2):.1f} {fr[0] - T * .3:.1f} {yy + 2:.1f}", "none",
                    stroke=darker(base, .5), stroke_width=f"{max(T * .045, 2):.1f}", opacity=".38", filter=cv.blur(1.5))
        cv.path(f"M{fl[0] + T * .3:.1f} {fl[1]:.1f}H{fr[0] - T * .3:.1f}", "none", stroke=FOLD, stroke_width=f"{T * .10:.1f}", opacity=".35", filter=cv.blur(3))

    def _tile(self, cv: Canvas, d: str, mat: Mat, cam: Camera) -> None:
        if mat.tile:
            size = 200 * mat.tile_scale
            cv.path(d, cv.tile(mat.tile, size, 0, cam.ox % size, cam.oy % size), opacity=f"{mat.tile_opacity:.2f}", style="mix-blend-mode:multiply")

    def _fringe(self, cv: Canvas, cam: Camera) -> None:
        """Tassels over the front edge of the top layer."""
        h = sum(t for t, *_ in self.layers) * .97
        rng = np.random.default_rng(self.seed + 4)
        col = hex_of(self.fringe)
        for x in np.linspace(-self.w * .47, self.w * .47, int(self.w * 1.7)):
            (x0, y0), (x1, y1) = cam.p(x, h - .3, self.d / 2), cam.p(x + float(rng.uniform(-.5, .5)), h - 5.4 - float(rng.uniform(0, 1.3)), self.d / 2 + .3)
            cv.path(f"M{x0:.1f} {y0:.1f}Q{x0 + 4:.1f} {(y0 + y1) / 2:.1f} {x1:.1f} {y1:.1f}", "none", stroke=darker(col, .35), stroke_width=f"{.30 * cam.s:.1f}", stroke_linecap="round", opacity=".8")
            cv.path(f"M{x0 - 1:.1f} {y0:.1f}Q{x0 + 3:.1f} {(y0 + y1) / 2:.1f} {x1 - 1:.1f} {y1:.1f}", "none", stroke=lighter(col, .1), stroke_width=f"{.17 * cam.s:.1f}", stroke_linecap="round")

    def solid_points(self) -> list:
        h = sum(t for t, *_ in self.layers)
        corners = [(-self.w * .485, self.d * .48), (self.w * .485, self.d * .48), (self.w / 2 - self.d * .08, -self.d / 2), (self.d * .08 - self.w / 2, -self.d / 2)]
        return [(x, y, z) for y in (0, h) for x, z in corners]


def folded(colour: str, w: float = 34, d: float = 26, layers: int = 4, thick: float = 3, tile: str = "weave", style: str = "", ink: str = "ink",
           fringe: bool = False, second: str = "", scale: float = 1.0, belt: str = "", size: str = "", seed: int = 1) -> Item:
    """A neat stack of folded cloth; `second` alternates the colour."""
    rows = []
    for i in range(layers):
        c = second if (second and i % 2) else colour
        rows.append((thick * (1 + .08 * ((i * 7 + seed) % 3 - 1)), cloth(c, tile, scale), style if not (second and i % 2) else "", ink))
    parts: list[Part] = [Folded(w, d, rows, colour if fringe else "", seed)]
    if belt:
        parts.append(_belly_band(w, d, sum(r[0] for r in rows) * .97, belt))
    return Item(parts, k=.34, dims=(f"{size or f'{w:g} cm'}", f"{sum(r[0] for r in rows):.0f} cm folded"))


def _belly_band(w: float, d: float, h: float, colour: str) -> Art:
    """A paper or cotton band round the stack."""
    q = w * .09

    def paint(cv: Canvas, cam: Camera) -> None:
        c = hex_of(colour)
        a, b = cam.p(-q, 0, d / 2 + .3), cam.p(q, h, d / 2 + .2)
        x, y = cam.p(-q + d * .07, h, -d / 2)
        x2, _ = cam.p(q + d * .07, h, -d / 2)
        cv.path(f"M{a[0]:.1f} {b[1]:.1f}L{x:.1f} {y:.1f}H{x2:.1f}L{b[0]:.1f} {b[1]:.1f}Z", lighter(c, .12))
        cv.path(f"M{a[0]:.1f} {b[1]:.1f}H{b[0]:.1f}V{a[1]:.1f}H{a[0]:.1f}Z", cv.linear([(0, c, 1), (1, darker(c, .22), 1)], 0, 0, 0, 1))
        cv.text((a[0] + b[0]) / 2, (a[1] + b[1]) / 2, "Linden Row", min((b[0] - a[0]) * .17, 26), "#4a4036")

    return Art([[(-q, 0), (q, 0), (q, h), (-q, h)]], paint)


def cushion(colour: str, w: float = 50, h: float = 50, tile: str = "canvas", style: str = "", ink: str = "ink", piping: str = "", tassel: bool = False, scale: float = 1.0, seed: int = 1) -> Item:
    """A plump cushion standing on its edge."""
    n = 28
    side = np.linspace(-1, 1, n)

    def bow(t: np.ndarray) -> np.ndarray:
        return 1 - .075 * (1 - t ** 2)

    pts = ([(w / 2 * bow(t), -h / 2 * -t) for t in side] + [(-w / 2 * t, h / 2 * bow(t)) for t in side]
           + [(-w / 2 * bow(t), -h / 2 * t) for t in side] + [(w / 2 * t, -h / 2 * bow(t)) for t in side])
    pts = [(x, y + h / 2 * .955) for x, y in wobble(pts, w * .004, seed)]
    mat = cloth(colour, tile, scale)

    def paint(cv: Canvas, cam: Camera) -> None:
        _puff(cv, cam, pts, mat, style, ink, w, h)
        d = path_of([cam.p(*p) for p in pts])
        if piping:
            c = hex_of(piping)
            cv.path(d, "none", stroke=darker(c, .3), stroke_width=f"{.9 * cam.s:.1f}", stroke_linejoin="round")
            cv.path(d, "none", stroke=lighter(c, .1), stroke_width=f"{.4 * cam.s:.1f}", stroke_linejoin="round", transform="translate(-1.5 -2)")
        if tassel:
            for sx in (-1, 1):
                for yy in (h * .0, h * .955):
                    x, y = cam.p(sx * w * .49, yy)
                    cv.path(f"M{x:.0f} {y:.0f}q{sx * 10} 20 {sx * 4} {3.4 * cam.s:.0f}", "none", stroke=hex_of(ink), stroke_width=f"{1.3 * cam.s:.1f}", stroke_linecap="round")

    return Item([Art([pts], paint)], k=.2, dims=(f"{w:g} cm", f"{h:g} cm"))


def _puff(cv: Canvas, cam: Camera, pts: list, mat: Mat, style: str, ink: str, w: float, h: float) -> None:
    """The stuffing: bright where it faces the window, soft dents at the corners."""
    d = path_of([cam.p(*p) for p in pts])
    base = hex_of(mat.colour)
    x0, y1 = cam.p(-w / 2, 0)
    x1, y0 = cam.p(w / 2, h)
    cv.path(d, cv.radial([(0, lighter(base, .24), 1), (.45, base, 1), (.80, darker(base, .20), 1), (1, darker(base, .42), 1)], .5, .5, .80, .30, .28))
    if style:
        _pattern(cv, d, style, ink, (x0, y0, x1, y1), cam.s)
    with cv.group(clip_path=cv.clip(d)):
        size = 210 * mat.tile_scale
        cv.path(d, cv.tile(mat.tile or "weave", size, 0, cam.ox % size, cam.oy % size), opacity=".34", style="mix-blend-mode:multiply")
        for sx, sy, ln in ((-1, 1, .30), (1, 1, .26), (-1, -1, .26), (1, -1, .32)):
            cx, cy = cam.p(sx * w * .47, h * .5 + sy * h * .45)
            ex, ey = cam.p(sx * w * (.47 - ln), h * .5 + sy * h * (.45 - ln * .75))
            cv.path(f"M{cx:.0f} {cy:.0f}Q{(cx + ex) / 2 + 20:.0f} {(cy + ey) / 2:.0f} {ex:.0f} {ey:.0f}", "none", stroke=darker(base, .55), stroke_width=26, opacity=".28", filter=cv.blur(14))
            cv.path(f"M{cx - 22:.0f} {cy - 16:.0f}Q{(cx + ex) / 2 - 8:.0f} {(cy + ey) / 2 - 24:.0f} {ex - 16:.0f} {ey - 24:.0f}", "none", stroke="#fff", stroke_width=18, opacity=".16", filter=cv.blur(12))
        cv.path(d, "none", stroke=darker(base, .6), stroke_width=34, opacity=".34", filter=cv.blur(16))
        cv.path(d, cv.linear([(0, FOLD, 0), (.72, FOLD, 0), (1, FOLD, .36)], 0, 0, .25, 1))
    cv.path(d, "none", stroke=darker(base, .35), stroke_width=3, opacity=".8")


def hanging(colour: str, w: float = 46, h: float = 66, tile: str = "weave", style: str = "", ink: str = "ink", pleats: int = 5, gather: float = .42,
            loop_colour: str = "linen", fringe: bool = False, size: tuple[str, str] = ("", ""), seed: int = 1, straps: bool = False) -> Item:
    """A towel or cloth hung by its loop: narrow at the peg, falling in folds."""
    n = 40
    right = [(w * (.5 * gather * .25 + (.5 - .125 * gather) * min(1, (t * 1.35) ** .55) * (.62 + .10 * sin(t * 5))), h * (1 - t)) for t in np.linspace(0, 1, n)]
    left = [(-x * (1.0 - .03 * sin(i * .3)), y - .6) for i, (x, y) in enumerate(right)]
    hem = [(right[-1][0] - (right[-1][0] - left[-1][0]) * t, 0 - .012 * h * sin(t * pi * pleats) - .2) for t in np.linspace(0, 1, 30)]
    pts = right + hem + left[::-1]
    if straps:
        pts = [(x, y) for x, y in pts]
    mat = cloth(colour, tile)

    def paint(cv: Canvas, cam: Camera) -> None:
        d = path_of([cam.p(*p) for p in pts])
        base = hex_of(colour)
        cv.path(d, cv.linear([(0, lighter(base, .16), 1), (.5, base, 1), (1, darker(base, .26), 1)], 0, 0, 1, .2))
        half = right[-1][0]
        x0, y1 = cam.p(-half * 1.1, -1)
        x1, y0 = cam.p(half * 1.1, h)
        if style:
            _pattern(cv, d, style, ink, (x0, y0, x1, y1), cam.s)
        with cv.group(clip_path=cv.clip(d)):
            cv.path(d, cv.tile(mat.tile or "weave", 210, 2), opacity=".34", style="mix-blend-mode:multiply")
            for i in range(pleats + 1):
                f = (i + .5) / (pleats + 1) * 2 - 1
                f += .07 * sin(i * 2.3 + seed)
                (ax, ay), (bx, by) = cam.p(f * w * .10, h), cam.p(f * half * 1.02, -1)
                bend = cam.p(f * half * .95, h * .62)
                curve_d = f"M{ax:.0f} {ay:.0f}Q{bend[0]:.0f} {bend[1]:.0f} {bx:.0f} {by:.0f}"
                cv.path(curve_d, "none", stroke=darker(base, .6), stroke_width=f"{w * .085 * cam.s:.0f}", opacity=".36", filter=cv.blur(w * .03 * cam.s))
                cv.path(curve_d, "none", stroke=lighter(base, .8), stroke_width=f"{w * .05 * cam.s:.0f}", opacity=".34", filter=cv.blur(w * .022 * cam.s), transform=f"translate({-w * .075 * cam.s:.0f} 0)")
        if fringe:
            for i in range(46):
                x, y = cam.p(-half + 2 * half * i / 45, 0)
                cv.path(f"M{x:.0f} {y - 3:.0f}l{(i % 3 - 1) * 2} {1.9 * cam.s:.0f}", "none", stroke=darker(base, .1 + .12 * (i % 2)), stroke_width=f"{.3 * cam.s:.1f}")
        cv.path(d, "none", stroke=darker(base, .4), stroke_width=1.6, opacity=".6")

    tape = Tube([(-.5, h - .5, 0), (-.4, h + 3, 0), (.4, h + 3, 0), (.5, h - .5, 0)], .3, matte(loop_colour))
    return Item([tape, Art([pts], paint)], mode="wall", k=0, dims=(size[0] or f"{w:g} cm", size[1] or f"{h:g} cm"), hook=h + 2.6)


def curtain(colour: str, w: float = 120, h: float = 190, tile: str = "weave", pleats: int = 9, rod: str = "brass", heading: str = "rings", sheer: bool = False, seed: int = 1, style: str = "", ink: str = "ink") -> Item:
    """A curtain on its rod, floor length."""
    mat = cloth(colour, tile)
    steel = metal(rod, .3) if rod in ("brass", "steel") else (wood(rod) if rod in ("oak", "walnut") else matte(rod))
    hem = [(w / 2 - w * t, -1.2 + 1.5 * sin(t * pi * 2 * pleats)) for t in np.linspace(0, 1, pleats * 12)]
    top = [(-w / 2 + w * t, h + (.8 * sin(t * pi * 2 * pleats) if heading != "flat" else 0)) for t in np.linspace(0, 1, pleats * 12)]
    pts = top + hem

    def paint(cv: Canvas, cam: Camera) -> None:
        d = path_of([cam.p(*p) for p in pts])
        base = hex_of(colour)
        stops = []
        for i in range(pleats):
            for f, tone in ((0, .34), (.22, .10), (.42, -.22), (.60, -.06), (.86, .22)):
                tone += .06 * sin(i * 1.7 + seed)
                stops.append(((i + f) / pleats, darker(base, max(tone, 0) + .08 * i / pleats) if tone > 0 else lighter(base, -tone), .93 if sheer else 1))
        cv.path(d, cv.linear(stops))
        x0, y1 = cam.p(-w / 2, 0)
        x1, y0 = cam.p(w / 2, h)
        if style:
            _pattern(cv, d, style, ink, (x0, y0, x1, y1), cam.s * 1.6)
        cv.path(d, cv.tile(tile, 150, 0), opacity=".30", style="mix-blend-mode:multiply")
        cv.path(d, cv.linear([(0, FOLD, .16), (.06, FOLD, 0), (.88, FOLD, 0), (1, FOLD, .22)], 0, 0, 0, 1))
        yh = cam.p(0, 5)[1]
        cv.path(f"M{x0:.0f} {yh:.0f}H{x1:.0f}", "none", stroke=darker(base, .4), stroke_width=2, opacity=".35")

    parts: list[Part] = [Tube([(-w * .62, h + 5.5, 0), (w * .62, h + 5.5, 0)], 1.5, steel, smooth=False)]
    for i in range(pleats):
        x = -w / 2 + w * (i + .42) / pleats
        if heading == "rings":
            parts.append(Tube([(x, h - 1, 0), (x - 2.2, h + 4, 0), (x, h + 8, 0), (x + 2.2, h + 4, 0), (x, h - 1, 0)], .42, steel))
        elif heading == "tabs":
            parts.append(Tube([(x, h - 2, 0), (x, h + 7.4, 0)], 1.9, mat, smooth=False))
    parts.append(Art([pts], paint))
    return Item(parts, mode="wall", k=0, dims=("cut to width", "cut to drop"))


def runner(colour: str, w: float = 40, h: float = 62, tile: str = "weave", style: str = "", ink: str = "ink", fringe: str = "", napkin: bool = False, seed: int = 1, size: tuple[str, str] = ("", ""), scallop: bool = False, round_: bool = False, ring: str = "") -> Item:
    """Cloth lying flat, seen from above: placemats, runners, napkins, small rugs, cloths."""
    from studio.families.shapes import oval
    n = 22
    pts = oval(w / 2, h / 2, 0, h / 2, 90) if round_ else wobble(rounded(w, h, .5), .10, seed)
    if scallop:
        from math import cos as c_
        from math import sin as s_
        pts = [((w / 2 + .7 * abs(sin(n * a / 2))) * c_(a), h / 2 + (h / 2 + .7 * abs(sin(n * a / 2))) * s_(a)) for a in np.linspace(0, 2 * pi, 400)]
    mat = cloth(colour, tile)

    def paint(cv: Canvas, cam: Camera) -> None:
        d = path_of([cam.p(*p) for p in pts])
        base = hex_of(colour)
        if fringe:
            for yy, sg in ((0, 1), (h, -1)):
                for i in range(int(w * 1.5)):
                    x, y = cam.p(-w / 2 + w * (i + .5) / int(w * 1.5), yy)
                    cv.path(f"M{x:.1f} {y:.1f}l{(i * 7 % 5 - 2)} {sg * w * .055 * cam.s:.1f}", "none", stroke=darker(hex_of(fringe), .12 * (i % 3)), stroke_width=f"{.34 * cam.s:.1f}", stroke_linecap="round")
        cv.path(d, cv.linear([(0, lighter(base, .16), 1), (1, darker(base, .12), 1)], 0, 0, 1, 1))
        x0, y1 = cam.p(-w / 2, 0)
        x1, y0 = cam.p(w / 2, h)
        if style:
            _pattern(cv, d, style, ink, (x0, y0, x1, y1), cam.s)
        with cv.group(clip_path=cv.clip(d)):
            cv.path(d, cv.tile(mat.tile or "weave", 240), opacity=".38", style="mix-blend-mode:multiply")
            if napkin:
                for frac in (.5,):
                    x, _ = cam.p(-w / 2 + w * frac, 0)
                    cv.path(f"M{x:.0f} {y0:.0f}V{y1:.0f}", "none", stroke=FOLD, stroke_width=16, opacity=".22", filter=cv.blur(6))
                    cv.path(f"M{x - 9:.0f} {y0:.0f}V{y1:.0f}", "none", stroke="#fff", stroke_width=9, opacity=".4", filter=cv.blur(4))
            if not round_:
                cv.path(f"M{x0 + .9 * cam.s:.0f} {y0 + .9 * cam.s:.0f}H{x1 - .9 * cam.s:.0f}V{y1 - .9 * cam.s:.0f}H{x0 + .9 * cam.s:.0f}Z", "none", stroke=darker(base, .45), stroke_width=1.6, opacity=".5", stroke_dasharray="7 4")
        if ring:
            cv.path(d, "none", stroke=hex_of(ring), stroke_width=f"{.55 * cam.s:.1f}")

    return Item([Art([pts], paint)], mode="flat", k=0, dims=(size[0] or f"{w:g} cm", size[1] or f"{h:g} cm"))


__all__ = ["curtain", "cushion", "folded", "hanging", "leather", "runner"]
