"""Which pictures a product gets, with whom it is seen, and what the alt text says."""
from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from studio.catalogue import slug
from studio.item import Item
from studio.product import Product
from studio.shots import dimensions, front, scene

#: leaf -> leaves its companions come from
NEIGHBOURS = {
    "kitchen/mugs-cups": ("kitchen/mugs-cups", "table/plates-bowls", "pantry/tea-coffee"), "kitchen/cookware": ("kitchen/cookware", "pantry/larder", "table/plates-bowls"),
    "kitchen/kitchen-tools": ("kitchen/kitchen-tools",), "table/plates-bowls": ("table/plates-bowls", "table/glassware"),
    "table/glassware": ("table/glassware", "table/plates-bowls", "pantry/larder"), "table/table-linen": ("table/table-linen", "table/plates-bowls", "kitchen/kitchen-tools"),
    "bedroom/bed-linen": ("bedroom/bed-linen", "living/candles-scent", "living/lighting"), "bedroom/throws-cushions": ("bedroom/throws-cushions", "living/storage-baskets"),
    "bedroom/curtains": ("living/furniture", "living/storage-baskets"), "living/candles-scent": ("living/candles-scent", "living/vases-planters"),
    "living/lighting": ("living/vases-planters", "living/candles-scent", "living/storage-baskets"), "living/vases-planters": ("living/vases-planters", "living/candles-scent"),
    "living/rugs": ("living/furniture", "living/rugs"), "living/furniture": ("living/vases-planters", "living/storage-baskets", "living/lighting"),
    "living/storage-baskets": ("living/storage-baskets", "living/vases-planters", "bedroom/throws-cushions"), "desk/stationery": ("desk/stationery",),
    "bath/bath": ("bath/bath",), "garden/garden-tools": ("garden/garden-tools", "living/vases-planters"), "pantry/tea-coffee": ("pantry/tea-coffee", "kitchen/mugs-cups"),
    "pantry/larder": ("pantry/larder", "table/plates-bowls", "table/glassware"),
}


@dataclass
class Shot:
    """One picture to be made."""

    file: str
    svg: Callable[[], str]
    alt: str
    options: dict[str, str] | None = None

    def row(self) -> dict:
        """Its line among a product's media."""
        return {"file": self.file, "alt": self.alt, **({"options": self.options} if self.options else {})}


def item_of(p: Product, look: int = 0) -> Item:
    """The drawing of a product in one of its looks."""
    label, name = p.looks[look]
    return p.draw(name, label)


def _height(item: Item) -> float:
    x0, y0, x1, y1 = item.bounds()
    return max(y1 - y0, (x1 - x0) * .5)


def companions(p: Product, item: Item, everything: list[Product]) -> list[tuple[Product, Item]]:
    """Two or three products that would plausibly stand nearby."""
    rng = random.Random("friends" + p.handle)
    pool = [q for q in everything if q.handle != p.handle and q.category in NEIGHBOURS[p.category]]
    rng.shuffle(pool)
    want = "floor" if item.mode in ("floor", "pendant") or not item.hook else "wall"
    if item.mode == "flat":
        want = "flat"
    if item.mode == "wall" and (not item.hook or item.dims[0].startswith("cut")):
        want = "floor"
    out: list[tuple[Product, Item]] = []
    for q in pool:
        other = item_of(q, rng.randrange(len(q.looks)))
        ratio = _height(other) / _height(item)
        plausible = want != "floor" or item.mode != "floor" or .30 < ratio < 2.6
        family = [o.title.split()[0] for o, _ in out] + [p.title.split()[0]]
        if other.mode == want and plausible and q.title.split()[0] not in family and not (want == "wall" and not other.hook):
            out.append((q, other))
        if len(out) == 2:
            break
    return out


def _view(item: Item) -> str:
    return {"floor": "on a pale backdrop", "wall": "against a pale wall", "flat": "seen from above", "pendant": "hanging by its flex"}[item.mode]


def shots_of(p: Product, everything: list[Product]) -> list[Shot]:
    """Fronts in up to five looks, a measured drawing, a scene."""
    out = []
    first = item_of(p)
    for i, (label, name) in enumerate(p.looks[:6]):
        item = item_of(p, i)
        stem = slug(label) if not p.optionless else "front"
        what = f"{p.title} in {label.lower()}" if not p.optionless else p.title
        out.append(Shot(f"{p.handle}/{stem}-1.avif", partial(front, item, p.category, name if not p.optionless else None), f"{what}: {p.noun}, {_view(item)}",
                        {p.look_option: label} if not p.optionless else None))
    if p.scene:
        rng = random.Random("look" + p.handle)
        look = rng.randrange(min(len(p.looks), 5))
        item = item_of(p, look)
        friends = companions(p, item, everything)
        names = " and ".join(q.title for q, _ in friends)
        where = {"floor": "in a room with daylight on the wall", "wall": "on the wall, in daylight", "flat": "on a table, seen from above", "pendant": "over a table"}[item.mode]
        alt = f"The {p.title} {where}" + (f", with {names}" if names else "")
        out.append(Shot(f"{p.handle}/scene.avif", partial(scene, item, [f for _, f in friends], p.category, p.handle), alt,
                        {p.look_option: p.looks[look][0]} if not p.optionless else None))
    if p.detail:
        dims = " by ".join(d for d in first.dims if d)
        out.append(Shot(f"{p.handle}/size.avif", partial(dimensions, first, p.title), f"Measured drawing of the {p.title}" + (f": {dims}" if dims else "")))
    return out


__all__ = ["Shot", "item_of", "shots_of"]
