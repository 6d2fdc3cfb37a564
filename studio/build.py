"""python -m studio.build [handle or category …]: pictures and catalogue."""
from __future__ import annotations

import itertools
import json
import sys
import time
from pathlib import Path

from studio.catalogue import row_of, write_products
from studio.pages import pages
from studio.pictures import item_of, shots_of
from studio.raster import Raster
from studio.shelves import products
from studio.taxonomy import taxonomy
from studio.titles import title_shots

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "shopkeeper" / "demo" / "data"


def _wanted(p, names: list[str]) -> bool:
    return not names or p.handle in names or p.category in names


def build(names: list[str]) -> None:
    """Write everything; with names, draw only those but still write the whole catalogue."""
    everything = products()
    serial = itertools.count(1)
    rows, drawn, start = [], 0, time.time()
    with Raster(DATA / "media", ROOT / "studio" / ".cache.json") as raster:
        for p in everything:
            shots = shots_of(p, everything)
            if _wanted(p, names) and "none" not in names:
                for shot in shots:
                    drawn += raster.write(shot.svg(), shot.file)
            rows.append(row_of(p, item_of(p).dims, [s.row() for s in shots], serial))
        if not names or "titles" in names:
            for name, svg, size in title_shots(everything):
                drawn += raster.write(svg, name, *size)
    write_products(rows, DATA / "products.jsonl")
    for name, value in (("taxonomy", taxonomy(rows)), ("pages", pages())):
        (DATA / f"{name}.json").write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(f"{len(rows)} products, {sum(len(r['variants']) for r in rows)} variants, {drawn} pictures drawn, {time.time() - start:.0f} s")


if __name__ == "__main__":
    build(sys.argv[1:])
