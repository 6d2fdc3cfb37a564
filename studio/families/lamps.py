"""Lamps and candlesticks."""
from __future__ import annotations

from studio.families.metalware import finish_of
from studio.families.vessels import shaped
from studio.item import Art, Item
from studio.light import Mat, cloth, matte, metal, wood
from studio.solids import Revolve, Tube


def _shade(kind: str, r: float, h: float) -> list:
    return {"drum": [(r, 0), (r * .96, h)], "cone": [(r, 0), (r * .45, h)], "empire": [(r, 0), (r * .62, h)],
            "dome": [(r, 0), (r * .98, h * .25), (r * .78, h * .68), (r * .30, h * .97), (.3, h)],
            "bell": [(r, 0), (r * .80, h * .14), (r * .62, h * .5), (r * .40, h * .9), (r * .16, h)],
            "globe": [(r * .3, 0), (r * .86, h * .18), (r, h * .5), (r * .86, h * .82), (r * .3, h)],
            "mushroom": [(r, 0), (r * 1.02, h * .12), (r * .84, h * .62), (r * .4, h * .96), (.3, h)],
            "pleat": [(r, 0), (r * .55, h)], "disc": [(r, 0), (r * .97, h * .3), (r * .3, h * .8), (.4, h)]}[kind]


def lit(colour: str) -> Mat:
    """A shade with the bulb on: brighter, softer."""
    from studio.colour import lighter
    return Mat(lighter(colour, .30), gloss=.02, rough=1, tile="weave", tile_opacity=.35)


def table_lamp(colour: str, base: str = "gourd", h: float = 40, r: float = 8, shade: str = "empire", shade_r: float = 15, shade_h: float = 20,
               finish: str = "stoneware", shade_colour: str = "cream", solid_shade: bool = False) -> Item:
    """A base from the wheel (or lathe) under a shade."""
    bh = h - shade_h * .86
    if finish == "wood":
        mat = wood(colour)
    else:
        mat = finish_of(finish, colour)
    parts: list = [Revolve(shaped(base, r, bh), mat), Tube([(0, bh - .2, 0), (0, bh + 3, 0)], .55, metal("brass", .3))]
    top = _shade(shade, shade_r, shade_h)
    parts.append(Revolve(top, finish_of("matte", shade_colour) if solid_shade else lit(shade_colour), at=(0, h - shade_h, 0)))
    return Item(parts, k=.16, dims=(f"⌀ {2 * shade_r:g} cm", f"{h:g} cm"), glow=((0, h - shade_h * .62, 0), shade_r * 1.8))


def stick_lamp(colour: str, h: float = 150, foot: float = 14, shade: str = "empire", shade_r: float = 21, shade_h: float = 26, finish: str = "brushed",
               shade_colour: str = "cream", tripod: str = "") -> Item:
    """A floor lamp on a pole or a tripod."""
    mat = wood(colour) if finish == "wood" else finish_of(finish, colour)
    parts: list = []
    pole_top = h - shade_h * .7
    if tripod:
        for x, z in ((4, -14), (-20, 8), (18, 9)):
            parts.append(Tube([(x * .06, pole_top - 4, z * .06), (x * 1.25, 0, z * 1.25)], [1.5, 1.0], mat, smooth=False))
    else:
        parts.append(Revolve([(foot, 0), (foot, 1.4), (foot * .9, 2), (1, 2.6)], mat))
        parts.append(Tube([(0, 2, 0), (0, pole_top, 0)], .9, mat, smooth=False))
    parts.append(Revolve(_shade(shade, shade_r, shade_h), lit(shade_colour), at=(0, h - shade_h, 0)))
    return Item(parts, k=.12, dims=(f"⌀ {2 * shade_r:g} cm", f"{h:g} cm"), glow=((0, h - shade_h * .6, 0), shade_r * 1.8))


def arm_lamp(colour: str, h: float = 44, finish: str = "matte", joint: str = "brass", reach: float = 26, shade_r: float = 8, foot: float = 9) -> Item:
    """A desk lamp with an elbow."""
    mat, br = finish_of(finish, colour), metal(joint, .3)
    ex, ey = -reach * .35, h * .62
    hx, hy = reach * .50, h * .93
    parts: list = [Revolve([(foot, 0), (foot, 1), (foot * .9, 1.7), (1, 2)], mat),
                   Tube([(0, 1.5, 0), (ex, ey, 0)], .62, mat, smooth=False), Tube([(ex, ey, 0), (hx, hy, 0)], .55, mat, smooth=False)]
    for x, y in ((ex, ey), (0, 2.4)):
        parts.append(Revolve([(.02, -1.2), (.9, -.8), (1.2, 0), (.9, .8), (.02, 1.2)], br, at=(x, y, 0)))
    parts.append(Revolve(_shade("bell", shade_r, shade_r * 1.5), mat, at=(hx + 1, hy - shade_r * 1.15, 0)))
    return Item(parts, k=.16, dims=(f"{reach + 14:g} cm reach", f"{h:g} cm"), glow=((hx + 1, hy - shade_r * 1.2, 0), shade_r * 1.7))


def pendant(colour: str, shade: str = "dome", r: float = 20, h: float = 22, finish: str = "matte", cord: str = "char", tile: str = "") -> Item:
    """A shade on its flex, hanging into the frame."""
    if finish == "wicker":
        mat = Mat(cloth(colour).colour, gloss=.05, rough=1, tile="wicker", tile_opacity=.75, tile_scale=.6)
    elif finish == "paper":
        mat = lit(colour)
    else:
        mat = finish_of(finish, colour)
    if tile:
        mat = Mat(mat.colour, tile=tile, tile_opacity=.6)
    profile = _shade(shade, r, h)
    flex = r * 1.9
    parts = [Tube([(0, h - .5, 0), (0, h + flex * 6, 0)], .35, matte(cord), smooth=False),
             Revolve(profile, mat), Revolve([(r * .10, 0), (r * .09, r * .20), (r * .04, r * .26)], metal("brass", .3), at=(0, h - .2, 0))]
    parts[0].free = True  # the flex runs out of the frame and must not set the scale
    return Item(parts, mode="pendant", k=.10, dims=(f"⌀ {2 * r:g} cm", f"{h:g} cm"), glow=((0, h * .1, 0), r * 1.5))


def candle(colour: str, h: float = 12, r: float = 3.5, wax: str = "", lit_flame: bool = True) -> list:
    """A wax cylinder with a wick (parts only)."""
    from studio.light import waxed
    out = [Revolve([(r * .985, 0), (r, .2), (r, h - .25), (r * .95, h), (r * .80, h)], waxed(wax or colour),
                   inner=[(r * .80, h), (r * .6, h - .18), (.02, h - .25)])]
    out.append(Flame((0, h - .2, 0), max(r * .45, .9) if lit_flame else 0))
    return out


class Flame(Art):
    """A wick, and a flame when size > 0."""

    def __init__(self, at: tuple, size: float) -> None:
        s = size or .9
        super().__init__([[(-.08, 0), (.08, 0), (.08, s * .7), (-.08, s * .7)]], self._draw, at=at)
        self.size = size

    def _draw(self, cv, cam) -> None:
        s = self.size or .9
        x0, y0 = cam.p(0, 0)
        x1, y1 = cam.p(.06, s * .7)
        cv.path(f"M{x0:.1f} {y0:.1f}Q{x0 - 2:.1f} {(y0 + y1) / 2:.1f} {x1:.1f} {y1:.1f}", "none", stroke="#3a3028", stroke_width=f"{max(.14 * cam.s, 3):.1f}", stroke_linecap="round")
        if not self.size:
            return
        w, h = s * .36 * cam.s, s * 2.3 * cam.s
        base = y1 + h * .14
        d = f"M{x0:.1f} {base:.1f}C{x0 - w * 1.5:.1f} {base - h * .15:.1f} {x0 - w * .9:.1f} {base - h * .5:.1f} {x0:.1f} {base - h:.1f}C{x0 + w * .9:.1f} {base - h * .5:.1f} {x0 + w * 1.5:.1f} {base - h * .15:.1f} {x0:.1f} {base:.1f}Z"
        cv.ellipse(x0, base - h * .45, h * 1.1, h * 1.1, cv.radial([(0, "#ffe1a0", .65), (1, "#ffe1a0", 0)]))
        cv.path(d, cv.linear([(0, "#ffd27a", .9), (.55, "#fff3cf", 1), (.85, "#ffe9b0", .95), (1, "#8fb0d8", .5)], 0, 0, 0, 1), filter=cv.blur(1.2))

    def shadow(self, cam) -> list:
        return []


def candlestick(colour: str, shape: str = "stalk", h: float = 14, r: float = 4.5, finish: str = "metal", taper: str = "cream", taper_h: float = 16, disc: float = 0) -> Item:
    """A holder with a taper in it."""
    mat = wood(colour) if finish == "wood" else finish_of(finish, colour)
    parts: list = [Revolve(shaped(shape, r, h), mat, inner=.35)]
    if disc:
        parts.append(Revolve([(disc, 0), (disc, .3), (disc * .9, .5), (.2, .5)], mat, at=(0, h * .9, 0)))
    from studio.light import waxed
    parts.append(Revolve([(1.08, 0), (1.0, taper_h * .8), (.75, taper_h * .97), (.3, taper_h)], waxed(taper), at=(0, h - .6, 0)))
    parts.append(Flame((0, h + taper_h - .7, 0), 1.0))
    return Item(parts, k=.20, dims=(f"⌀ {2 * r:g} cm", f"{h:g} cm"), glow=((0, h + taper_h + 1, 0), 9))
