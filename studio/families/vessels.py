"""Things from the wheel: cups, bowls, plates, vases, jugs, planters."""

from __future__ import annotations

from math import cos, pi, sin

from studio.item import Item
from studio.light import Mat, enamel, matte, porcelain, raw_clay, stoneware
from studio.solids import Revolve, Tube

#: silhouettes as (share of radius, share of height), from the foot up
SHAPES: dict[str, list[tuple[float, float]]] = {
    "cylinder": [(0.86, 0), (0.94, 0.03), (1, 0.10), (1, 0.5), (1, 0.97), (0.985, 1)],
    "barrel": [(0.70, 0), (0.84, 0.05), (0.97, 0.28), (1, 0.52), (0.94, 0.82), (0.90, 1)],
    "tulip": [(0.56, 0), (0.62, 0.03), (0.86, 0.26), (0.90, 0.5), (0.88, 0.72), (1, 1)],
    "cone": [(0.62, 0), (0.66, 0.03), (0.80, 0.45), (0.94, 0.85), (1, 1)],
    "taperup": [(0.92, 0), (1, 0.05), (0.96, 0.4), (0.86, 0.85), (0.82, 1)],
    "round": [(0.50, 0), (0.70, 0.05), (0.96, 0.32), (1, 0.5), (0.92, 0.75), (0.78, 1)],
    "footed": [(0.52, 0), (0.52, 0.07), (0.50, 0.08), (0.50, 0.08), (0.78, 0.2), (0.95, 0.45), (1, 0.8), (0.99, 1)],
    "waist": [(0.90, 0), (0.98, 0.06), (0.90, 0.3), (0.80, 0.55), (0.88, 0.82), (1, 1)],
    "bowl": [(0.40, 0), (0.40, 0.08), (0.40, 0.08), (0.68, 0.22), (0.90, 0.55), (1, 1)],
    "deep": [(0.46, 0), (0.46, 0.06), (0.46, 0.06), (0.78, 0.2), (0.95, 0.55), (1, 1)],
    "flare": [(0.36, 0), (0.36, 0.08), (0.36, 0.08), (0.50, 0.25), (0.74, 0.62), (1, 1)],
    "coupe": [(0.42, 0), (0.42, 0.10), (0.42, 0.10), (0.78, 0.38), (0.96, 0.78), (1, 1)],
    "bulb": [(0.44, 0), (0.66, 0.04), (0.98, 0.26), (0.96, 0.42), (0.52, 0.66), (0.32, 0.80), (0.30, 0.92), (0.36, 1)],
    "bottle": [(0.84, 0), (0.98, 0.04), (1, 0.2), (1, 0.52), (0.72, 0.66), (0.30, 0.78), (0.27, 0.95), (0.33, 1)],
    "gourd": [
        (0.52, 0),
        (0.78, 0.05),
        (1, 0.24),
        (0.84, 0.42),
        (0.50, 0.54),
        (0.62, 0.68),
        (0.58, 0.80),
        (0.36, 0.92),
        (0.40, 1),
    ],
    "amphora": [(0.36, 0), (0.46, 0.04), (0.80, 0.36), (1, 0.62), (0.84, 0.78), (0.46, 0.88), (0.42, 0.94), (0.50, 1)],
    "moon": [(0.44, 0), (0.72, 0.06), (0.98, 0.34), (1, 0.52), (0.86, 0.78), (0.44, 0.93), (0.34, 0.96), (0.36, 1)],
    "stalk": [(0.72, 0), (0.98, 0.03), (1, 0.10), (0.62, 0.34), (0.44, 0.62), (0.46, 0.88), (0.60, 1)],
    "shoulder": [(0.60, 0), (0.72, 0.03), (0.90, 0.4), (1, 0.68), (0.90, 0.80), (0.58, 0.88), (0.54, 0.95), (0.60, 1)],
    "trumpet": [(0.62, 0), (0.64, 0.03), (0.42, 0.18), (0.40, 0.4), (0.54, 0.7), (1, 1)],
    "drum": [(0.95, 0), (1, 0.04), (1, 0.5), (1, 0.96), (0.97, 1)],
    "ginger": [(0.58, 0), (0.66, 0.03), (0.84, 0.3), (1, 0.62), (0.92, 0.84), (0.62, 0.95), (0.62, 1)],
    "pear": [(0.66, 0), (0.86, 0.05), (1, 0.22), (0.90, 0.42), (0.60, 0.72), (0.50, 0.9), (0.56, 1)],
}


def shaped(shape: str, r: float, h: float) -> list[tuple[float, float]]:
    """A silhouette in centimetres."""
    return [(a * r, b * h) for a, b in SHAPES[shape]]


def glaze(finish: str, colour: str) -> Mat:
    """The material a finish word stands for."""
    return {"stoneware": stoneware, "porcelain": porcelain, "clay": raw_clay, "enamel": enamel, "matte": matte}[finish](
        colour
    )


def clay_under(colour: str) -> str:
    """The clay body that goes with a glaze."""
    return "#8a6a52" if colour in ("ink", "char", "forest", "navy", "plum") else "#c4a184"


def _zones(dip: float, h: float, colour: str) -> list:
    return [(-1, dip * h, raw_clay(clay_under(colour)))] if dip else []


def radius_at(profile: list, y: float) -> float:
    """Radius of a profile at a height (straight between the points)."""
    import numpy as np

    return float(np.interp(y, [p[1] for p in profile], [p[0] for p in profile]))


def handle(profile: list, h: float, kind: str, mat: Mat, size: float = 0.75, thick: float = 0.55) -> list[Tube]:
    """A pulled handle on the right, turned a little towards the viewer."""
    hi, lo = {
        "ear": (0.80, 0.26),
        "loop": (0.72, 0.36),
        "high": (0.95, 0.42),
        "square": (0.84, 0.20),
        "low": (0.56, 0.14),
    }[kind]
    r1, r0 = radius_at(profile, hi * h) - 0.25, radius_at(profile, lo * h) - 0.25
    out = max(r1, r0) + size * h * 0.42
    mid = (hi + lo) / 2 * h
    a = 0.42
    if kind == "square":
        raw = [
            (r1, hi * h),
            (out * 0.97, hi * h + 0.02 * h),
            (out, hi * h - 0.08 * h),
            (out, lo * h + 0.08 * h),
            (out * 0.97, lo * h - 0.02 * h),
            (r0, lo * h),
        ]
    else:
        raw = [
            (r1, hi * h),
            (out * 0.90, hi * h + 0.05 * h),
            (out, mid + 0.06 * h),
            (out * 0.86, lo * h + 0.04 * h),
            (r0, lo * h - 0.02 * h),
        ]
    pts = [(x * cos(a), y, x * sin(a) * 0.6) for x, y in raw]
    n = len(pts)
    return [Tube(pts, [thick * (1.15 if i in (0, n - 1) else 0.9) for i in range(n)], mat)]


def vessel(
    colour: str,
    shape: str = "cylinder",
    h: float = 9,
    r: float = 4.2,
    finish: str = "stoneware",
    wall: float = 0.35,
    grip: str = "",
    dip: float = 0,
    inside: str = "",
    liquid: str = "",
    band: str = "",
    saucer: float = 0,
    size: float = 0.75,
    thick: float = 0.5,
    spout: float = 0,
    k: float = 0.26,
    rim: str = "",
) -> Item:
    """A cup, pot, vase or planter."""
    profile = shaped(shape, r, h)
    mat = glaze(finish, colour)
    zones = _zones(dip, h, colour)
    if band:
        zones.append((0.62 * h, 0.74 * h, glaze(finish, band)))
    if rim:
        zones.append((h * 0.965, h + 1, glaze("matte", rim)))
    lift = 1.0 if saucer else 0
    body = Revolve(
        profile,
        mat,
        inner=wall,
        inner_mat=glaze(finish, inside) if inside else None,
        zones=zones,
        at=(0, lift, 0),
        liquid=(h * 0.84, matte(liquid)) if liquid else None,
    )
    parts: list = []
    if saucer:
        plate = [(saucer * 0.5, 0), (saucer * 0.56, 0.3), (saucer * 0.86, 0.9), (saucer, 1.5)]
        parts.append(
            Revolve(plate, mat, inner=[(saucer - 0.25, 1.5), (saucer * 0.84, 1.1), (saucer * 0.5, 0.7), (0.02, 0.65)])
        )
    if grip:
        pulled = handle(profile, h, grip, mat, size, thick)
        for t in pulled:
            t.points = [(x, y + lift, z) for x, y, z in t.points]
        parts += pulled
    if spout:
        top = radius_at(profile, h * 0.9)
        parts.append(
            Tube(
                [
                    (-top * 0.7, h * 0.80 + lift, 0),
                    (-top - spout * 0.6, h * 0.93 + lift, 0.2),
                    (-top - spout, h * 1.0 + lift, 0.3),
                ],
                [top * 0.42, top * 0.26, top * 0.15],
                mat,
            )
        )
    parts.append(body)
    return Item(parts, k=k, dims=(f"⌀ {2 * r:g} cm", f"{h:g} cm"))


def cup_stack(colour: str, n: int = 3, second: str = "", **kw) -> Item:
    """Cups one inside another."""
    base = vessel(colour, **kw)
    h = kw.get("h", 6)
    parts = []
    for i in range(n):
        one = vessel(second if (second and i % 2) else colour, **kw).parts[-1]
        one.at = (0.12 * (-1) ** i, i * h * 0.42, 0)
        parts.append(one)
    return Item(parts, k=base.k, dims=base.dims)


def plate(
    colour: str,
    r: float = 13,
    h: float = 2.2,
    finish: str = "stoneware",
    style: str = "coupe",
    k: float = 0.44,
    dip: float = 0,
    line: str = "",
    stack: int = 1,
    well: float = 0.62,
    stripe: str = "",
) -> Item:
    """A plate or a low bowl, with its well; `line` paints the rim."""
    mat = glaze(finish, colour)
    if style == "rim":
        inner = [
            (r - 0.2, h),
            (r * 0.70, h * 0.72),
            (r * 0.66, h * 0.62),
            (r * 0.60, h * 0.34),
            (r * 0.5, h * 0.26),
            (0.05, h * 0.24),
        ]
    elif style == "flat":
        inner = [(r - 0.2, h), (r * 0.94, h * 0.55), (r * 0.90, h * 0.30), (0.05, h * 0.26)]
    else:
        inner = [(r - 0.2, h), (r * 0.88, h * 0.62), (r * well, h * 0.30), (0.05, h * 0.22)]
    outer = [(r * 0.52, 0), (r * 0.54, h * 0.12), (r * 0.54, h * 0.12), (r * 0.86, h * 0.5), (r, h)]
    parts = []
    for i in range(stack):
        zones = _zones(dip, h, colour)
        if line:
            zones.append((h * 0.94, h + 1, glaze(finish, line)))
        parts.append(
            Revolve(
                outer,
                mat,
                inner=inner,
                zones=zones,
                at=(0.25 * sin(i * 2.1), i * h * 0.62, 0),
                inner_mat=mat if (line or dip) else None,
            )
        )
    if stripe:
        parts.append(Rings(stripe, [r * 0.80, r * 0.76] if stripe else [], h * 0.45 + (stack - 1) * h * 0.62))
    return Item(parts, k=k, dims=(f"⌀ {2 * r:g} cm", f"{h:g} cm"))


class Rings(Revolve):
    """Painted brush lines on the inside of a plate."""

    def __init__(self, colour: str, radii: list[float], y: float) -> None:
        super().__init__([(radii[0], y), (radii[0], y + 0.01)], matte(colour), casts=False)
        self.radii, self.y = radii, y

    def draw(self, cv, cam) -> None:
        for i, r in enumerate(self.radii):
            x, y = cam.p(0, self.y)
            cv.ellipse(
                x,
                y,
                r * cam.s,
                r * cam.s * cam.k,
                "none",
                stroke="#4a443c" if cv.line else self.mat_hex(),
                stroke_width=(5 - 2 * i) * 0.9,
                opacity=0.8,
            )

    def mat_hex(self) -> str:
        """Line colour."""
        from studio.colour import hex_of

        return hex_of(self.mat.colour)


def lidded(
    colour: str,
    shape: str = "drum",
    h: float = 12,
    r: float = 6,
    finish: str = "stoneware",
    lid: str = "",
    knob: str = "ball",
    dip: float = 0,
    lid_h: float = 2.2,
    grip: str = "",
    spout: float = 0,
    k: float = 0.26,
    bail: str = "",
    wood: str = "",
) -> Item:
    """A jar, pot or teapot with a lid."""
    from studio.light import wood as wooden

    base = vessel(colour, shape, h, r, finish, dip=dip, grip=grip, spout=0, k=k, size=0.8, thick=0.6)
    body = base.parts[-1]
    body.inner = None
    top_r = body.profile[-1][0]
    lid_mat = wooden(wood) if wood else glaze(finish, lid or colour)
    parts = list(base.parts[:-1])
    if spout:
        rr = radius_at(body.profile, h * 0.45)
        parts.append(
            Tube(
                [
                    (-rr * 0.8, h * 0.30, 0.6),
                    (-rr - spout * 0.55, h * 0.50, 0.9),
                    (-rr - spout * 0.8, h * 0.82, 1),
                    (-rr - spout * 1.1, h * 0.96, 1),
                ],
                [r * 0.22, r * 0.16, r * 0.10, r * 0.085],
                body.mat,
            )
        )
    parts.append(body)
    if wood:
        parts.append(
            Revolve(
                [
                    (top_r * 1.0, 0),
                    (top_r * 1.04, 0.1),
                    (top_r * 1.04, lid_h * 0.8),
                    (top_r * 0.98, lid_h),
                    (0.02, lid_h + 0.02),
                ],
                lid_mat,
                at=(0, h, 0),
            )
        )
        rise = lid_h
    else:
        parts.append(
            Revolve(
                [
                    (top_r * 1.03, 0),
                    (top_r * 1.03, 0.25),
                    (top_r * 0.86, lid_h * 0.55),
                    (top_r * 0.45, lid_h * 0.92),
                    (0.02, lid_h),
                ],
                lid_mat,
                at=(0, h, 0),
            )
        )
        rise = lid_h
    kn = {
        "ball": [(0.35, 0), (0.3, 0.3), (0.8, 0.9), (0.85, 1.4), (0.5, 1.9), (0.02, 2.0)],
        "disc": [(0.5, 0), (0.4, 0.5), (1.3, 0.7), (1.3, 1.1), (0.02, 1.2)],
        "peg": [(0.6, 0), (0.5, 0.8), (0.55, 1.7), (0.02, 1.9)],
        "": None,
    }[knob]
    if kn:
        f = r / 6
        parts.append(Revolve([(a * f, b * f) for a, b in kn], lid_mat, at=(0, h + rise - 0.05, 0)))
    if bail:
        w = r * 1.05
        arc = [(w * cos(pi * (1 - t / 10)), h * 0.92 + h * 0.85 * sin(pi * t / 10), 0) for t in range(11)]
        parts.append(Tube(arc, 0.38 * r / 7, matte(bail)))
    return Item(parts, k=k, dims=(f"⌀ {2 * r:g} cm", f"{h + rise:g} cm"))
