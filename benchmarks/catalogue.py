"""The goods a benchmark's shop sells: a file of products, or as many made up from word lists, always the same ones."""

from __future__ import annotations

import gzip
import json
from itertools import islice
from pathlib import Path
from random import Random

FULL, QUICK = 48_194, 10_000
# How a file's fields become ours. A price is made from the handle, always the same one.
MAPPING = {
    "fields": {
        "handle": "{product_id} {title}",
        "gtin": "product_id",
        "title": "title",
        "brand": "brand",
        "summary": "summary",
        "description": "description",
    },
    "prices": {"EUR": {"between": ["4.99", "399.00"]}},
    "stock": {"main": 1_000_000},
    "categories": [
        {"path": "everything/silver", "where": {"title": "silver|steel|cd$"}},
        {"path": "everything/black", "where": {"title": "black|dark|dvd$"}},
        {"path": "everything"},
    ],
}
CATEGORY = "everything"
SEARCH = "black"

# Word lists read better as sentences.
# ruff: noqa: SIM905
_KINDS = "Lamp Chair Kettle Speaker Camera Radio Desk Rug Mug Cable Printer Shelf Clock Fan Heater Tripod".split()
_COLOURS = "Black White Silver Red Blue Green Oak Walnut Sand Graphite Copper Steel".split()
_LINES = "Alto Brio Corda Dune Elm Fjord Grove Haven Isla Juno Kite Loom Mira Nord Onda Pico".split()
_MAKERS = [f"{name} {kind}" for name in _LINES for kind in ("Works", "Studio", "Labs", "House", "& Sons")]
_WORDS = (
    "light quiet solid folding wireless compact warm bright large small spare double handy plain round deep robust "
    "with for and on in of the a its battery handle cover stand base frame glass wood steel cotton paper plug switch "
    "keeps holds fits turns charges carries shows lasts opens washes stores two three four hours metres litres years"
).split()


def prepared(source: Path | None, count: int, folder: Path) -> Path:
    """The first ``count`` products of ``source`` (JSON lines, .gz) as a file in ``folder``; made up without one."""
    target = folder / "products.jsonl.gz"
    with gzip.open(target, "wt", encoding="utf-8", compresslevel=1) as out:
        if source is None:
            out.writelines(_made_up(number) for number in range(count))
        else:
            with gzip.open(source, "rt", encoding="utf-8") as lines:
                out.writelines(islice(lines, count))
    return target


def _made_up(number: int) -> str:
    chance = Random(number)
    kind, colour, line = (chance.choice(words) for words in (_KINDS, _COLOURS, _LINES))

    def sentences(least: int, most: int) -> str:
        return " ".join(chance.choices(_WORDS, k=chance.randint(least, most))).capitalize() + "."

    row = {
        "product_id": f"{number:012d}",
        "title": f"{line} {chance.choice(_WORDS)} {kind} {number % 997} - {colour}",
        "brand": chance.choice(_MAKERS),
        "summary": sentences(8, 20),
        "description": " ".join(sentences(8, 24) for _ in range(chance.randint(1, 6))),
    }
    return json.dumps(row) + "\n"
