"""Things that hang from a peg: spoons, boards, brushes, garden hand tools."""
from __future__ import annotations

from math import cos, pi, sin

from studio.colour import darker
from studio.families.shapes import mirrored, move, oval, plank, rounded, spin
from studio.item import Art, Item
from studio.light import Mat, leather, matte, metal, wood
from studio.solids import Part, Tube


def loop(y: float, mat: Mat | None = None, rise: float = 4, width: float = .16) -> Tube:
    """A cord or leather loop from the handle's hole up to the peg at y + rise."""
    return Tube([(-.12, y, 0), (-.5, y + rise * .45, 0), (-.25, y + rise, 0), (.25, y + rise, 0), (.5, y + rise * .45, 0), (.12, y, 0)], width, mat or leather("#8a5a36"))


def lathe(h: float, profile: list[tuple[float, float]], mat: Mat, y: float = 0) -> Tube:
    """A turned stick: radii along its length."""
    return Tube([(0, y + t * h, 0) for t, _ in profile], [r for _, r in profile], mat)


def hang(parts: list[Part], top: float, w: float, h: float, cord: str = "leather", rise: float = 4) -> Item:
    """Add the loop, and the peg height."""
    mat = {"leather": leather("#8a5a36"), "cotton": matte("#e9e0cd"), "jute": matte("#b48c5a")}[cord]
    return Item([loop(top - .6, mat, rise), *parts], mode="wall", k=0, dims=(f"{w:g} cm", f"{h:g} cm"), hook=top + rise - .6)


def spoon(colour: str, h: float = 30, bowl_w: float = 6, bowl_h: float = 8.5, style: str = "spoon", handle: float = .75, head: str = "") -> Item:
    """Spoons, spatulas, ladles: a head on a stick; heads down, as they hang."""
    mat = metal(colour, .35) if colour in ("steel", "brass", "copper") else wood(colour)
    top = metal(head, .3) if head in ("steel", "brass") else (matte(head) if head else mat)
    w = bowl_w / 2
    heads = {
        "spoon": [(0, 0), (w * .62, bowl_h * .06), (w, bowl_h * .38), (w * .78, bowl_h * .76), (handle * .95, bowl_h * 1.05)],
        "corner": [(0, 0), (w * .85, bowl_h * .02), (w, bowl_h * .12), (w * .96, bowl_h * .6), (handle, bowl_h * 1.05)],
        "spatula": [(0, 0), (w * .96, 0), (w * .96, 0), (w, bowl_h * .1), (w * .86, bowl_h * .85), (handle * .9, bowl_h * 1.08)],
        "turner": [(0, 0), (w, 0), (w, 0), (w * .86, bowl_h * .92), (w * .6, bowl_h), (handle * .7, bowl_h * 1.05)],
        "scraper": [(0, 0), (w * .7, .05), (w * .98, bowl_h * .1), (w, bowl_h * .2), (w, bowl_h * .85), (w * .85, bowl_h), (handle, bowl_h * 1.06)],
        "honey": [(0, 0), (w * .8, bowl_h * .1), (w, bowl_h * .5), (w * .8, bowl_h * .92), (handle * .8, bowl_h)],
    }
    shape = mirrored(heads[style])
    stick = lathe(h - bowl_h * .96, [(0, handle * .86), (.25, handle * .72), (.7, handle * .95), (.95, handle * 1.1), (1, handle * .8)], mat, bowl_h * .96)
    parts: list[Part] = [plank(shape, top, edge=.22, extra=_hollow(style, w, bowl_h, top))]
    return hang([stick, *parts], h, bowl_w, h)


def _hollow(style: str, w: float, bh: float, mat: Mat):
    def paint(cv, cam) -> None:
        if style in ("spoon",):
            x, y = cam.p(0, bh * .42)
            cv.ellipse(x, y, w * .78 * cam.s, bh * .34 * cam.s, cv.radial([(0, darker(mat.colour, .18), .8), (.75, darker(mat.colour, .42), .75), (1, darker(mat.colour, .5), 0)], .5, .5, .55, .62, .62))
        if style == "turner":
            for i in (-1, 0, 1):
                x, y = cam.p(i * w * .42, bh * .75)
                cv.add(f'<rect x="{x - .16 * cam.s:.1f}" y="{y:.1f}" width="{.34 * cam.s:.1f}" height="{bh * .5 * cam.s:.1f}" rx="6" fill="#5d5549" opacity=".55"/>')
        if style == "honey":
            for i in range(6):
                x, y = cam.p(0, bh * (.14 + i * .145))
                cv.add(f'<rect x="{x - w * cam.s * 1.1:.1f}" y="{y:.1f}" width="{2.2 * w * cam.s:.1f}" height="{bh * .045 * cam.s:.1f}" fill="{darker(mat.colour, .6)}" opacity=".7"/>')
    return paint


def ladle(colour: str = "steel", h: float = 32, r: float = 4.5, slots: int = 0, grip: str = "") -> Item:
    """Ladles, skimmers and sieves: a round bowl on a flat handle."""
    mat = metal(colour, .35)
    holes = []
    if slots:
        holes = [oval(r * .075, r * .075, r * q * cos(a * 2 * pi / n), r + r * q * sin(a * 2 * pi / n), 10)
                 for q, n in ((0, 1), (.3, 6), (.58, 11)) for a in range(n)]
    handle = wood(grip) if grip else mat
    bowl = plank(oval(r, r * .92, 0, r), mat, edge=.25, holes=holes, extra=_hollow("spoon", r * 1.05, r * 2.2, mat))
    rod = lathe(h - 2 * r, [(0, .42), (.3, .36), (.55, .4), (.6, .7 if grip else .5), (.9, .9 if grip else .6), (1, .5)], handle, 2 * r - .4)
    return hang([rod, bowl], h, 2 * r, h)


def whisk(colour: str = "steel", h: float = 28, w: float = 6.5, grip: str = "beech", wires: int = 7) -> Item:
    """A balloon of wire."""
    mat = metal(colour, .2)
    parts: list[Part] = []
    body = h * .56
    for i in range(wires):
        f = (i - (wires - 1) / 2) / ((wires - 1) / 2)
        x = f * w / 2
        parts.append(Tube([(f * .4, body, 0), (x * .80, body * .62, 0), (x, body * .30, 0), (x * .62, body * .07, 0), (0, .1, 0)], .12, mat))
    parts.append(lathe(h - body, [(0, .75), (.1, .8), (.4, .95), (.85, 1.05), (1, .75)], wood(grip), body - .4))
    return hang(parts, h, w, h)


def knife(h: float = 30, blade: float = 19, w: float = 3.6, grip: str = "walnut", style: str = "chef") -> Item:
    """A blade and a riveted grip."""
    outline = {
        "chef": [(-w * .48, 0), (w * .10, blade * .18), (w * .42, blade * .5), (w * .52, blade), (-w * .48, blade)],
        "bread": [(-w * .40, 0), (w * .30, .4), (w * .42, 1.4), (w * .42, blade), (-w * .42, blade)],
        "paring": [(-w * .42, 0), (w * .2, blade * .4), (w * .45, blade * .8), (w * .45, blade), (-w * .42, blade)],
        "oyster": [(0, 0), (w * .32, blade * .3), (w * .4, blade), (-w * .4, blade), (-w * .32, blade * .3)],
    }[style]
    steel = metal("steel", .25)
    g = h - blade
    hilt = plank(rounded(w * .78, g, .9, 0, blade - .3), wood(grip), edge=.3, extra=_rivets(blade, g))
    return hang([plank(outline, steel, edge=.10), hilt], h, w, h)


def _rivets(y0: float, g: float):
    def paint(cv, cam) -> None:
        for t in (.2, .5, .8):
            x, y = cam.p(0, y0 + g * t)
            cv.ellipse(x, y, .26 * cam.s, .26 * cam.s, cv.radial([(0, "#f4e6bd", 1), (1, "#9b7a3c", 1)], .5, .5, .6, .35, .3))
    return paint


def board(colour: str, w: float = 24, h: float = 38, style: str = "paddle", hole: bool = True, stripe: str = "") -> Item:
    """A chopping or serving board, hung by its hole."""
    mat = wood(colour)
    bh = h * (.76 if style == "paddle" else 1)
    if style == "paddle":
        q = w * .12
        shape = mirrored([(0, 0), (w * .44, 0), (w * .5, bh * .05), (w * .5, bh * .85), (w * .42, bh * .96), (q * 1.15, bh * 1.02), (q, bh * 1.08), (q, h * .95), (q * .7, h), (0, h)])
    elif style == "round":
        shape = oval(w / 2, w / 2, 0, w / 2)
        q = w * .10
        shape = [p for p in shape if not (abs(p[0]) < q and p[1] > w * .5)]
        right = [p for p in shape if p[0] > 0 and p[1] >= w / 2]
        left = [p for p in shape if p[0] < 0 and p[1] >= w / 2]
        low = [p for p in shape if p[1] < w / 2]
        shape = [*right, (q, h * 0.96), (q * 0.6, h), (-q * 0.6, h), (-q, h * 0.96), *left, *sorted(low, key=lambda p: p[0])]
    else:
        shape = rounded(w, h, 1.6)
    holes = [oval(.8, .8, 0, h - 2.2, 20)] if hole else []

    def bands(cv, cam) -> None:
        if stripe:
            x, y = cam.p(-w * .32, bh * .985)
            cv.add(f'<rect x="{x:.0f}" y="{y:.0f}" width="{w * .10 * cam.s:.0f}" height="{bh * .97 * cam.s:.0f}" fill="{stripe}" opacity=".75"/>')

    return hang([plank(shape, mat, 0, .35, holes, extra=bands)], h - 1.0, w, h, rise=5)


def rolling_pin(colour: str, length: float = 42, r: float = 2.6, style: str = "french") -> Item:
    """Seen from above, lying on a floured table."""
    mat = wood(colour)
    radii = [(0, r * .45), (.06, r * .55), (.3, r * .95), (.5, r), (.7, r * .95), (.94, r * .55), (1, r * .45)] if style == "french" else [
        (0, r * .4), (.02, r * .55), (.12, r * .42), (.17, r * .38), (.172, r), (.5, r), (.828, r), (.83, r * .38), (.88, r * .42), (.98, r * .55), (1, r * .4)]
    pts = spin([(t * length - length / 2, 0) for t, _ in radii], 58)
    tube = Tube([(x, y, 0) for x, y in pts], [q for _, q in radii], mat, smooth=style == "french")
    return Item([tube], mode="flat", k=0, dims=(f"⌀ {2 * r:g} cm", f"{length:g} cm"))


def brush(colour: str, h: float = 24, head_w: float = 6, bristle: str = "sand", style: str = "dish", grip: str = "", tuft: float = 3) -> Item:
    """Dish, pastry, bath and sweeping brushes."""
    mat = wood(colour)
    parts: list[Part] = []
    if style == "dish":
        parts.append(_bristles(oval(head_w / 2 + tuft * .45, head_w / 2 + tuft * .45, 0, head_w / 2), bristle, radial=True))
        parts.append(plank(oval(head_w * .42, head_w * .42, 0, head_w / 2), mat, edge=.3))
        parts.append(lathe(h - head_w * .8, [(0, .5), (.2, .5), (.6, .8), (.95, 1.0), (1, .7)], mat, head_w * .85))
    elif style == "pastry":
        parts.append(_bristles(rounded(head_w, tuft * 1.6, .3), bristle))
        parts.append(plank(rounded(head_w * 1.04, 2.2, .3, 0, tuft * 1.3), metal(grip or "brass", .3), edge=.12))
        parts.append(plank(mirrored([(0, tuft * 1.3 + 2), (head_w * .5, tuft * 1.3 + 2), (head_w * .42, tuft + 4.4), (.7, h * .5), (1.0, h * .85), (.7, h), (0, h)]), mat, edge=.3))
    elif style == "bath":
        parts.append(_bristles(oval(head_w * .56, head_w * .95, 0, head_w * .82), bristle, radial=True))
        parts.append(plank(mirrored([(0, head_w * .1), (head_w * .36, head_w * .3), (head_w * .42, head_w * .8), (head_w * .3, head_w * 1.35), (.9, head_w * 1.8), (.8, h * .7), (1.2, h * .93), (.7, h), (0, h)]), mat, edge=.35))
    else:
        parts.append(_bristles([(-head_w * .56, 0), (head_w * .56, 0), (head_w * .48, tuft), (-head_w * .48, tuft)], bristle))
        parts.append(plank(rounded(head_w, 3, 1, 0, tuft * .92), mat, edge=.3))
        parts.append(lathe(h - tuft - 2.6, [(0, .9), (.1, .75), (.5, .8), (.95, 1.0), (1, .7)], mat, tuft + 2.6))
    return hang(parts, h, head_w, h)


def _bristles(poly: list, colour: str, radial: bool = False) -> Art:
    base = plank(poly, matte(colour), edge=.15)
    paint0 = base.paint

    def paint(cv, cam) -> None:
        paint0(cv, cam)
        xs, ys = [p[0] for p in poly], [p[1] for p in poly]
        cx, cy = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
        lines = []
        for i in range(110):
            if radial:
                a = i / 110 * 2 * pi
                (x0, y0), (x1, y1) = cam.p(cx + (max(xs) - cx) * .55 * cos(a), cy + (max(ys) - cy) * .55 * sin(a)), cam.p(cx + (max(xs) - cx) * cos(a), cy + (max(ys) - cy) * sin(a))
            else:
                t = min(xs) + (max(xs) - min(xs)) * i / 109
                (x0, y0), (x1, y1) = cam.p(t * .9 + cx * .1, max(ys)), cam.p(t, min(ys) + .1 * (i % 3))
            lines.append(f"M{x0:.1f} {y0:.1f}L{x1:.1f} {y1:.1f}")
        cv.path("".join(lines), "none", stroke=darker(base_colour, .45), stroke_width=2, opacity=.5)

    base_colour = matte(colour).colour
    from studio.colour import hex_of
    base_colour = hex_of(base_colour)
    base.paint = paint
    return base


def hand_tool(grip: str = "ash", blade: str = "steel", h: float = 32, w: float = 7.5, style: str = "trowel") -> Item:
    """Garden hand tools: a forged end, a neck, a turned grip."""
    mat, stick = metal(blade, .6), wood(grip)
    parts: list[Part] = []
    b = h * .46
    if style == "trowel":
        parts.append(plank(mirrored([(0, 0), (w * .28, b * .14), (w * .47, b * .42), (w * .5, b * .80), (w * .34, b * .96), (.6, b), (0, b)]), mat, edge=.28, extra=_crease(b)))
    elif style == "fork":
        for i in (-1, 0, 1):
            parts.append(Tube([(i * w * .40, 0, 0), (i * w * .42, b * .4, 0), (i * w * .40, b * .72, 0), (i * w * .12, b * .95, 0), (0, b * 1.05, 0)], [.12, .36, .42, .45, .5], mat))
    elif style == "weeder":
        parts.append(plank(mirrored([(0, b * .18), (.12, 0), (.5, 0), (.62, b * .25), (.5, b), (0, b)]), mat, edge=.2))
    elif style == "hoe":
        parts.append(plank([(-w / 2, 0), (w / 2, .6), (w * .42, b * .32), (.5, b * .42), (.5, b * .5), (-.5, b * .5), (-.5, b * .40), (-w * .4, b * .3)], mat, edge=.25))
        parts.append(Tube([(0, b * .4, 0), (.9, b * .8, 0), (0, b * 1.1, 0)], .42, mat))
    elif style == "rake":
        parts.append(Tube([(-w / 2, b * .3, 0), (0, b * .34, 0), (w / 2, b * .3, 0)], .4, mat))
        for i in range(6):
            x = -w / 2 + w * i / 5
            parts.append(Tube([(x, b * .31, 0), (x, .3, 0)], [.36, .16], mat, smooth=False))
        parts.append(Tube([(0, b * .3, 0), (0, b * 1.05, 0)], .42, mat))
    elif style == "dibber":
        parts.append(lathe(b, [(0, .05), (.12, .7), (.6, 1.35), (1, 1.45)], metal("brass", .35)))
    if style in ("trowel", "weeder", "fork"):
        parts.append(Tube([(0, b * .93, 0), (0, b * 1.22, 0)], [.62, .50], mat))
    parts.append(lathe(h - b * 1.12, [(0, .95), (.06, 1.1), (.3, 1.15), (.6, 1.35), (.9, 1.5), (1, .95)], stick, b * 1.12))
    return hang(parts, h, w, h, "jute")


def _crease(b: float):
    def paint(cv, cam) -> None:
        (x0, y0), (x1, y1) = cam.p(.1, b), cam.p(.1, b * .1)
        cv.path(f"M{x0:.1f} {y0:.1f}L{x1:.1f} {y1:.1f}", "none", stroke="#fff", stroke_width=7, opacity=.35, filter=cv.blur(4))
        cv.path(f"M{x0 + 26:.1f} {y0:.1f}L{x1 + 16:.1f} {y1 - 60:.1f}", "none", stroke="#201a14", stroke_width=18, opacity=.25, filter=cv.blur(9))
    return paint


def shears(grip: str = "ash", h: float = 21, style: str = "secateurs", blade: str = "steel", spread: float = 9) -> Item:
    """Secateurs, herb snips, paper and kitchen scissors: two blades on a pivot, lying flat."""
    mat = metal(blade, .3)
    parts: list[Part] = []
    py = h * (.60 if style == "secateurs" else .52)
    bl = h - py
    for s in (-1, 1):
        tip = [(0, py + bl), (s * .25, py + bl * .96), (s * bl * .14, py + bl * .5), (s * .55, py - .4), (-s * .4, py - .2), (-s * .15, py + bl * .5)]
        parts.append(plank(spin(tip, s * spread, (0, py)), mat, edge=.12))
        if style == "secateurs":
            col = matte("brick") if grip == "red" else wood(grip)
            parts.append(Tube([(-s * .3, py, 0), (s * 1.5, py - h * .14, 0), (s * 2.2, py - h * .34, 0), (s * 1.6, py - h * .56, 0)], [.7, .85, .95, .7], col))
        else:
            a = 1.9 if style == "scissors" else 2.4
            pts = [(s * (.2 + a * .75 + a * .85 * sin(t / 12 * 2 * pi + .4)), py - h * .34 + a * 1.35 * cos(t / 12 * 2 * pi + .4), 0) for t in range(13)]
            parts.append(Tube([(-s * .2, py, 0), (s * .5, py - h * .12, 0), (s * 1.0, py - h * .2, 0)], .42, mat))
            parts.append(Tube(pts, .38, mat if grip == "steel" else matte(grip)))
    parts.append(plank(oval(.62, .62, 0, py), metal("brass", .25), edge=.15))
    for p in parts:
        if isinstance(p, Tube):
            p.points = [(x, y, z) for (x, y), (_, _, z) in zip(spin([(q[0], q[1]) for q in p.points], -24, (0, h / 2)), p.points, strict=False)]
        else:
            turned = plank_turn(p, -24, (0, h / 2))
            p.outline, p.paint = turned.outline, turned.paint
    return Item(parts, mode="flat", k=0, dims=("", f"{h:g} cm"))


def plank_turn(art: Art, degrees: float, about: tuple) -> Art:
    """A plank again, turned (steel only: the tile does not matter)."""
    poly = spin(art.outline[0], degrees, about)
    return plank(poly, metal("brass", .25) if len(poly) == 48 else metal("steel", .3), edge=.12)


__all__ = ["board", "brush", "hand_tool", "hang", "knife", "ladle", "lathe", "loop", "move", "rolling_pin", "shears", "spoon", "whisk"]
