"""Arrangements for the hero, strips and category pictures.

name -> (top category, size, wall, surface, horizon, camera tilt, things), a thing being
(handle, look, x share, base y share, pixels per centimetre) and, for what stands on
something else, the share that decides the order of drawing.
"""
from __future__ import annotations

TALL, WIDE = (1200, 1500), (1600, 1000)

GROUPS: dict[str, tuple] = {
    "hero/home.avif": ("kitchen", WIDE, "#d9cdb9", "oak", .66, .24, [
        ("gourd-vase", 1, .60, .75, 17), ("linden-teapot", 0, .745, .86, 17), ("brook-jug", 2, .885, .78, 17), ("aster-mug", 0, .615, .93, 17), ("cove-cereal-bowl", 1, .90, .95, 17),
        ("olive-oil", 0, .515, .78, 15)]),
    "hero/morning.avif": ("kitchen", WIDE, "#c9ccbd", "walnut", .64, .26, [
        ("lantern-kettle", 0, .70, .84, 16), ("azores-green", 0, .86, .80, 18), ("ember-cup", 0, .56, .90, 20), ("heather-honey", 0, .89, .94, 17), ("cocoa-tin", 0, .575, .74, 15)]),
    "hero/evening.avif": ("living", WIDE, "#c3a893", "walnut", .66, .20, [
        ("mushroom-lamp", 1, .76, .84, 17), ("hearth-candle", 0, .60, .90, 18), ("bud-vase", 0, .90, .90, 18), ("brass-candlestick", 0, .52, .80, 15)]),
    "hero/linen.avif": ("bedroom", WIDE, "#cfd3d6", "white", .62, .32, [
        ("drift-duvet", 3, .68, .90, 13.5), ("linen-cushion", 2, .80, .76, 8.6), ("heath-throw", 0, .55, .78, 11), ("reed-diffuser", 0, .92, .90, 13)]),
    "category/kitchen.avif": ("kitchen", TALL, "#e0d3be", "oak", .60, .28, [
        ("lantern-kettle", 1, .36, .70, 19), ("brae-casserole", 0, .62, .84, 20), ("proving-bowl", 0, .78, .66, 14), ("salt-pig", 0, .22, .84, 19)]),
    "category/table.avif": ("table", TALL, "#cfd2d2", "linen", .56, .30, [
        ("sill-carafe", 1, .30, .66, 19), ("fjord-salad-bowl", 0, .62, .72, 19), ("vale-wine-glass", 0, .20, .86, 21), ("cove-cereal-bowl", 2, .52, .90, 21), ("pond-pasta-bowl", 1, .80, .87, 17)]),
    "category/bedroom.avif": ("bedroom", TALL, "#d3d0da", "white", .58, .32, [
        ("linen-cushion", 0, .34, .70, 12), ("drift-duvet", 2, .62, .86, 17), ("cotton-knit", 1, .74, .66, 12)]),
    "category/living.avif": ("living", TALL, "#d8c4ae", "floor", .66, .22, [
        ("drum-table", 0, .60, .92, 10.5), ("gourd-lamp", 0, .60, .612, 10.5, .93), ("amphora-vase", 0, .27, .88, 10.5), ("log-basket", 0, .87, .86, 8)]),
    "category/bath.avif": ("bath", TALL, "#c7d6d5", "stone", .58, .30, [
        ("tide-towel", 2, .60, .78, 15), ("hand-wash", 0, .28, .80, 20), ("olive-soap", 1, .44, .93, 24), ("cotton-jar", 1, .80, .92, 21)]),
    "category/desk.avif": ("desk", TALL, "#dccbc1", "oak", .56, .30, [
        ("pen-pot", 1, .30, .72, 25), ("letter-box", 0, .60, .76, 17), ("archive-box", 1, .68, .92, 15), ("bud-vase", 1, .24, .90, 22)]),
    "category/garden.avif": ("garden", TALL, "#cbd6bc", "stone", .60, .26, [
        ("long-can", 0, .55, .70, 15), ("terrace-planter", 0, .32, .87, 18), ("seed-pots", 0, .60, .92, 22), ("harvest-basket", 1, .82, .84, 10)]),
    "category/pantry.avif": ("pantry", TALL, "#e8d3a6", "walnut", .60, .24, [
        ("olive-oil", 0, .30, .74, 24), ("heather-honey", 0, .52, .84, 26), ("cocoa-tin", 0, .72, .74, 22), ("fig-jam", 0, .74, .93, 26), ("sea-salt", 0, .30, .92, 24)]),
}
