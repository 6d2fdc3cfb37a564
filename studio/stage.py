"""The set: backdrops, shadows and the placing of items in the frame."""
from __future__ import annotations

import random

from studio.canvas import Canvas
from studio.colour import darker, lighter, mix
from studio.geometry import Camera, path_of
from studio.item import Item

#: wall tint by top category; the floor is derived from it
TINTS = {
    "kitchen": "#eee3d3", "table": "#e6e3e0", "bedroom": "#e3e1e8", "living": "#ebdfcf", "bath": "#d8e4e3",
    "desk": "#ecdfd8", "garden": "#dde5d2", "pantry": "#f1e4c8",
}
SHADE = "#2a2018"


def studio(cv: Canvas, tint: str) -> None:
    """A paper sweep: no edge, only light falling off."""
    w, h = cv.width, cv.height
    low = darker(tint, .045)
    wall = cv.linear([(0, tint, 1), (.45, lighter(tint, .28), 1), (.62, lighter(tint, .10), 1),
                      (.72, lighter(tint, .30), 1), (1, low, 1)], 0, 0, 0, 1)
    cv.add(f'<rect width="{w}" height="{h}" fill="{wall}"/>')
    cv.add(f'<rect width="{w}" height="{h}" fill="{cv.radial([(0, "#fffdf8", .85), (1, "#fffdf8", 0)], .2, .24, .62)}"/>')
    cv.add(f'<rect width="{w}" height="{h}" fill="{cv.radial([(.45, SHADE, 0), (1, SHADE, .13)], .40, .42, .85)}"/>')


def plain(cv: Canvas, tint: str) -> None:
    """A wall or a table seen straight on."""
    w, h = cv.width, cv.height
    paint = cv.linear([(0, lighter(tint, .42), 1), (.6, lighter(tint, .12), 1), (1, darker(tint, .07), 1)], 0, 0, 1, 1)
    cv.add(f'<rect width="{w}" height="{h}" fill="{paint}"/>')
    cv.add(f'<rect width="{w}" height="{h}" fill="{cv.radial([(0, "#fffdf8", .7), (1, "#fffdf8", 0)], .22, .18, .6)}"/>')


def room(cv: Canvas, tint: str, surface: str, horizon: float, rng: random.Random) -> None:
    """A wall with window light on it, and a table top of wood, linen or stone."""
    w, h = cv.width, cv.height
    wall = darker(tint, .05)
    cv.add(f'<rect width="{w}" height="{h}" fill="{cv.linear([(0, lighter(wall, .25), 1), (1, darker(wall, .10), 1)], 0, 0, 1, .8)}"/>')
    cv.add(f'<rect width="{w}" height="{h}" fill="{cv.tile("fleece", 620)}" opacity=".05"/>')
    window(cv, rng)
    colours = {"oak": "#cda97a", "linen": "#ddd3c2", "stone": "#d5d0c8", "walnut": "#8a6243", "white": "#ebe7df", "floor": "#c3a27b"}
    top = colours[surface]
    paint = cv.linear([(0, darker(top, .05), 1), (.25, lighter(top, .16), 1), (1, darker(top, .12), 1)], 0, 0, .25, 1)
    cv.add(f'<rect y="{horizon:.0f}" width="{w}" height="{h - horizon:.0f}" fill="{paint}"/>')
    tile = {"oak": "grain", "walnut": "grain", "floor": "grain", "linen": "weave", "stone": "stone", "white": "grit"}[surface]
    size = {"grain": 760, "weave": 300}.get(tile, 620)
    flat = f"translate(0 {horizon:.0f}) scale(1 .5)"
    cv.add(f'<g transform="{flat}"><rect width="{w}" height="{2 * (h - horizon):.0f}" fill="{cv.tile(tile, size, 90 if tile == "grain" else 0)}" '
           f'opacity="{.34 if tile == "grain" else .28}" style="mix-blend-mode:multiply"/></g>')
    cv.add(f'<rect y="{horizon - 26:.0f}" width="{w}" height="26" fill="{cv.linear([(0, SHADE, 0), (1, SHADE, .16)], 0, 0, 0, 1)}"/>')
    cv.add(f'<rect y="{horizon:.0f}" width="{w}" height="3" fill="#fff" opacity=".22"/>')
    cv.add(f'<rect width="{w}" height="{h}" fill="{cv.radial([(.5, SHADE, 0), (1, SHADE, .22)], .40, .45, .85)}"/>')


def window(cv: Canvas, rng: random.Random) -> None:
    """A slanting pane of daylight on the wall."""
    x, y, s = rng.uniform(40, 330), rng.uniform(60, 190), rng.uniform(.9, 1.25)
    bars = []
    for i in range(2):
        for j in range(3):
            px, py = x + i * 215 * s, y + j * 235 * s + i * 62 * s
            bars.append(f"M{px:.0f} {py:.0f}l{195 * s:.0f} {56 * s:.0f}v{212 * s:.0f}l{-195 * s:.0f} {-56 * s:.0f}z")
    cv.path("".join(bars), "#fff6e2", opacity=".42", filter=cv.blur(9))


def shadows(cv: Canvas, item: Item, cam: Camera, strength: float = 1.0) -> None:
    """Contact, near and far shadow of one item on the floor."""
    cast = [(d, h) for part in item.parts for d, h in part.shadow(cam)]
    top = max((h for _, h in cast), default=1) or 1
    k = .30 if item.glassy else 1.0
    for share, blur, alpha in ((1.01, 26, .15), (.62, 15, .13), (.26, 8, .18)):
        body = "".join(f'<path d="{d}"/>' for d, h in cast if h <= share * top or share > 1)
        cv.add(f'<g opacity="{alpha * strength * k:.3f}" filter="{cv.blur(blur)}" fill="{SHADE}">{body}</g>')
    for foot in item.footprints(cam):
        d = path_of(foot)
        cv.add(f'<g filter="{cv.blur(9)}" opacity="{.42 * k * strength:.2f}" transform="translate(7 3)"><path d="{d}" fill="{SHADE}"/></g>')
        cv.add(f'<g filter="{cv.blur(3)}" opacity="{.60 * k * strength:.2f}" transform="translate(2 2)"><path d="{d}" fill="{SHADE}"/></g>')
    if item.glassy:
        x0, y0, x1, y1 = item.bounds()
        cx, cy = cam.p((x0 + x1) / 2 + (x1 - x0) * .55, 0, -(y1 - y0) * .1)
        cv.ellipse(cx, cy, (x1 - x0) * cam.s * .20, (x1 - x0) * cam.s * .05, "#fffdf5", opacity=.55, filter=cv.blur(9))


def place(cv: Canvas, item: Item, cam: Camera) -> None:
    """Shadow, then the thing, then the light it gives."""
    if item.mode == "floor":
        if not cv.line:
            shadows(cv, item, cam)
        item.draw(cv, cam)
    elif cv.line or item.mode == "pendant":
        item.draw(cv, cam)
    else:
        hung(cv, item, cam)
    if item.glow and not cv.line:
        glow(cv, item, cam)


def hung(cv: Canvas, item: Item, cam: Camera) -> None:
    """Something lying flat or hanging: the shadow is a copy of its own outline."""
    reach = 1.0 if item.mode == "wall" else .55
    make = (f'<filter id="{{id}}" x="-30%" y="-30%" width="160%" height="160%">'
            f'<feGaussianBlur in="SourceAlpha" stdDeviation="{20 * reach:.0f}" result="a"/><feOffset in="a" dx="{34 * reach:.0f}" dy="{30 * reach:.0f}" result="a"/>'
            f'<feGaussianBlur in="SourceAlpha" stdDeviation="5" result="b"/><feOffset in="b" dx="8" dy="8" result="b"/>'
            f'<feFlood flood-color="{SHADE}" flood-opacity=".26"/><feComposite in2="a" operator="in" result="a"/>'
            f'<feFlood flood-color="{SHADE}" flood-opacity=".34"/><feComposite in2="b" operator="in" result="b"/>'
            f'<feMerge><feMergeNode in="a"/><feMergeNode in="b"/><feMergeNode in="SourceGraphic"/></feMerge></filter>')
    with cv.group(filter=f"url(#{cv.define(('hung', reach), make)})"):
        item.draw(cv, cam)


def glow(cv: Canvas, item: Item, cam: Camera) -> None:
    """Warm light around a flame or a shade."""
    (x, y, z), r = item.glow
    px, py = cam.p(x, y, z)
    paint = cv.radial([(0, "#ffe2a6", .42), (.35, "#ffdc9a", .14), (1, "#ffd88e", 0)])
    cv.ellipse(px, py, r * cam.s, r * cam.s, paint, style="mix-blend-mode:soft-light")
    cv.ellipse(px, py, r * cam.s * .7, r * cam.s * .7, cv.radial([(0, "#fff1cf", .22), (1, "#ffe5b0", 0)]))


def fit(item: Item, box: tuple[float, float, float, float] | None = None, k: float | None = None) -> Camera:
    """A camera that puts the item into the box (pixels), standing on the box's floor."""
    hooked = item.mode == "wall" and item.hook
    x0, y0, x1, y1 = item.bounds(k)
    slender = item.mode != "pendant" and y1 - y0 > 2.4 * (x1 - x0)
    box = box or ((150, 250, 1050, 1300) if hooked else (150, 190, 1050, 1310) if item.mode != "floor" or slender else (130, 270, 1040, 1215))
    bw, bh = box[2] - box[0], box[3] - box[1]
    s = min(bw / max(x1 - x0, .1), bh / max(y1 - y0, .1))
    cx, h = (box[0] + box[2]) / 2, (y1 - y0) * s
    if hooked:
        low = box[1] + h
    elif item.mode == "floor":
        low = box[3] if h > bh * .75 else (box[1] + box[3]) / 2 + h / 2 + (bh - h) * .17
    else:
        low = (box[1] + box[3]) / 2 + h / 2
    return Camera(item.k if k is None else k, s, cx - (x0 + x1) / 2 * s, low - y1 * s)


def tint_of(category: str, colour: str | None = None) -> str:
    """The backdrop of a category, a breath towards the product's own colour."""
    base = TINTS[category.split("/")[0]]
    return mix(base, colour, .06) if colour else base
