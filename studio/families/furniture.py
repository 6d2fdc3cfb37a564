"""Stools, side tables, shelves, and the small things on walls."""
from __future__ import annotations

from math import cos, pi, sin

from studio.families.shapes import mirrored, oval, plank, rounded
from studio.item import Art, Item
from studio.light import Mat, cloth, leather, matte, metal, shade_one, wood
from studio.solids import Box, Part, Revolve, Tube


def stuff(finish: str, colour: str) -> Mat:
    """Wood, paint, metal, cork."""
    if finish == "cork":
        return Mat(colour, gloss=.05, rough=1, tile="cork", tile_opacity=.8)
    if finish == "stone":
        return Mat(colour, gloss=.25, rough=.5, tile="stone", tile_opacity=.6)
    return {"wood": wood, "paint": matte, "metal": metal}[finish](colour)


def stool(colour: str, h: float = 45, r: float = 16, legs: int = 3, thick: float = 3, finish: str = "wood", splay: float = 1.15, leg: str = "", rungs: float = 0,
          seat: str = "", leg_r: float = 1.6, pad: str = "", k: float = .27) -> Item:
    """A round seat or top on turned legs."""
    mat, leg_mat = stuff(finish, colour), stuff("wood" if not leg or leg not in ("steel", "brass", "black") else "metal", leg or colour)
    if leg == "black":
        leg_mat = matte("black")
    parts: list[Part] = []
    angles = {3: (-90, 30, 150), 4: (-125, -55, 55, 125)}[legs]
    feet = []
    for a in sorted(angles, key=lambda a: sin(a * pi / 180)):
        x, z = cos(a * pi / 180), sin(a * pi / 180)
        top, low = (x * r * .62, h - thick, z * r * .62), (x * r * splay, 0, z * r * splay)
        feet.append((top, low))
        parts.append(Tube([top, ((top[0] + low[0]) / 2, h * .5, (top[2] + low[2]) / 2), low], [leg_r * 1.0, leg_r * 1.08, leg_r * .68], leg_mat))
    if rungs:
        mids = [tuple(lo[i] + (t[i] - lo[i]) * rungs for i in range(3)) for t, lo in feet]
        for i in range(len(mids)):
            parts.append(Tube([mids[i], mids[(i + 1) % len(mids)]], leg_r * .55, leg_mat, smooth=False))
    if seat == "woven":
        top_mat = Mat("#cdb185", gloss=.05, rough=1, tile="wicker", tile_opacity=.7)
    else:
        top_mat = mat
    parts.append(Revolve([(r * .90, 0), (r * .99, thick * .25), (r, thick * .7), (r * .97, thick), (.05, thick * (.88 if not pad else 1))], top_mat, at=(0, h - thick, 0), angle=90))
    if pad:
        parts.append(Revolve([(r * .96, 0), (r * 1.0, 1.2), (r * .95, 2.6), (r * .6, 3.2), (.05, 3.3)], cloth(pad, "canvas"), at=(0, h, 0)))
    return Item(parts, k=k, dims=(f"⌀ {2 * r * max(splay, 1):.0f} cm", f"{h:g} cm"))


def bench(colour: str, w: float = 90, h: float = 45, d: float = 30, thick: float = 3.4, finish: str = "wood", legs: str = "round", shelf: float = 0, yaw: float = -24,
          leg: str = "", drawer: bool = False, tray: bool = False) -> Item:
    """A straight top on four legs or two side boards, perhaps with a shelf."""
    from math import radians
    mat = stuff(finish, colour)
    leg_mat = stuff("wood", leg) if leg and leg not in ("black", "steel") else (matte("black") if leg == "black" else (metal("steel") if leg == "steel" else mat))
    a = radians(yaw)

    def turn(x: float, y: float, z: float) -> tuple[float, float, float]:
        return (x * cos(a) - z * sin(a), y, x * sin(a) + z * cos(a))

    parts: list[Part] = []
    under = h - thick
    if legs == "board":
        for s in (1, -1):
            parts.append(Box(thick, under, d * .94, mat, at=turn(s * (w / 2 - thick), 0, 0), yaw=yaw, grain_up=True))
        parts.sort(key=lambda p: p.at[2])
    else:
        spots = [(s * (w / 2 - thick * 1.1), q * (d / 2 - thick * .9)) for s in (-1, 1) for q in (-1, 1)]
        spots.sort(key=lambda p: turn(p[0], 0, p[1])[2])
        back, front = spots[:2], spots[2:]
        for group in (back, front):
            for x, z in group:
                if legs == "square":
                    parts.append(Box(thick * .9, under, thick * .9, leg_mat, at=turn(x, 0, z), yaw=yaw, bevel=0, grain_up=True))
                else:
                    parts.append(Tube([turn(x, under, z), turn(x * 1.06, 0, z * 1.14)], [thick * .52, thick * .34], leg_mat, smooth=False))
            if group is back and shelf:
                parts.append(Box(w * .86, thick * .6, d * .8, mat, at=(0, h * shelf, 0), yaw=yaw))
    if legs == "board" and shelf:
        parts.insert(1, Box(w * .9, thick * .7, d * .84, mat, at=(0, h * shelf, 0), yaw=yaw))
    if drawer:
        parts.append(Box(w * .92, h * .20, d * .9, mat, at=(0, under - h * .20, 0), yaw=yaw))
    parts.append(Box(w, thick, d, mat, at=(0, under, 0), yaw=yaw))
    if tray:
        from studio.families.metalware import Trough
        parts[-1] = Trough(w, thick * 1.5, d, mat, yaw=yaw, at=(0, under, 0), wall=1.2)
    return Item(parts, k=.30, dims=(f"{w:g} × {d:g} cm", f"{h:g} cm"))


def pedestal(colour: str, h: float = 48, r: float = 20, finish: str = "paint", shape: str = "drum", k: float = .27) -> Item:
    """A side table made in one piece, or on one column."""
    mat = stuff(finish, colour)
    profile = {"drum": [(r * .98, 0), (r, .6), (r, h * .5), (r, h - .6), (r * .985, h), (.05, h)],
               "hour": [(r * .85, 0), (r * .86, 1), (r * .42, h * .5), (r * .9, h - 4), (r, h - 3), (r, h - .4), (r * .98, h), (.05, h)],
               "column": [(r * .62, 0), (r * .62, 1.2), (r * .60, 2), (r * .60, 2), (1.9, 2.6), (1.9, 2.6), (1.7, h - 3), (1.7, h - 3), (r, h - 2.2), (r, h - .3), (r * .98, h), (.05, h)],
               "spool": [(r * .9, 0), (r * .9, 3), (r * .86, 4), (r * .5, 6), (r * .46, h * .5), (r * .5, h - 7), (r * .94, h - 4), (r, h - 3), (r, h - .5), (.05, h)]}[shape]
    return Item([Revolve(profile, mat)], k=k, dims=(f"⌀ {2 * r:g} cm", f"{h:g} cm"))


def ladder(colour: str, h: float = 180, w: float = 45, rungs: int = 5) -> Item:
    """A leaning towel or blanket ladder, nearly frontal."""
    mat = wood(colour)
    parts: list[Part] = []
    for i in range(rungs):
        y = h * (.14 + .78 * i / (rungs - 1))
        parts.append(Tube([(-w / 2 * (1 - .12 * y / h), y, -10 * y / h), (w / 2 * (1 - .12 * y / h), y, -10 * y / h)], 1.3, mat, smooth=False))
    for s in (-1, 1):
        parts.append(Tube([(s * w / 2, 0, 0), (s * w / 2 * .88, h, -10)], 1.9, mat, smooth=False))
    return Item(parts, k=.16, dims=(f"{w:g} cm", f"{h:g} cm"))


def peg_rail(colour: str, w: float = 60, pegs: int = 5, shelf: bool = False, peg_colour: str = "") -> Item:
    """Shown frontally on the wall."""
    mat, pm = stuff("wood", colour), stuff("wood", peg_colour or colour)
    parts: list[Part] = [plank(rounded(w, 8, .8), mat, 90, .4)]
    for i in range(pegs):
        x = -w / 2 + w * (i + .5) / pegs
        parts.append(plank(oval(1.9, 1.9, x + .6, 2.6), matte("#7a5a3c"), edge=0))
        parts.append(_knob(x, 3.6, 1.7, pm))
    if shelf:
        parts.append(plank(rounded(w * 1.04, 2.4, .3, 0, 8), mat, 90, .3))
    return Item(parts, mode="wall", k=0, dims=(f"{w:g} cm", f"{10 if shelf else 8} cm"))


def _knob(x: float, y: float, r: float, mat: Mat) -> Art:
    def paint(cv, cam) -> None:
        px, py = cam.p(x, y)
        a, b, c = (shade_one(n, mat, .1) for n in ((-.5, .5, .7), (0, 0, 1), (.5, -.6, .5)))
        cv.ellipse(px, py, r * cam.s, r * cam.s, cv.radial([(0, a, 1), (.55, b, 1), (1, c, 1)], .5, .5, .56, .34, .30))
    return Art([oval(r, r, x, y)], paint)


def mirror(colour: str, w: float = 40, h: float = 55, style: str = "arch", finish: str = "wood", rim: float = 2, strap: bool = False) -> Item:
    """A framed mirror; it reflects a pale empty room."""
    mat = stuff(finish, colour)
    if style == "round":
        outer, inner = oval(w / 2, h / 2, 0, h / 2, 72), oval(w / 2 - rim, h / 2 - rim, 0, h / 2, 72)
    elif style == "pebble":
        outer = mirrored([(0, 0), (w * .40, h * .05), (w * .5, h * .35), (w * .42, h * .75), (w * .2, h * .98), (0, h)])
        inner = [(x * (1 - 2 * rim / w), h / 2 + (y - h / 2) * (1 - 2 * rim / h)) for x, y in outer]
    else:
        outer = mirrored([(0, 0), (w / 2, 0), (w / 2, 0), (w / 2, h - w / 2), (w / 2, h - w / 2), (w * .46, h - w * .30), (w * .35, h - w * .14), (w * .19, h - w * .035), (0, h)])
        inner = [(x * (1 - 2 * rim / w), rim + y * (1 - 2 * rim / h)) for x, y in outer]

    def glass(cv, cam) -> None:
        from studio.geometry import path_of
        d = path_of([cam.p(*p) for p in inner])
        cv.path(d, cv.linear([(0, "#f6f6f2", 1), (.48, "#d5dbda", 1), (.52, "#e4e8e5", 1), (1, "#b9c2c2", 1)], 0, 0, .9, 1))
        with cv.group(clip_path=cv.clip(d)):
            x, y = cam.p(-w * .2, h * .9)
            cv.path(f"M{x:.0f} {y:.0f}l190 -60l-330 900l-190 40z", "#fff", opacity=".35", filter=cv.blur(6))
            cv.path(d, "none", stroke="#241a12", stroke_width=20, opacity=".30", filter=cv.blur(8), transform="translate(-8 -8)")

    parts: list[Part] = []
    if strap:
        parts.append(Tube([(-w * .36, h * .82, 0), (0, h * 1.22, 0), (w * .36, h * .82, 0)], .7, leather("#6b4328"), smooth=False))
    parts += [plank(outer, mat, 0, .35), Art([inner], glass)]
    return Item(parts, mode="wall", k=0, dims=(f"{w:g} cm", f"{h:g} cm"), hook=h * 1.20 if strap else None)


def wall_shelf(colour: str, w: float = 60, h: float = 22, bracket: str = "brass", boards: int = 1) -> Item:
    """A shelf board on two brackets, frontal."""
    mat = wood(colour)
    parts: list[Part] = []
    for i in range(boards):
        y = i * h
        for s in (-1, 1) if boards == 1 else ():
            parts.append(plank([(s * w * .32 - .6, y), (s * w * .32 + .6, y), (s * w * .32 + .6, y - 8), (s * w * .32 - .6, y - 8)], metal(bracket, .3), edge=.15))
        parts.append(plank(rounded(w, 2.6, .3, 0, y), mat, 90, .3))
    if boards > 1:
        for s in (-1, 1):
            parts.insert(0, Tube([(s * w * .40, -.6, 0), (s * w * .40, h * boards - h * .2, 0)], .7, leather("#7a5030"), smooth=False))
    return Item(parts, mode="wall", k=0, dims=(f"{w:g} cm", f"{(boards - 1) * h + 10:g} cm"))


__all__ = ["bench", "ladder", "mirror", "pedestal", "peg_rail", "pi", "stool", "wall_shelf"]
