"""The home page hero, the strips and one picture per top category: groups, not single things."""
from __future__ import annotations

import random

from studio.canvas import Canvas
from studio.geometry import Camera
from studio.item import Item
from studio.pictures import item_of
from studio.product import Product
from studio.shots import SURFACES, WALLS
from studio.stage import place, room


def _group(name: str, spec: tuple, shelf: dict[str, Product]) -> str:
    top, (w, h), wall, surface, horizon, k, things = spec
    cv = Canvas(w, h)
    rng = random.Random(name)
    room(cv, wall or rng.choice(WALLS[top]), surface or SURFACES[top][0], horizon * h, rng)
    for handle, look, x, y, s, *_ in sorted(things, key=lambda t: t[5] if len(t) > 5 else t[3]):
        item: Item = item_of(shelf[handle], look)
        x0, _, x1, y1 = item.bounds(k)
        place(cv, item, Camera(k, s, x * w - (x0 + x1) / 2 * s, y * h - max(0, y1 * s) * .5))
    return cv.svg()


def title_shots(everything: list[Product]) -> list[tuple[str, str, tuple[int, int]]]:
    """(file, svg, size) of every title picture."""
    from studio.groups import GROUPS as groups
    shelf = {p.handle: p for p in everything}
    return [(name, _group(name, spec, shelf), spec[1]) for name, spec in groups.items()]
