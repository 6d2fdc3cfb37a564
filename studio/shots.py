"""The pictures of a product: front, dimensions, and in company."""
from __future__ import annotations

import random
from dataclasses import replace

from studio.canvas import HEIGHT, WIDTH, Canvas
from studio.colour import hex_of
from studio.families.shapes import peg, rail
from studio.geometry import Camera
from studio.item import Item
from studio.light import wood
from studio.stage import TINTS, fit, place, plain, room, studio, tint_of

INK = "#4a443c"


def front(item: Item, category: str, colour: str | None = None) -> str:
    """The product alone on its backdrop."""
    cv = Canvas()
    tint = tint_of(category, hex_of(colour) if colour else None)
    if item.mode == "floor":
        studio(cv, tint)
    else:
        plain(cv, tint)
    cam = fit(item, (150, 560, 1050, 1180)) if item.mode == "pendant" else fit(item)
    if item.mode == "wall" and item.hook:
        _peg_rail(cv, item, cam)
    place(cv, item, cam)
    return cv.svg()


def _peg_rail(cv: Canvas, item: Item, cam: Camera) -> None:
    """A rail across the wall with the peg where the loop is."""
    if item.dims[0].startswith("cut"):
        return
    x, y = cam.p(0, item.hook)
    mat = wood("beech")
    rail(cv, y + 8, mat, cam)
    peg(cv, x, y + 12, mat)


def dimensions(item: Item, title: str) -> str:
    """A measured drawing on warm paper."""
    cv = Canvas(line=True)
    cv.add(f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#f4efe5"/>')
    box = (210, 330, 840, 1130)
    cam = fit(replace(item, hook=None), box)
    if item.mode in ("floor",):
        _x0, _y0, _x1, y1 = item.bounds()
        floor = cam.p(0, 0)[1] + (y1 * cam.s if y1 > 0 else 0)
        cv.path(f"M150 {floor + 14:.0f}H1050", "none", stroke=INK, stroke_width=1.4, opacity=".35")
    item.draw(cv, cam)
    _measure(cv, item, cam)
    cv.text(WIDTH / 2, 150, title, 54, INK)
    cv.add(f'<path d="M560 186H640" stroke="{INK}" stroke-width="1.5" opacity=".6"/>')
    cv.text(WIDTH / 2, 1420, "Measured by hand; allow a few millimetres.", 27, INK, italic=True, opacity=".65")
    return cv.svg()


def _measure(cv: Canvas, item: Item, cam: Camera) -> None:
    x0, y0, x1, y1 = item.bounds()
    left, right, top, low = cam.ox + x0 * cam.s, cam.ox + x1 * cam.s, cam.oy + y0 * cam.s, cam.oy + y1 * cam.s
    style = {"stroke": INK, "stroke_width": 1.8}
    if item.dims[0]:
        y = low + 70
        cv.path(f"M{left:.0f} {y:.0f}H{right:.0f}M{left:.0f} {y - 14:.0f}v28M{right:.0f} {y - 14:.0f}v28", **style)
        cv.text((left + right) / 2, y + 50, item.dims[0], 44, INK)
    if item.dims[1]:
        x = right + 62
        cv.path(f"M{x:.0f} {top:.0f}V{low:.0f}M{x - 14:.0f} {top:.0f}h28M{x - 14:.0f} {low:.0f}h28", **style)
        cv.text(x + 22, (top + low) / 2 + 12, item.dims[1], 44, INK, anchor="start")


SURFACES = {"kitchen": ("oak", "stone", "walnut", "white"), "table": ("linen", "oak", "walnut", "stone"), "bedroom": ("white", "oak", "linen"),
            "living": ("walnut", "oak", "floor", "stone"), "bath": ("stone", "white"), "desk": ("oak", "walnut"), "garden": ("stone", "oak"), "pantry": ("oak", "walnut", "white")}
WALLS = {"kitchen": ("#e3d9c8", "#c9ccc0", "#d9c3b0"), "table": ("#d9d6d2", "#c7cdd0", "#e1d6c6"), "bedroom": ("#d5d3dc", "#dccfc7", "#c9d0d0"), "living": ("#dccdb8", "#c5c7b8", "#d3b9a6", "#c4ccd0"),
         "bath": ("#c6d6d5", "#dbe0dc"), "desk": ("#dfcfc6", "#cfd3cd"), "garden": ("#cdd8bf", "#dcdccb"), "pantry": ("#ead9b5", "#d6d3bd")}


def scene(item: Item, friends: list[Item], category: str, seed: str) -> str:
    """The product in use: the same light, a table, a few companions behind it."""
    rng = random.Random(seed)
    top = category.split("/")[0]
    if item.mode == "floor":
        return _table(item, friends, top, rng)
    if item.mode == "flat":
        return _flatlay(item, friends, top, rng)
    return _wall(item, friends, top, rng)


def _size(item: Item, k: float) -> tuple[float, float]:
    x0, y0, x1, y1 = item.bounds(k)
    return x1 - x0, y1 - y0


def _table(item: Item, friends: list[Item], top: str, rng: random.Random) -> str:
    cv = Canvas()
    k = min(max(item.k, .18), .36) if item.k < .4 else .42
    w, h = _size(item, k)
    tall = h > 1.7 * w
    s = min(640 / w, (900 if tall else 660) / h)
    horizon = rng.uniform(880, 940) if k < .4 else rng.uniform(640, 700)
    furniture = h > 34 and top in ("living", "bath") and max(p[1] for part in item.parts for p in part.solid_points()) > 38
    room(cv, rng.choice(WALLS[top]), "floor" if furniture else rng.choice(SURFACES[top]), horizon, rng)
    side = rng.choice((-1, 1))
    x = 600 - side * rng.uniform(120, 180)
    x0, _y0, x1, y1 = item.bounds(k)
    base = 1245 - max(0, y1 * s)
    front_cam = Camera(k, s, x - (x0 + x1) / 2 * s, base)
    back = []
    edge = side
    for i, friend in enumerate(friends[:2]):
        fw, fh = _size(friend, k)
        scale = min(s, 560 / fw, 800 / fh) * (1.0 if i == 0 else .97)
        fx0, _, fx1, fy1 = friend.bounds(k)
        at = (x + side * (w * s / 2 + fw * scale * .36), base - 150 - 30 * i) if i == 0 else (x - edge * (w * s * .30 + fw * scale * .24), base - 235)
        low = max(at[1], horizon + 55 + max(0, fy1 * scale))
        back.append((low, friend, Camera(k, scale, at[0] - (fx0 + fx1) / 2 * scale, low - max(0, fy1 * scale) * .5)))
    for _, friend, fc in sorted(back, key=lambda b: b[0]):
        with cv.group(filter=cv.blur(1.4)):
            place(cv, friend, fc)
    place(cv, item, front_cam)
    return cv.svg()


def _flatlay(item: Item, friends: list[Item], top: str, rng: random.Random) -> str:
    cv = Canvas()
    surface = rng.choice(("#d6b68c", "#cfc6b7", "#9a7350", "#e4dccd"))
    plain(cv, surface)
    tile = "grain" if surface in ("#d6b68c", "#9a7350") else "weave"
    cv.add(f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{cv.tile(tile, 900 if tile == "grain" else 260, 90)}" opacity=".30" style="mix-blend-mode:multiply"/>')
    flats = [f for f in friends if f.mode == "flat"][:2]
    side = rng.choice((-1, 1))
    cam = fit(item, (190 if side > 0 else 330, 330, 870 if side > 0 else 1010, 1170))
    spots = [(600 + side * 420, 260), (600 + side * 400, 1310)]
    for friend, (x, y) in zip(flats, spots, strict=False):
        x0, y0, x1, y1 = friend.bounds()
        s = min(cam.s, 640 / (x1 - x0), 760 / (y1 - y0))
        place(cv, friend, Camera(0, s, x - (x0 + x1) / 2 * s, y - (y0 + y1) / 2 * s))
    place(cv, item, cam)
    x, y = rng.uniform(-120, 120), rng.uniform(0, 300)
    cv.path(f"M{x:.0f} {y:.0f}l420 -120l620 1500l-420 120z", "#fff6e2", opacity=".16", filter=cv.blur(16))
    return cv.svg()


def _wall(item: Item, friends: list[Item], top: str, rng: random.Random) -> str:
    from studio.stage import window
    cv = Canvas()
    wall = rng.choice(WALLS[top])
    plain(cv, wall)
    window(cv, rng)
    if item.mode == "pendant":
        return _pendant_scene(cv, item, friends, rng)
    hung = [f for f in friends if f.mode == "wall" and f.hook][:2]
    if not item.hook or item.dims[0].startswith("cut"):
        return _wall_furniture(cv, item, friends)
    x0, y0, x1, y1 = item.bounds()
    s = min(400 / (x1 - x0), 920 / (y1 - y0))
    yrail = rng.uniform(240, 320)
    mat = wood(rng.choice(("oak", "walnut", "beech")))
    cam0 = Camera(0, s, 600, yrail)
    rail(cv, yrail, mat, cam0)
    places = [(600 + rng.uniform(-40, 40), item), *list(zip((195, 1010), hung, strict=False))]
    for x, one in places:
        bx0, by0, bx1, by1 = one.bounds()
        sc = s if one is item else min(s, 270 / (bx1 - bx0), 820 / (by1 - by0))
        peg(cv, x, yrail, mat)
        place(cv, one, Camera(0, sc, x, yrail + one.hook * sc - 6))
    return cv.svg()


def _wall_furniture(cv: Canvas, item: Item, friends: list[Item]) -> str:
    """Mirrors, shelves and curtains: higher on the wall, something standing below."""
    big = item.dims[0].startswith("cut")
    cam = fit(replace(item, hook=None), (130, 190, 930, 1290) if big else (240, 170, 960, 760))
    floors = [f for f in friends if f.mode == "floor"]
    cv.add(f'<rect y="1210" width="1200" height="290" fill="{cv.linear([(0, "#b98f62", 1), (1, "#cda77c", 1)], 0, 0, 0, 1)}"/>'
           f'<rect y="1210" width="1200" height="290" fill="{cv.tile("grain", 800, 90)}" opacity=".3"/><rect y="1196" width="1200" height="15" fill="#f3eee4"/>')
    place(cv, item, cam)
    for friend, x in zip(floors, (960, 330) if big else (600, 960), strict=False):
        x0, y0, x1, y1 = friend.bounds()
        s = min(360 / (x1 - x0), (430 if not big else 520) / (y1 - y0))
        place(cv, friend, Camera(friend.k, s, x - (x0 + x1) / 2 * s, 1345))
    return cv.svg()


def _pendant_scene(cv: Canvas, item: Item, friends: list[Item], rng: random.Random) -> str:
    cam = fit(item, (300, 330, 900, 700))
    surface = {"oak": "#cda97a", "walnut": "#8a6243"}[rng.choice(("oak", "walnut"))]
    cv.add(f'<rect y="1130" width="1200" height="370" fill="{cv.linear([(0, surface, 1), (1, surface, 1)])}"/><rect y="1130" width="1200" height="370" fill="{cv.tile("grain", 800, 90)}" opacity=".35"/>')
    cv.ellipse(600, 1250, 560, 150, "#fff0cf", opacity=".30", filter=cv.blur(60))
    for friend, x in zip([f for f in friends if f.mode == "floor"], (430, 800), strict=False):
        x0, y0, x1, y1 = friend.bounds()
        s = min(300 / (x1 - x0), 330 / (y1 - y0))
        place(cv, friend, Camera(friend.k, s, x - (x0 + x1) / 2 * s, 1270))
    place(cv, item, cam)
    return cv.svg()


__all__ = ["TINTS", "dimensions", "front", "scene"]
