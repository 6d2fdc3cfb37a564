"""Labelled goods: candles, soaps, oils, honeys, teas, bottles with pumps."""
from __future__ import annotations

from studio.colour import darker, hex_of, lighter
from studio.families.glass import Glass
from studio.families.lamps import Flame, candle
from studio.families.metalware import finish_of
from studio.families.shapes import Label
from studio.families.storage import Tag
from studio.families.vessels import shaped
from studio.item import Item
from studio.light import Mat, matte, metal, waxed, wood
from studio.solids import Box, Part, Revolve, Tube


def words(title: str, small: str = "", foot: str = "") -> list[tuple[str, float, bool]]:
    """Three lines of a label, from top to bottom."""
    out = []
    if small:
        out.append((small.upper(), .80 if "|" in title else .74, False))
    parts = title.split("|")
    for i, t in enumerate(parts):
        out.append((t, .50 if len(parts) == 1 else .54 - .22 * i, True))
    if foot:
        out.append((foot, .10 if "|" in title else .17, False))
    return out


def jar(contents: str, title: str, small: str = "Linden Row", foot: str = "", h: float = 9, r: float = 3.8, lid: str = "brass", label: str = "cream", ink: str = "#3d362e",
        shape: str = "drum", lid_h: float = 1.5, lid_kind: str = "metal", cloth_top: str = "", y: tuple[float, float] = (.20, .74), rule: str = "") -> Item:
    """A glass jar full to the shoulder, with a lid and a label."""
    profile = shaped(shape, r, h)
    top = profile[-1][0]
    body = Revolve(profile, Mat(contents, gloss=.85, rough=.12))
    parts: list[Part] = [body]
    lab = Label(profile, h * y[0], h * y[1], label, words(title, small, foot), ink, rule=rule)
    parts.append(lab)
    mat = {"metal": metal(lid, .3), "wood": wood(lid), "matte": matte(lid), "cork": Mat(hex_of("cork"), tile="cork", tile_opacity=.7)}[lid_kind]
    parts.append(Revolve([(top * 1.0, 0), (top * 1.02, .1), (top * 1.02, lid_h * .85), (top * .96, lid_h), (.05, lid_h)], mat, at=(0, h, 0)))
    if cloth_top:
        m = Mat(cloth_top, tile="fine", tile_opacity=.5)
        parts.append(Revolve([(top * 1.36, -lid_h * .7), (top * 1.08, lid_h * .45), (top * 1.04, lid_h * .9), (top * .5, lid_h * 1.25), (.05, lid_h * 1.3)], m, at=(0, h, 0)))
    return Item(parts, k=.22, dims=(f"⌀ {2 * r:g} cm", f"{h + lid_h:g} cm"))


def bottle(contents: str, title: str, small: str = "Linden Row", foot: str = "", h: float = 24, r: float = 3.4, shape: str = "bottle", stopper: str = "cork", label: str = "cream", ink: str = "#3d362e",
           pump: str = "", y: tuple[float, float] = (.12, .46), rule: str = "", gloss: float = .9, drop: bool = False) -> Item:
    """An opaque-looking filled bottle: oil, cordial, soap, room spray."""
    profile = shaped(shape, r, h)
    top = profile[-1][0]
    parts: list[Part] = [Revolve(profile, Mat(contents, gloss=gloss, rough=.10)), Label(profile, h * y[0], h * y[1], label, words(title, small, foot), ink, rule=rule)]
    rise = 0.0
    if pump:
        m = metal(pump, .25) if pump in ("brass", "steel") else matte(pump)
        parts += [Revolve([(top * 1.15, 0), (top * 1.15, 1.4), (top * .7, 1.7), (.3, 1.8)], m, at=(0, h, 0)), Tube([(0, h + 1.6, 0), (0, h + 4, 0)], .28, m, smooth=False),
                  Tube([(.6, h + 4.1, 0), (-1, h + 4.3, .4), (-3, h + 4.1, .9), (-3.5, h + 3.5, 1)], [.6, .62, .42, .34], m)]
        rise = 4.6
    elif stopper == "cork":
        parts.append(Revolve([(top * .75, 0), (top * .8, .2), (top * .86, 1.4), (.05, 1.5)], Mat(hex_of("cork"), tile="cork", tile_opacity=.7), at=(0, h - .1, 0)))
        rise = 1.4
    elif stopper:
        m = wood(stopper) if stopper in ("oak", "walnut", "beech") else (metal(stopper, .3) if stopper in ("brass", "steel") else matte(stopper))
        parts.append(Revolve([(top * 1.12, 0), (top * 1.15, .2), (top * 1.12, 2.6), (top, 2.9), (.05, 3)], m, at=(0, h - .3, 0)))
        rise = 2.7
    return Item(parts, k=.20, dims=(f"⌀ {2 * r:g} cm", f"{h + rise:.0f} cm"))


def jar_candle(colour: str, title: str, scent: str = "", h: float = 9, r: float = 4, vessel: str = "glass", label: str = "cream", wax: str = "cream", shape: str = "drum", lit: bool = True, foot: str = "", ink: str = "#3d362e") -> Item:
    """A candle poured into a vessel."""
    profile = shaped(shape, r, h)
    parts: list[Part]
    if vessel == "glass":
        parts = [Revolve([(r * .93, .6), (r * .93, h * .78), (.05, h * .78)], waxed(wax)), Flame((0, h * .77, 0), .9 if lit else 0),
                 Glass(profile, matte("white"), tint=hex_of(colour), depth=.18 if colour == "clear" else .34, foot=.05)]
    else:
        mat = {"tin": metal(colour, .45), "stoneware": finish_of("stoneware", colour), "matte": matte(colour), "clay": finish_of("clay", colour)}[vessel]
        parts = [Revolve(profile, mat, inner=.3, liquid=(h * .86, waxed(wax))), Flame((0, h * .86, 0), .95 if lit else 0)]
    parts.append(Label(profile, h * .22, h * .68, label, words(title, scent or "Linden Row", foot), ink, spread=.72))
    return Item(parts, k=.26, dims=(f"⌀ {2 * r:g} cm", f"{h:g} cm"), glow=((0, h * .95, 0), r * 2.6) if lit else None)


def pillars(colour: str, sizes: list[tuple[float, float]], lit: bool = True) -> Item:
    """Free-standing candles, tallest at the back."""
    parts: list[Part] = []
    x = -sum(2 * r for r, _ in sizes) / 2
    for i, (r, h) in enumerate(sizes):
        x += r
        for p in candle(colour, h, r, lit_flame=lit):
            p.at = (p.at[0] + x, p.at[1], p.at[2] + (i % 2) * r * 1.2)
            parts.append(p)
        x += r * 1.06
    parts.sort(key=lambda p: p.at[2])
    top = max(h for _, h in sizes)
    return Item(parts, k=.24, dims=(f"⌀ {2 * sizes[0][0]:g} cm", f"{top:g} cm"), glow=((0, top, 0), 9) if lit else None)


def tapers(colour: str, h: float = 26, n: int = 4, second: str = "") -> Item:
    """Dipped tapers hung in pairs by the wick, as they dry."""
    parts: list[Part] = []
    for i in range(n):
        x = (i - (n - 1) / 2) * 3.1
        c = second if (second and i % 2) else colour
        drop = .6 * (i % 2)
        parts.append(Tube([(x, h - drop, 0), (x * .25, h + 5, 0)], .07, matte("#d9cdb5"), smooth=False))
        parts.append(Tube([(x, 0 - drop, 0), (x, h * .5 - drop, 0), (x, h * .9 - drop, 0), (x, h - drop, 0)], [1.12, 1.05, .82, .34], waxed(c)))
    return Item(parts, mode="wall", k=0, dims=("⌀ 2.2 cm", f"{h:g} cm"), hook=h + 4.6)


def diffuser(colour: str, title: str, h: float = 10, r: float = 3.6, reeds: int = 7, label: str = "cream", shape: str = "ginger", liquid: str = "#d9c48f") -> Item:
    """A bottle with reeds."""
    profile = shaped(shape, r, h)
    parts: list[Part] = [Tube([(0, h * .7, 0), ((i - (reeds - 1) / 2) * 1.25, h * 2.35 - abs(i - (reeds - 1) / 2) * .35, -(i % 2) * 1.5)], .13, wood("beech"), smooth=False) for i in range(reeds)]
    body = Glass(profile, matte("white"), tint=hex_of(colour), depth=.2 if colour == "clear" else .45, fill=(h * .55, liquid))
    parts += [body, Label(profile, h * .16, h * .56, label, words(title, "Linden Row"), spread=.8)]
    return Item(parts, k=.20, dims=(f"⌀ {2 * r:g} cm", f"{h * 2.35:.0f} cm"), glassy=True)


def pack(colour: str, title: str, small: str = "", w: float = 10, h: float = 14, d: float = 6, kind: str = "box", paper: str = "#f6f1e4", yaw: float = -24, ink: str = "#3d362e", band: str = "") -> Item:
    """A box, a block-bottom bag or a tin with a label on its face."""
    mat = {"box": Mat(colour, gloss=.05, rough=1, tile="grit", tile_opacity=.25), "tin": Mat(colour, gloss=.5, rough=.3), "bag": Mat(colour, gloss=.03, rough=1, tile="grit", tile_opacity=.5),
           "soap": waxed(colour), "cloth": Mat(colour, gloss=0, rough=1, tile="weave", tile_opacity=.5)}[kind]
    text = "|".join(t for t in ((small.upper() if small else ""), *title.split("|")) if t)
    parts: list[Part] = []
    low = h
    body = Box(w, low, d, mat, yaw=yaw)
    parts.append(body)
    if kind == "tin" and not band:
        parts.append(Box(w * 1.03, h * .16, d * 1.03, mat, at=(0, h, 0), yaw=yaw))
    if kind == "bag":
        fold = Box(w * .98, h * .16, d * .35, Mat(darker(hex_of(colour), .06), gloss=.03, rough=1, tile="grit", tile_opacity=.5), at=(0, h, 0), yaw=yaw)
        parts.append(fold)
    if band:
        parts.append(Box(w * .66, h * 1.01, d * 1.012, Mat(band, gloss=.04, rough=1), yaw=yaw, bevel=0))
        parts.append(Tag(parts[-1], text, (.94, .86), hex_of(band), ink, .07))
    else:
        parts.append(Tag(body, text, (.66, .5), paper, ink, .24))
    return Item(parts, k=.26, dims=(f"{w:g} × {d:g} cm", f"{h:g} cm"))


def canister(colour: str, title: str, small: str = "", h: float = 12, r: float = 4.5, lid: str = "", label: str = "cream", finish: str = "enamel", ink: str = "#3d362e") -> Item:
    """A round tin with a lid: tea, cocoa, biscuits."""
    mat = finish_of(finish, colour)
    profile = [(r * .98, 0), (r, .2), (r, h)]
    parts: list[Part] = [Revolve(profile, mat), Label(profile, h * .18, h * .70, label, words(title, small), ink),
                         Revolve([(r * 1.03, 0), (r * 1.03, h * .15), (r * .98, h * .18), (.05, h * .18)], finish_of(finish, lid) if lid else mat, at=(0, h * .92, 0))]
    return Item(parts, k=.24, dims=(f"⌀ {2 * r:g} cm", f"{h * 1.1:.0f} cm"))


def soap_bar(colour: str, w: float = 8, h: float = 3, d: float = 5.5, dish: str = "", band: str = "", title: str = "", swirl: str = "", yaw: float = -22, stack: int = 1) -> Item:
    """A bar of soap, perhaps two, perhaps in its paper band."""
    parts: list[Part] = []
    for i in range(stack):
        parts.append(Box(w, h, d, waxed(colour if i % 2 == 0 else (swirl or lighter(hex_of(colour), .2))), at=(.3 * i, i * h, 0), yaw=yaw + 9 * i, bevel=5))
    top = parts[-1]
    if band:
        b = Box(w * .5, h * 1.01, d * 1.01, Mat(band, gloss=.03, rough=1), at=(.3 * (stack - 1), (stack - 1) * h, 0), yaw=top.yaw, bevel=0)
        parts.append(b)
        parts.append(Tag(b, title, (.94, .7), hex_of(band), "#3d362e", .15))
    if dish:
        mat = wood(dish) if dish in ("oak", "walnut", "beech", "acacia") else finish_of("stoneware", dish)
        for p in parts:
            if isinstance(p, Box):
                p.at = (p.at[0], p.at[1] + 1.6, p.at[2])
        parts.insert(0, Box(w * 1.5, 1.6, d * 1.5, mat, yaw=yaw))
    return Item(parts, k=.36, dims=(f"{w:g} × {d:g} cm", f"{h:g} cm"))
