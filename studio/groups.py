"""Arrangements for the hero, strips and category pictures.

name -> (top category, size, wall, surface, horizon, camera tilt, things), a thing being
(handle, look, x share, base y share, pixels per centimetre) and, for what stands on
something else, the share that decides the order of drawing.
"""

from __future__ import annotations

TALL, WIDE = (1200, 1500), (1600, 1000)

GROUPS: dict[str, tuple] = {
    "hero/home.avif": (
        "kitchen",
        WIDE,
        "#d9cdb9",
        "oak",
        0.66,
        0.24,
        [
            ("gourd-vase", 1, 0.60, 0.75, 17),
            ("linden-teapot", 0, 0.745, 0.86, 17),
            ("brook-jug", 2, 0.885, 0.78, 17),
            ("aster-mug", 0, 0.615, 0.93, 17),
            ("cove-cereal-bowl", 1, 0.90, 0.95, 17),
            ("olive-oil", 0, 0.515, 0.78, 15),
        ],
    ),
    "hero/morning.avif": (
        "kitchen",
        WIDE,
        "#c9ccbd",
        "walnut",
        0.64,
        0.26,
        [
            ("lantern-kettle", 0, 0.70, 0.84, 16),
            ("azores-green", 0, 0.86, 0.80, 18),
            ("ember-cup", 0, 0.56, 0.90, 20),
            ("heather-honey", 0, 0.89, 0.94, 17),
            ("cocoa-tin", 0, 0.575, 0.74, 15),
        ],
    ),
    "hero/evening.avif": (
        "living",
        WIDE,
        "#c3a893",
        "walnut",
        0.66,
        0.20,
        [
            ("mushroom-lamp", 1, 0.76, 0.84, 17),
            ("hearth-candle", 0, 0.60, 0.90, 18),
            ("bud-vase", 0, 0.90, 0.90, 18),
            ("brass-candlestick", 0, 0.52, 0.80, 15),
        ],
    ),
    "hero/linen.avif": (
        "bedroom",
        WIDE,
        "#cfd3d6",
        "white",
        0.62,
        0.32,
        [
            ("drift-duvet", 3, 0.68, 0.90, 13.5),
            ("linen-cushion", 2, 0.80, 0.76, 8.6),
            ("heath-throw", 0, 0.55, 0.78, 11),
            ("reed-diffuser", 0, 0.92, 0.90, 13),
        ],
    ),
    "category/kitchen.avif": (
        "kitchen",
        TALL,
        "#e0d3be",
        "oak",
        0.60,
        0.28,
        [
            ("lantern-kettle", 1, 0.36, 0.70, 19),
            ("brae-casserole", 0, 0.62, 0.84, 20),
            ("proving-bowl", 0, 0.78, 0.66, 14),
            ("salt-pig", 0, 0.22, 0.84, 19),
        ],
    ),
    "category/table.avif": (
        "table",
        TALL,
        "#cfd2d2",
        "linen",
        0.56,
        0.30,
        [
            ("sill-carafe", 1, 0.30, 0.66, 19),
            ("fjord-salad-bowl", 0, 0.62, 0.72, 19),
            ("vale-wine-glass", 0, 0.20, 0.86, 21),
            ("cove-cereal-bowl", 2, 0.52, 0.90, 21),
            ("pond-pasta-bowl", 1, 0.80, 0.87, 17),
        ],
    ),
    "category/bedroom.avif": (
        "bedroom",
        TALL,
        "#d3d0da",
        "white",
        0.58,
        0.32,
        [("linen-cushion", 0, 0.34, 0.70, 12), ("drift-duvet", 2, 0.62, 0.86, 17), ("cotton-knit", 1, 0.74, 0.66, 12)],
    ),
    "category/living.avif": (
        "living",
        TALL,
        "#d8c4ae",
        "floor",
        0.66,
        0.22,
        [
            ("drum-table", 0, 0.60, 0.92, 10.5),
            ("gourd-lamp", 0, 0.60, 0.612, 10.5, 0.93),
            ("amphora-vase", 0, 0.27, 0.88, 10.5),
            ("log-basket", 0, 0.87, 0.86, 8),
        ],
    ),
    "category/bath.avif": (
        "bath",
        TALL,
        "#c7d6d5",
        "stone",
        0.58,
        0.30,
        [
            ("tide-towel", 2, 0.60, 0.78, 15),
            ("hand-wash", 0, 0.28, 0.80, 20),
            ("olive-soap", 1, 0.44, 0.93, 24),
            ("cotton-jar", 1, 0.80, 0.92, 21),
        ],
    ),
    "category/desk.avif": (
        "desk",
        TALL,
        "#dccbc1",
        "oak",
        0.56,
        0.30,
        [
            ("pen-pot", 1, 0.30, 0.72, 25),
            ("letter-box", 0, 0.60, 0.76, 17),
            ("archive-box", 1, 0.68, 0.92, 15),
            ("bud-vase", 1, 0.24, 0.90, 22),
        ],
    ),
    "category/garden.avif": (
        "garden",
        TALL,
        "#cbd6bc",
        "stone",
        0.60,
        0.26,
        [
            ("long-can", 0, 0.55, 0.70, 15),
            ("terrace-planter", 0, 0.32, 0.87, 18),
            ("seed-pots", 0, 0.60, 0.92, 22),
            ("harvest-basket", 1, 0.82, 0.84, 10),
        ],
    ),
    "category/pantry.avif": (
        "pantry",
        TALL,
        "#e8d3a6",
        "walnut",
        0.60,
        0.24,
        [
            ("olive-oil", 0, 0.30, 0.74, 24),
            ("heather-honey", 0, 0.52, 0.84, 26),
            ("cocoa-tin", 0, 0.72, 0.74, 22),
            ("fig-jam", 0, 0.74, 0.93, 26),
            ("sea-salt", 0, 0.30, 0.92, 24),
        ],
    ),
}
