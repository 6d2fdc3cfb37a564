"""Things from the wheel: cups, bowls, plates, vases, jugs, planters."""
from __future__ import annotations

from math import cos, pi, sin

from studio.item import Item
from studio.light import Mat, enamel, matte, porcelain, raw_clay, stoneware
from studio.solids import Revolve, Tube

#: silhouettes as (share of radius, share of height), from the foot up
SHAPES: dict[str, list[tuple[float, float]]] = {
    "cylinder": [(.86, 0), (.94, .03), (1, .10), (1, .5), (1, .97), (.985, 1)],
    "barrel": [(.70, 0), (.84, .05), (.97, .28), (1, .52), (.94, .82), (.90, 1)],
    "tulip": [(.56, 0), (.62, .03), (.86, .26), (.90, .5), (.88, .72), (1, 1)],
    "cone": [(.62, 0), (.66, .03), (.80, .45), (.94, .85), (1, 1)],
    "taperup": [(.92, 0), (1, .05), (.96, .4), (.86, .85), (.82, 1)],
    "round": [(.50, 0), (.70, .05), (.96, .32), (1, .5), (.92, .75), (.78, 1)],
    "footed": [(.52, 0), (.52, .07), (.50, .08), (.50, .08), (.78, .2), (.95, .45), (1, .8), (.99, 1)],
    "waist": [(.90, 0), (.98, .06), (.90, .3), (.80, .55), (.88, .82), (1, 1)],
    "bowl": [(.40, 0), (.40, .08), (.40, .08), (.68, .22), (.90, .55), (1, 1)],
    "deep": [(.46, 0), (.46, .06), (.46, .06), (.78, .2), (.95, .55), (1, 1)],
    "flare": [(.36, 0), (.36, .08), (.36, .08), (.50, .25), (.74, .62), (1, 1)],
    "coupe": [(.42, 0), (.42, .10), (.42, .10), (.78, .38), (.96, .78), (1, 1)],
    "bulb": [(.44, 0), (.66, .04), (.98, .26), (.96, .42), (.52, .66), (.32, .80), (.30, .92), (.36, 1)],
    "bottle": [(.84, 0), (.98, .04), (1, .2), (1, .52), (.72, .66), (.30, .78), (.27, .95), (.33, 1)],
    "gourd": [(.52, 0), (.78, .05), (1, .24), (.84, .42), (.50, .54), (.62, .68), (.58, .80), (.36, .92), (.40, 1)],
    "amphora": [(.36, 0), (.46, .04), (.80, .36), (1, .62), (.84, .78), (.46, .88), (.42, .94), (.50, 1)],
    "moon": [(.44, 0), (.72, .06), (.98, .34), (1, .52), (.86, .78), (.44, .93), (.34, .96), (.36, 1)],
    "stalk": [(.72, 0), (.98, .03), (1, .10), (.62, .34), (.44, .62), (.46, .88), (.60, 1)],
    "shoulder": [(.60, 0), (.72, .03), (.90, .4), (1, .68), (.90, .80), (.58, .88), (.54, .95), (.60, 1)],
    "trumpet": [(.62, 0), (.64, .03), (.42, .18), (.40, .4), (.54, .7), (1, 1)],
    "drum": [(.95, 0), (1, .04), (1, .5), (1, .96), (.97, 1)],
    "ginger": [(.58, 0), (.66, .03), (.84, .3), (1, .62), (.92, .84), (.62, .95), (.62, 1)],
    "pear": [(.66, 0), (.86, .05), (1, .22), (.90, .42), (.60, .72), (.50, .9), (.56, 1)],
}


def shaped(shape: str, r: float, h: float) -> list[tuple[float, float]]:
    """A silhouette in centimetres."""
    return [(a * r, b * h) for a, b in SHAPES[shape]]


def glaze(finish: str, colour: str) -> Mat:
    """The material a finish word stands for."""
    return {"stoneware": stoneware, "porcelain": porcelain, "clay": raw_clay, "enamel": enamel, "matte": matte}[finish](colour)


def clay_under(colour: str) -> str:
    """The clay body that goes with a glaze."""
    return "#8a6a52" if colour in ("ink", "char", "forest", "navy", "plum") else "#c4a184"


def _zones(dip: float, h: float, colour: str) -> list:
    return [(-1, dip * h, raw_clay(clay_under(colour)))] if dip else []


def radius_at(profile: list, y: float) -> float:
    """Radius of a profile at a height (straight between the points)."""
    import numpy as np
    return float(np.interp(y, [p[1] for p in profile], [p[0] for p in profile]))


def handle(profile: list, h: float, kind: str, mat: Mat, size: float = .75, thick: float = .55) -> list[Tube]:
    """A pulled handle on the right, turned a little towards the viewer."""
    hi, lo = {"ear": (.80, .26), "loop": (.72, .36), "high": (.95, .42), "square": (.84, .20), "low": (.56, .14)}[kind]
    r1, r0 = radius_at(profile, hi * h) - .25, radius_at(profile, lo * h) - .25
    out = max(r1, r0) + size * h * .42
    mid = (hi + lo) / 2 * h
    a = .42
    if kind == "square":
        raw = [(r1, hi * h), (out * .97, hi * h + .02 * h), (out, hi * h - .08 * h), (out, lo * h + .08 * h), (out * .97, lo * h - .02 * h), (r0, lo * h)]
    else:
        raw = [(r1, hi * h), (out * .90, hi * h + .05 * h), (out, mid + .06 * h), (out * .86, lo * h + .04 * h), (r0, lo * h - .02 * h)]
    pts = [(x * cos(a), y, x * sin(a) * .6) for x, y in raw]
    n = len(pts)
    return [Tube(pts, [thick * (1.15 if i in (0, n - 1) else .9) for i in range(n)], mat)]


def vessel(colour: str, shape: str = "cylinder", h: float = 9, r: float = 4.2, finish: str = "stoneware", wall: float = .35,
           grip: str = "", dip: float = 0, inside: str = "", liquid: str = "", band: str = "", saucer: float = 0,
           size: float = .75, thick: float = .5, spout: float = 0, k: float = .26, rim: str = "") -> Item:
    """A cup, pot, vase or planter."""
    profile = shaped(shape, r, h)
    mat = glaze(finish, colour)
    zones = _zones(dip, h, colour)
    if band:
        zones.append((.62 * h, .74 * h, glaze(finish, band)))
    if rim:
        zones.append((h * .965, h + 1, glaze("matte", rim)))
    lift = 1.0 if saucer else 0
    body = Revolve(profile, mat, inner=wall, inner_mat=glaze(finish, inside) if inside else None, zones=zones,
                   at=(0, lift, 0), liquid=(h * .84, matte(liquid)) if liquid else None)
    parts: list = []
    if saucer:
        plate = [(saucer * .5, 0), (saucer * .56, .3), (saucer * .86, .9), (saucer, 1.5)]
        parts.append(Revolve(plate, mat, inner=[(saucer - .25, 1.5), (saucer * .84, 1.1), (saucer * .5, .7), (.02, .65)]))
    if grip:
        pulled = handle(profile, h, grip, mat, size, thick)
        for t in pulled:
            t.points = [(x, y + lift, z) for x, y, z in t.points]
        parts += pulled
    if spout:
        top = radius_at(profile, h * .9)
        parts.append(Tube([(-top * .7, h * .80 + lift, 0), (-top - spout * .6, h * .93 + lift, .2), (-top - spout, h * 1.0 + lift, .3)],
                          [top * .42, top * .26, top * .15], mat))
    parts.append(body)
    return Item(parts, k=k, dims=(f"⌀ {2 * r:g} cm", f"{h:g} cm"))


def cup_stack(colour: str, n: int = 3, second: str = "", **kw) -> Item:
    """Cups one inside another."""
    base = vessel(colour, **kw)
    h = kw.get("h", 6)
    parts = []
    for i in range(n):
        one = vessel(second if (second and i % 2) else colour, **kw).parts[-1]
        one.at = (.12 * (-1) ** i, i * h * .42, 0)
        parts.append(one)
    return Item(parts, k=base.k, dims=base.dims)


def plate(colour: str, r: float = 13, h: float = 2.2, finish: str = "stoneware", style: str = "coupe", k: float = .44,
          dip: float = 0, line: str = "", stack: int = 1, well: float = .62, stripe: str = "") -> Item:
    """A plate or a low bowl, with its well; `line` paints the rim."""
    mat = glaze(finish, colour)
    if style == "rim":
        inner = [(r - .2, h), (r * .70, h * .72), (r * .66, h * .62), (r * .60, h * .34), (r * .5, h * .26), (.05, h * .24)]
    elif style == "flat":
        inner = [(r - .2, h), (r * .94, h * .55), (r * .90, h * .30), (.05, h * .26)]
    else:
        inner = [(r - .2, h), (r * .88, h * .62), (r * well, h * .30), (.05, h * .22)]
    outer = [(r * .52, 0), (r * .54, h * .12), (r * .54, h * .12), (r * .86, h * .5), (r, h)]
    parts = []
    for i in range(stack):
        zones = _zones(dip, h, colour)
        if line:
            zones.append((h * .94, h + 1, glaze(finish, line)))
        parts.append(Revolve(outer, mat, inner=inner, zones=zones, at=(.25 * sin(i * 2.1), i * h * .62, 0),
                             inner_mat=mat if (line or dip) else None))
    if stripe:
        parts.append(Rings(stripe, [r * .80, r * .76] if stripe else [], h * .45 + (stack - 1) * h * .62))
    return Item(parts, k=k, dims=(f"⌀ {2 * r:g} cm", f"{h:g} cm"))


class Rings(Revolve):
    """Painted brush lines on the inside of a plate."""

    def __init__(self, colour: str, radii: list[float], y: float) -> None:
        super().__init__([(radii[0], y), (radii[0], y + .01)], matte(colour), casts=False)
        self.radii, self.y = radii, y

    def draw(self, cv, cam) -> None:
        for i, r in enumerate(self.radii):
            x, y = cam.p(0, self.y)
            cv.ellipse(x, y, r * cam.s, r * cam.s * cam.k, "none", stroke="#4a443c" if cv.line else self.mat_hex(),
                       stroke_width=(5 - 2 * i) * .9, opacity=.8)

    def mat_hex(self) -> str:
        """Line colour."""
        from studio.colour import hex_of
        return hex_of(self.mat.colour)


def lidded(colour: str, shape: str = "drum", h: float = 12, r: float = 6, finish: str = "stoneware", lid: str = "", knob: str = "ball",
           dip: float = 0, lid_h: float = 2.2, grip: str = "", spout: float = 0, k: float = .26, bail: str = "", wood: str = "") -> Item:
    """A jar, pot or teapot with a lid."""
    from studio.light import wood as wooden
    base = vessel(colour, shape, h, r, finish, dip=dip, grip=grip, spout=0, k=k, size=.8, thick=.6)
    body = base.parts[-1]
    body.inner = None
    top_r = body.profile[-1][0]
    lid_mat = wooden(wood) if wood else glaze(finish, lid or colour)
    parts = list(base.parts[:-1])
    if spout:
        rr = radius_at(body.profile, h * .45)
        parts.append(Tube([(-rr * .8, h * .30, .6), (-rr - spout * .55, h * .50, .9), (-rr - spout * .8, h * .82, 1), (-rr - spout * 1.1, h * .96, 1)],
                          [r * .22, r * .16, r * .10, r * .085], body.mat))
    parts.append(body)
    if wood:
        parts.append(Revolve([(top_r * 1.0, 0), (top_r * 1.04, .1), (top_r * 1.04, lid_h * .8), (top_r * .98, lid_h), (.02, lid_h + .02)], lid_mat, at=(0, h, 0)))
        rise = lid_h
    else:
        parts.append(Revolve([(top_r * 1.03, 0), (top_r * 1.03, .25), (top_r * .86, lid_h * .55), (top_r * .45, lid_h * .92), (.02, lid_h)], lid_mat, at=(0, h, 0)))
        rise = lid_h
    kn = {"ball": [(.35, 0), (.3, .3), (.8, .9), (.85, 1.4), (.5, 1.9), (.02, 2.0)], "disc": [(.5, 0), (.4, .5), (1.3, .7), (1.3, 1.1), (.02, 1.2)],
          "peg": [(.6, 0), (.5, .8), (.55, 1.7), (.02, 1.9)], "": None}[knob]
    if kn:
        f = r / 6
        parts.append(Revolve([(a * f, b * f) for a, b in kn], lid_mat, at=(0, h + rise - .05, 0)))
    if bail:
        w = r * 1.05
        arc = [(w * cos(pi * (1 - t / 10)), h * .92 + h * .85 * sin(pi * t / 10), 0) for t in range(11)]
        parts.append(Tube(arc, .38 * r / 7, matte(bail)))
    return Item(parts, k=k, dims=(f"⌀ {2 * r:g} cm", f"{h + rise:g} cm"))
