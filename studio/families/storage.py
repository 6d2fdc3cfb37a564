"""Baskets, boxes, crates, tins and trays."""
from __future__ import annotations

from math import cos, pi, sin

from studio.families.metalware import Trough, finish_of
from studio.families.vessels import radius_at, shaped
from studio.item import Item
from studio.light import Mat, leather, matte, metal, wood
from studio.solids import Box, Part, Revolve, Tube


def wicker(colour: str, scale: float = .8, tile: str = "wicker") -> Mat:
    """Willow, seagrass, rope."""
    return Mat(colour, gloss=.06, rough=1, tile=tile, tile_opacity=.62, tile_scale=scale * 1.3)


def basket(colour: str, h: float = 30, r: float = 18, shape: str = "cone", handles: str = "", lid: bool = False, band: str = "", scale: float = .8, tile: str = "wicker", k: float = .30, rim: str = "") -> Item:
    """A round basket; handles: side, bail or leather."""
    mat = wicker(colour, scale, tile)
    profile = shaped(shape, r, h)
    zones = [(h * .30, h * .62, wicker(band, scale, tile))] if band else []
    parts: list[Part] = []
    if handles == "bail":
        top = profile[-1][0] * .96
        arc = [(top * cos(pi * (1 - t / 12)), h * .9 + h * .75 * sin(pi * t / 12), 0) for t in range(13)]
    body = Revolve(profile, mat, inner=None if lid else r * .045, zones=zones)
    parts.append(body)
    if handles == "bail":
        parts.append(Tube(arc, r * .055, mat))
    if lid:
        top = profile[-1][0]
        parts.append(Revolve([(top * 1.05, 0), (top * 1.06, h * .06), (top * .9, h * .12), (.05, h * .15)], mat, at=(0, h, 0)))
        parts.append(Revolve([(.5, 0), (.5, .8), (1.5, 1.6), (1.2, 2.8), (.05, 3)], leather("#7a5030"), at=(0, h * 1.14, 0)))
    if rim:
        top = profile[-1][0]
        parts.append(Tube([(top * cos(t / 36 * 2 * pi), h, top * sin(t / 36 * 2 * pi)) for t in range(2, 36 - 17)], r * .04, wicker(rim)))
    if handles in ("side", "leather"):
        m = leather("#7a5030") if handles == "leather" else mat
        y = h * .86
        rr = radius_at(profile, y)
        for s in (-1, 1):
            parts.append(Tube([(s * rr * .96, y, rr * .26), (s * rr * 1.10, h * 1.10, rr * .16), (s * rr * 1.10, h * 1.10, -rr * .16), (s * rr * .96, y, -rr * .26)], r * .05, m))
    return Item(parts, k=k, dims=(f"⌀ {2 * r:g} cm", f"{h * (1.15 if lid else 1):.0f} cm"))


def crate(colour: str, w: float = 36, h: float = 22, d: float = 26, finish: str = "wood", handles: str = "", yaw: float = -24, rim: str = "", inner: str = "") -> Item:
    """An open box."""
    mat = wicker(colour) if finish == "wicker" else (wood(colour) if finish == "wood" else (Mat(colour, tile="fleece", tile_opacity=.6) if finish == "felt" else finish_of(finish, colour)))
    box = Trough(w, h, d, mat, yaw=yaw, rim=rim, wall=max(w * .025, .4), inner=matte(inner) if inner else None)
    parts: list[Part] = [box]
    if handles:
        from math import radians
        a = radians(yaw)
        m = leather("#7a5030") if handles == "leather" else (metal("brass", .3) if handles == "brass" else matte("#d8c9a8"))
        pts = [(-w * .13, h * .66, d / 2 + .3), (-w * .10, h * .52, d / 2 + 1.6), (w * .10, h * .52, d / 2 + 1.6), (w * .13, h * .66, d / 2 + .3)]
        parts.append(Tube([(x * cos(a) - z * sin(a), y, x * sin(a) + z * cos(a)) for x, y, z in pts], w * .018, m))
    return Item(parts, k=.36, dims=(f"{w:g} × {d:g} cm", f"{h:g} cm"))


def chest(colour: str, w: float = 30, h: float = 16, d: float = 20, finish: str = "paint", lid: str = "", lid_h: float = .28, yaw: float = -26, tag: str = "", knob: str = "", over: float = .6) -> Item:
    """A closed box with a lid: document boxes, tins, bread bins."""
    def pick(f: str, c: str) -> Mat:
        if f == "wood":
            return wood(c)
        if f == "paper":
            return Mat(c, gloss=.03, rough=1, tile="grit", tile_opacity=.35)
        if f == "cloth":
            return Mat(c, gloss=0, rough=1, tile="fine", tile_opacity=.5)
        return finish_of({"paint": "matte"}.get(f, f), c)
    mat = pick(finish, colour)
    lid_mat = (wood(lid) if lid in ("oak", "walnut", "beech", "acacia", "ash") else pick(finish, lid)) if lid else mat
    low = h * (1 - lid_h)
    parts: list[Part] = [Box(w - over, low, d - over, mat, yaw=yaw), Box(w, h - low, d, lid_mat, at=(0, low, 0), yaw=yaw)]
    if knob:
        parts.append(Revolve([(.6, 0), (.5, .6), (1.3, 1.2), (1.2, 2), (.05, 2.2)], wood(knob) if knob in ("oak", "walnut", "beech") else metal(knob, .3), at=(0, h, 0)))
    if tag:
        parts.append(Tag(parts[0], tag))
    return Item(parts, k=.34, dims=(f"{w:g} × {d:g} cm", f"{h:g} cm"))


class Tag(Part):
    """A small label on the front of a box."""

    def __init__(self, box: Box, words: str, size: tuple[float, float] = (.30, .34), paper: str = "#f6f1e4", ink: str = "#3d362e", y: float = .34) -> None:
        self.box, self.words, self.size, self.paper, self.ink, self.y = box, words, size, paper, ink, y

    def draw(self, cv, cam) -> None:
        cs = [cam.p(*c) for c in self.box.corners()]
        bl, br, tl = cs[0], cs[1], cs[4]
        ux, uy = (br[0] - bl[0]), (br[1] - bl[1])
        vx, vy = (tl[0] - bl[0]), (tl[1] - bl[1])
        w, h = self.size
        cv.add(f'<g transform="matrix({ux / 100:.4f} {uy / 100:.4f} {-vx / 100:.4f} {-vy / 100:.4f} {bl[0] + vx:.1f} {bl[1] + vy:.1f})">')
        aspect = (abs(vy) or 1) / (abs(ux) or 1)
        x, y = 50 - w * 50, 100 - (self.y + h) * 100
        fill = "none" if cv.line else self.paper
        cv.add(f'<rect x="{x:.1f}" y="{y:.1f}" width="{w * 100:.1f}" height="{h * 100:.1f}" fill="{fill}" stroke="{"#4a443c" if cv.line else "#0002"}" stroke-width=".5"/></g>')
        if self.words and not cv.line:
            lines = self.words.split("|")
            n = len(lines)
            for i, text in enumerate(lines):
                size = min(w * 88 / max(len(text) * (.72 if text.isupper() else .5), 3), h * 92 * aspect / (n * 1.25))
                yy = y + h * 100 * ((i + .5) / n)
                cv.add(f'<g transform="matrix({ux / 100:.4f} {uy / 100:.4f} {-vx / 100 / aspect:.4f} {-vy / 100 / aspect:.4f} {bl[0] + vx:.1f} {bl[1] + vy:.1f})">'
                       f'<text x="50" y="{yy * aspect + size * .33:.1f}" font-size="{size:.1f}" font-family="EB Garamond, serif" fill="{self.ink}" text-anchor="middle">{text.replace("&", "&amp;")}</text></g>')

    def solid_points(self) -> list:
        return self.box.corners()[:2]

    def shadow(self, cam) -> list:
        return []


def tray(colour: str, r: float = 18, h: float = 3, finish: str = "wood", w: float = 0, d: float = 0, handles: str = "", yaw: float = -20) -> Item:
    """Round (r) or rectangular (w × d) tray."""
    if w:
        item = crate(colour, w, h, d, finish, yaw=yaw)
        item.k = .5
        if handles:
            from math import radians
            a = radians(yaw)
            m = metal("brass", .3) if handles == "brass" else leather("#7a5030")
            for s in (-1, 1):
                pts = [(s * w / 2, h * .8, -d * .16), (s * (w / 2 + 1.4), h * 1.7, -d * .12), (s * (w / 2 + 1.4), h * 1.7, d * .12), (s * w / 2, h * .8, d * .16)]
                item.parts.append(Tube([(x * cos(a) - z * sin(a), y, x * sin(a) + z * cos(a)) for x, y, z in pts], .45, m))
        return item
    mat = wood(colour) if finish == "wood" else (wicker(colour, .5) if finish == "wicker" else finish_of(finish, colour))
    return Item([Revolve([(r * .97, 0), (r, .3), (r, h)], mat, inner=[(r - .8, h), (r - .9, .9), (r - 1.4, .7), (.05, .7)], angle=90)], k=.5, dims=(f"⌀ {2 * r:g} cm", f"{h:g} cm"))


__all__ = ["Tag", "basket", "chest", "crate", "tray", "wicker"]
