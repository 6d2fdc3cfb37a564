"""Pots, pans, kettles, cans: metal and enamel."""
from __future__ import annotations

from math import cos, pi, sin

from studio.families.vessels import glaze, radius_at, shaped
from studio.item import Item
from studio.light import Mat, enamel, matte, metal, wood
from studio.solids import Box, Revolve, Tube


def finish_of(finish: str, colour: str) -> Mat:
    """Material for a cookware finish."""
    if finish == "metal":
        return metal(colour, .30)
    if finish == "brushed":
        return metal(colour, .6)
    if finish == "iron":
        return Mat("#383634", gloss=.22, rough=.85, tile="grit", tile_opacity=.6)
    return glaze(finish, colour)


def side_grips(r: float, y: float, mat: Mat, size: float = 2.4, thick: float = .6) -> list[Tube]:
    """Two loop handles, left and right."""
    out = []
    for s in (-1, 1):
        out.append(Tube([(s * (r - .3), y, -size * .8), (s * (r + size * .8), y + .3, -size * .7), (s * (r + size), y + .4, 0),
                         (s * (r + size * .8), y + .3, size * .7), (s * (r - .3), y, size * .8)], thick, mat))
    return out


def casserole(colour: str, h: float = 10, r: float = 12, finish: str = "enamel", inside: str = "cream", lid: bool = True, knob: str = "brass",
              k: float = .30, grips: bool = True, shape: str = "drum", squash: float = 1.0) -> Item:
    """A lidded pot with two handles."""
    mat = finish_of(finish, colour)
    profile = shaped(shape, r, h)
    top = profile[-1][0]
    body = Revolve(profile, mat, inner=None if lid else .5, inner_mat=glaze("enamel", inside) if inside else mat)
    parts: list = []
    loops = side_grips(radius_at(profile, h * .8), h * .8, mat, r * .2, r * .052) if grips else []
    parts += loops[:1] + loops[1:] + [body]
    rise = 0.0
    if lid:
        rise = h * .26
        parts.append(Revolve([(top * 1.03, 0), (top * 1.03, .5), (top * .90, rise * .55), (top * .45, rise * .93), (.02, rise)], mat, at=(0, h, 0)))
        f = r / 9
        parts.append(Revolve([(.6 * f, 0), (.5 * f, .6 * f), (1.5 * f, 1.2 * f), (1.5 * f, 1.7 * f), (.02, 2 * f)],
                             metal(knob, .3) if knob in ("brass", "steel", "copper") else wood(knob), at=(0, h + rise - .1, 0)))
        rise += 2 * f
    return Item(parts, k=k, dims=(f"⌀ {2 * r:g} cm", f"{h + rise:.0f} cm"))


def pan(colour: str, h: float = 5, r: float = 12, finish: str = "iron", handle: float = 18, grip: str = "same", k: float = .42, lid: bool = False,
        inside: str = "", ends: bool = False) -> Item:
    """A frying pan or saucepan with one long handle to the right."""
    mat = finish_of(finish, colour)
    profile = [(r * .80, 0), (r * .84, .15), (r * .93, h * .45), (r, h)] if h < r * .6 else shaped("drum", r, h)
    y = h * .80
    rod = metal("steel", .4) if grip == "steel" else (mat if grip == "same" else wood(grip))
    a = .32
    ax = [(d * cos(a), yy, d * sin(a)) for d, yy in ((r - .6, y), (r + handle * .25, y + .8), (r + handle * .65, y + 1.9), (r + handle, y + 2.4))]
    parts: list = [Tube(ax, [.75 * h ** .25, .62 * h ** .25, .85 * h ** .25, .70 * h ** .25], rod)]
    if ends:
        parts += side_grips(r, y, mat, 1.8, .5)[:1]
    parts.append(Revolve(profile, mat, inner=None if lid else .35, inner_mat=finish_of("iron" if finish == "iron" else "brushed", inside) if inside else None))
    if lid:
        parts.append(Revolve([(r * 1.0, 0), (r * 1.02, .3), (r * .5, 1.3), (.02, 1.6)], mat, at=(0, h, 0)))
        parts.append(Revolve([(.5, 0), (.4, .7), (1.3, 1.2), (1.3, 1.6), (.02, 1.9)], rod, at=(0, h + 1.55, 0)))
    return Item(parts, k=k, dims=(f"⌀ {2 * r:g} cm", f"{2 * r + handle:g} cm long"))


def kettle(colour: str, h: float = 14, r: float = 9.5, finish: str = "enamel", grip: str = "beech", shape: str = "round", spout: float = 5,
           goose: bool = False, bail: bool = True) -> Item:
    """A stove kettle: bail handle over the top, or a side handle and a gooseneck."""
    mat = finish_of(finish, colour)
    profile = shaped(shape, r, h)
    top = profile[-1][0]
    parts: list = []
    rr = radius_at(profile, h * .4)
    if goose:
        parts.append(Tube([(-rr * .86, h * .18, .8), (-rr - spout * .7, h * .28, 1), (-rr - spout * .75, h * .62, 1), (-rr - spout * .9, h * .95, 1),
                           (-rr - spout * 1.7, h * 1.04, 1.2)], [.8, .62, .55, .5, .45], mat))
    else:
        parts.append(Tube([(-rr * .8, h * .42, .8), (-rr - spout * .5, h * .66, 1), (-rr - spout, h * .92, 1.2)], [r * .22, r * .15, r * .10], mat))
    if bail:
        w = radius_at(profile, h * .85) * .98
        arc = [(w * cos(pi * (1 - t / 12)), h * .84 + h * .62 * sin(pi * t / 12), 0) for t in range(13)]
        wire = metal("steel", .4)
        parts.append(Tube(arc, .32, wire))
    parts.append(Revolve(profile, mat))
    parts.append(Revolve([(top * 1.0, 0), (top * .95, .3), (top * .4, .9), (.02, 1.1)], mat, at=(0, h, 0)))
    parts.append(Revolve([(.35, 0), (.3, .5), (.85, .9), (.8, 1.5), (.02, 1.8)], wood(grip) if grip in ("beech", "oak", "walnut") else metal(grip), at=(0, h + 1, 0)))
    if bail:
        parts.append(Tube(list(arc[4:9]), .82, wood(grip)))
    else:
        rh = radius_at(profile, h * .8)
        parts.append(Tube([(rh - .4, h * .86, .5), (rh + 4, h * .95, 2), (rh + 5.4, h * .72, 2.6), (rh + 4.4, h * .22, 2.4)], [.7, .8, .9, .75], wood(grip)))
    return Item(parts, k=.24, dims=(f"{2 * r + spout:g} cm", f"{h * (1.46 if bail else 1.1):.0f} cm"))


def watering_can(colour: str, h: float = 18, r: float = 9, finish: str = "matte", rose: bool = True, spout: float = 22, metal_rose: str = "brass") -> Item:
    """A can with a long spout."""
    mat = finish_of(finish, colour)
    profile = [(r * .96, 0), (r, .4), (r, h * .4), (r * .97, h * .92), (r * .80, h * .97), (r * .62, h)]
    parts: list = [
        Tube([(-r * .9, h * .18, .5), (-r - spout * .5, h * .62, 1.2), (-r - spout, h * 1.1, 1.6)], [1.5, 1.0, .75], mat),
        Tube([(r * .35, h * .95, 0), (r * .2, h * 1.38, 0), (r * .95, h * 1.42, 0), (r * 1.55, h * .95, .6), (r * .96, h * .35, .6)], .52, mat),
        Revolve(profile, mat, inner=.3),
    ]
    if rose:
        x, y, z = -r - spout, h * 1.1, 1.6
        parts.insert(1, Tube([(x + .6, y - .5, z), (x - 1.2, y + .8, z), (x - 2.4, y + 1.7, z)], [.8, 1.7, 2.3], metal(metal_rose)))
    return Item(parts, k=.22, dims=(f"{2 * r + spout:g} cm", f"{h * 1.42:.0f} cm"))


def baking_dish(colour: str, w: float = 30, d: float = 20, h: float = 6, finish: str = "enamel", rim: str = "navy", ears: bool = True, yaw: float = -18) -> Item:
    """A rectangular dish: a box with an open top."""
    mat = finish_of(finish, colour)
    parts: list = [Trough(w, h, d, mat, yaw=yaw, rim=rim, ears=ears)]
    return Item(parts, k=.46, dims=(f"{w:g} × {d:g} cm", f"{h:g} cm"))


class Trough(Box):
    """A box without a lid: floor, inner walls, rim."""

    def __init__(self, w: float, h: float, d: float, mat: Mat, yaw: float = -18, rim: str = "", ears: bool = False, wall: float = .5,
                 at: tuple = (0, 0, 0), inner: Mat | None = None) -> None:
        super().__init__(w, h, d, mat, at=at, yaw=yaw, bevel=0)
        self.rim, self.ears, self.wall, self.inner = rim, ears, wall, inner

    def draw(self, cv, cam) -> None:
        from math import radians

        from studio.colour import hex_of
        from studio.geometry import path_of
        from studio.light import shade_one
        from studio.solids import INK, overlay
        if self.ears:
            a = radians(self.yaw)
            for s in (-1, 1):
                pts = [(s * (self.w / 2 - .2), self.h * .86, -self.d * .22), (s * (self.w / 2 + 2.6), self.h * .9, -self.d * .16),
                       (s * (self.w / 2 + 2.6), self.h * .9, self.d * .16), (s * (self.w / 2 - .2), self.h * .86, self.d * .22)]
                Tube([(x * cos(a) - z * sin(a), y, x * sin(a) + z * cos(a)) for x, y, z in pts], .6, self.mat).draw(cv, cam)
        super().draw(cv, cam)
        small = Box(self.w - 2 * self.wall, self.h, self.d - 2 * self.wall, self.mat, self.at, self.yaw)
        cs = [cam.p(*c) for c in small.corners()]
        mouth = path_of(cs[4:])
        if cv.line:
            cv.path(mouth, "none", stroke=INK, stroke_width=2)
            return
        mat = self.inner or self.mat
        a = radians(self.yaw)
        with cv.group(clip_path=cv.clip(mouth)):
            floor = [cam.p(x, self.at[1] + self.wall, z) for x, _, z in small.corners()[:4]]
            cv.path(mouth, shade_one((0, .4, 1), mat, cam.k, .62))
            for ids, n in (([2, 3, 7, 6], (sin(a), .1, cos(a) * 1)), ([3, 0, 4, 7], (cos(a), .1, sin(a))), ([1, 2, 6, 5], (-cos(a), .1, -sin(a)))):
                low = {0: 0, 1: 1, 2: 2, 3: 3}
                poly = [floor[low[i]] if i < 4 else cs[i] for i in ids]
                d = path_of(poly)
                lit, dim = shade_one(n, mat, cam.k, .74), shade_one(n, mat, cam.k, .34)
                cv.path(d, cv.linear([(0, lit, 1), (1, dim, 1)], 0, 0, 0, 1))
                overlay(cv, d, mat, cam)
            d = path_of(floor)
            cv.path(d, cv.linear([(0, shade_one((0, 1, .1), mat, cam.k, .52), 1), (1, shade_one((0, 1, .1), mat, cam.k, .88), 1)], 0, 0, 1, .2))
            overlay(cv, d, mat, cam, self.yaw + 90)
        cv.path(mouth, cv.linear([(0, "#1a120b", .30), (.5, "#1a120b", .05), (1, "#1a120b", 0)], 0, 0, 1, .4))
        if self.rim:
            rim = hex_of(self.rim)
            cv.path(path_of([cam.p(*c) for c in self.corners()[4:]]), "none", stroke=rim, stroke_width=f"{self.wall * cam.s * .8:.1f}", stroke_linejoin="round")


def mortar(colour: str, finish: str = "matte", r: float = 7.5, h: float = 9, pestle: str = "same", tile: str = "stone") -> Item:
    """Mortar and pestle."""
    mat = Mat(glaze("matte", colour).colour, gloss=.14, rough=.8, tile=tile, tile_opacity=.7)
    stick = mat if pestle == "same" else wood(pestle)
    body = Revolve(shaped("footed", r, h), mat, inner=1.1)
    stem = Tube([(1.2, h * .55, 0), (4.2, h * 1.05, -.6), (r + 2.2, h * 1.5, -1.2)], [1.5, 1.0, 1.25], stick)
    return Item([body, StuckIn(body, stem)], k=.32, dims=(f"⌀ {2 * r:g} cm", f"{h:g} cm"))


class StuckIn(Tube):
    """A rod standing in an open vessel: its lower end is hidden by the front wall."""

    def __init__(self, body: Revolve, rod: Tube) -> None:
        super().__init__(rod.points, rod.radius, rod.mat, rod.smooth)
        self.body = body

    def draw(self, cv, cam) -> None:
        line = self.body.line()
        r, y = line[-1]
        c = cam.at(*self.body.at)
        x0, y0 = c.p(0, y)
        rx, ry = r * .95 * c.s, r * .95 * c.s * c.k
        # everything above the rim's front edge, plus the mouth itself
        d = f"M-500 -3000H2500V{y0:.1f}H{x0 + rx:.1f}A{rx:.1f} {ry:.1f} 0 0 1 {x0 - rx:.1f} {y0:.1f}H-500Z"
        with cv.group(clip_path=cv.clip(d)):
            super().draw(cv, cam)


__all__ = ["StuckIn", "Trough", "baking_dish", "casserole", "enamel", "kettle", "matte", "mortar", "pan", "watering_can"]
