"""From the authors' shelves to products.jsonl: variants, prices, stock, media rows."""
from __future__ import annotations

import html
import itertools
import json
import math
import random
import re
from pathlib import Path

from studio.colour import hex_of
from studio.product import Product

FOOD_TYPES = {"pantry"}
RATES = {"GBP": 0.87, "USD": 1.12}


def markup(text: str) -> str:
    """Paragraphs and dash lists to HTML."""
    out = []
    for block in re.split(r"\n\s*\n", text.strip()):
        lines = [html.escape(line.strip(), quote=False) for line in block.splitlines() if line.strip()]
        if all(line.startswith("- ") for line in lines):
            out.append("<ul>" + "".join(f"<li>{line[2:]}</li>" for line in lines) + "</ul>")
        else:
            out.append(f"<p>{' '.join(lines)}</p>")
    return "".join(out)


def slug(text: str) -> str:
    """Lower case, dashes."""
    for a, b in (("é", "e"), ("ê", "e"), ("á", "a"), ("×", "x"), ("ç", "c"), ("ã", "a"), ("½", "half")):
        text = text.replace(a, b)
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def gtin(serial: int) -> str:
    """GTIN-13 under prefix 200, which is reserved for use inside a company."""
    body = f"200{serial:09d}"
    total = sum(int(d) * (3 if i % 2 else 1) for i, d in enumerate(body))
    return body + str(-total % 10)


def money(amount: float) -> str:
    """A price as shops write them: whole above twenty, halves below."""
    if amount >= 20:
        value = float(round(amount))
    else:
        value = math.floor(amount * 2 + .5) / 2
    return f"{value:.2f}"


def prices(amount: float) -> dict[str, str]:
    """EUR, GBP and USD."""
    return {"EUR": money(amount), **{code: money(amount * rate) for code, rate in RATES.items()}}


def options_of(p: Product) -> list[dict]:
    """Option rows, with swatches where colour is what differs."""
    rows = []
    if not p.optionless:
        swatch = p.look_option in ("Colour", "Finish")
        rows.append({"name": p.look_option, "values": [{"value": label, **({"swatch": hex_of(name)} if swatch else {})} for label, name in p.looks]})
    for name, values in p.more:
        rows.append({"name": name, "values": [{"value": label} for label, _ in values]})
    return rows


def _sku(p: Product, values: tuple[str, ...]) -> str:
    stem = "".join(w[:5] for w in p.handle.split("-"))[:12].upper()
    return "-".join(["LR", stem, *(slug(v).replace("-", "")[:8].upper() for v in values)])


def _stock(p: Product, n: int, rng: random.Random) -> dict[str, int]:
    if n in p.out:
        return {"leiden": 0}
    if n in p.low:
        return {"leiden": rng.randint(1, 3)}
    row = {"leiden": rng.choice((6, 9, 12, 14, 18, 22, 24, 31, 36, 48, 60))}
    if p.attributes.get("origin_country") == "PT" or rng.random() < .2:
        row["porto"] = rng.choice((4, 8, 12, 20, 40))
    return row


def variants_of(p: Product, serial: itertools.count) -> list[dict]:
    """One row per combination of option values."""
    rng = random.Random(p.handle)
    axes: list[list[tuple[str, str, float]]] = []
    if not p.optionless:
        axes.append([(p.look_option, label, 1.0) for label, _ in p.looks])
    axes += [[(name, value, factor) for value, factor in values] for name, values in p.more]
    rows = []
    for n, combo in enumerate(itertools.product(*axes)):
        factor = math.prod(c[2] for c in combo)
        amount = p.price * factor
        row: dict = {"sku": _sku(p, tuple(c[1] for c in combo)), "gtin": gtin(next(serial)), "options": {c[0]: c[1] for c in combo}}
        row["prices"] = prices(amount * (1 - p.sale))
        row["list_prices"] = prices(amount) if p.sale else {}
        row["cost"] = {"EUR": f"{amount * rng.uniform(.32, .41):.2f}"}
        row["stock"] = _stock(p, n, rng)
        row["weight_grams"] = int(round(p.grams * factor ** .9 / 5) * 5) or p.grams
        if p.unit:
            length = next((re.match(r"([\d.]+) ?(cm|g|kg|ml|l|m)$", c[1]) for c in combo if re.match(r"[\d.]+ ?(cm|g|kg|ml|l|m)$", c[1])), None)
            amount_u, measure = (float(length[1]), length[2]) if length else p.unit
            if measure == "cm":
                amount_u, measure = amount_u / 100, "m"
            count = next((int(m[1]) for c in combo if c[0] == "Set" and (m := re.search(r" of (\d+)$", c[1]))), 1)
            row["unit_quantity"], row["unit_measure"] = f"{amount_u * count:g}", measure
        if not row["list_prices"]:
            del row["list_prices"]
        rows.append(row)
    return rows


def dimension_attributes(dims: tuple[str, str]) -> dict[str, float]:
    """Width, depth, diameter and height from the drawing's own labels."""
    out: dict[str, float] = {}
    first, second = dims
    if m := re.fullmatch(r"⌀ ([\d.]+) ?cm", first):
        out["diameter_cm"] = float(m[1])
    elif m := re.fullmatch(r"([\d.]+) × ([\d.]+) cm", first):
        out["width_cm"], out["depth_cm"] = float(m[1]), float(m[2])
    elif m := re.fullmatch(r"([\d.]+) cm(?: long| reach)?", first):
        out["width_cm"] = float(m[1])
    if m := re.fullmatch(r"([\d.]+) cm", second):
        out["height_cm"] = float(m[1])
    return {k: int(v) if v == int(v) else v for k, v in out.items()}


def collections_of(p: Product) -> list[str]:
    """The author's tags, plus what follows from the facts."""
    tags = list(p.tags)
    if p.sale and "last-pieces" not in tags and p.sale >= .25:
        tags.append("last-pieces")
    if p.price * (1 - p.sale) >= 25 and "under-25" in tags:
        tags.remove("under-25")
    if p.price * (1 - p.sale) < 25 and "under-25" not in tags:
        tags.append("under-25")
    if p.attributes.get("origin_country") == "PT" and "made-in-portugal" not in tags:
        tags.append("made-in-portugal")
    if p.attributes.get("origin_country") != "PT" and "made-in-portugal" in tags:
        tags.remove("made-in-portugal")
    return tags


def row_of(p: Product, dims: tuple[str, str], media: list[dict], serial: itertools.count) -> dict:
    """The line of products.jsonl."""
    attributes = {**dimension_attributes(dims), **p.attributes}
    return {"handle": p.handle, "title": p.title, "product_type": p.type, "brand": p.brand, "categories": [p.category], "collections": collections_of(p),
            "summary": p.summary, "description_html": markup(p.text), "attributes": {k: v for k, v in attributes.items() if v is not None},
            "options": options_of(p), "tax_class": p.tax, "published": True, "variants": variants_of(p, serial), "media": media}


def write_products(rows: list[dict], target: Path) -> None:
    """One product per line."""
    target.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows), encoding="utf-8")
