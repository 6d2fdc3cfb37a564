"""python -m studio.check: does the catalogue hold together?"""
from __future__ import annotations

import hashlib
import json
import re
import sys
from collections import Counter
from decimal import Decimal
from pathlib import Path

from PIL import Image

DATA = Path(__file__).resolve().parent.parent / "shopkeeper" / "demo" / "data"
LIMIT = 16 * 1024 * 1024


def gtin_ok(code: str) -> bool:
    """Thirteen digits under prefix 200 whose check digit is right."""
    return bool(re.fullmatch(r"200\d{10}", code)) and sum(int(d) * (3 if i % 2 else 1) for i, d in enumerate(code)) % 10 == 0


def check_products(rows: list[dict], taxonomy: dict) -> list[str]:
    """Everything that is about one product at a time, and uniqueness across them."""
    faults: list[str] = []
    leaves = {f"{c['slug']}/{k['slug']}" for c in taxonomy["categories"] for k in c["children"]}
    brands = {b["name"] for b in taxonomy["brands"]}
    types = {t["slug"]: {a["slug"]: a["kind"] for a in t["attributes"]} for t in taxonomy["product_types"]}
    collections = {c["slug"] for c in taxonomy["collections"]}
    for field, values in (("handle", [r["handle"] for r in rows]), ("title", [r["title"] for r in rows]), ("summary", [r["summary"] for r in rows]), ("description", [r["description_html"] for r in rows]),
                          ("sku", [v["sku"] for r in rows for v in r["variants"]]), ("gtin", [v["gtin"] for r in rows for v in r["variants"]])):
        faults += [f"{field} twice: {value[:60]}" for value, n in Counter(values).items() if n > 1]
    for r in rows:
        h = r["handle"]
        faults += [f"{h}: unknown category {c}" for c in r["categories"] if c not in leaves]
        faults += [f"{h}: unknown collection {c}" for c in r["collections"] if c not in collections]
        if r["brand"] not in brands or r["product_type"] not in types:
            faults.append(f"{h}: unknown brand or type")
            continue
        faults += _attributes(h, r["attributes"], types[r["product_type"]])
        faults += _variants(r)
        faults += _media(r)
    return faults


def _attributes(handle: str, values: dict, known: dict[str, str]) -> list[str]:
    kinds = {"text": str, "choice": str, "number": (int, float), "boolean": bool}
    return [f"{handle}: attribute {k} = {v!r}" for k, v in values.items()
            if k not in known or not isinstance(v, kinds[known[k]]) or (known[k] == "number" and isinstance(v, bool))]


def _variants(row: dict) -> list[str]:
    faults, seen = [], set()
    allowed = {o["name"]: {v["value"] for v in o["values"]} for o in row["options"]}
    for v in row["variants"]:
        combo = tuple(sorted(v["options"].items()))
        if combo in seen:
            faults.append(f"{v['sku']}: same options twice")
        seen.add(combo)
        if set(v["options"]) != set(allowed) or any(value not in allowed[name] for name, value in v["options"].items()):
            faults.append(f"{v['sku']}: options {v['options']}")
        if not gtin_ok(v["gtin"]):
            faults.append(f"{v['sku']}: gtin {v['gtin']}")
        for field in ("prices", "list_prices", "cost"):
            for amount in v.get(field, {}).values():
                if not re.fullmatch(r"\d+\.\d\d", amount) or Decimal(amount) <= 0:
                    faults.append(f"{v['sku']}: {field} {amount}")
        if set(v["prices"]) != {"EUR", "GBP", "USD"} or v["weight_grams"] <= 0 or set(v["stock"]) - {"leiden", "porto"}:
            faults.append(f"{v['sku']}: prices, weight or stock")
        faults += [f"{v['sku']}: reference price not above price" for c, p in v.get("list_prices", {}).items() if Decimal(p) <= Decimal(v["prices"][c])]
        if ("unit_quantity" in v) != ("unit_measure" in v) or v.get("unit_measure", "g") not in ("g", "kg", "ml", "l", "m"):
            faults.append(f"{v['sku']}: unit price fields")
    return faults


def _media(row: dict) -> list[str]:
    allowed = {(o["name"], v["value"]) for o in row["options"] for v in o["values"]}
    faults = [f"{row['handle']}: alt text twice: {a}" for a, n in Counter(m["alt"] for m in row["media"]).items() if n > 1 or not a]
    for m in row["media"]:
        if not (DATA / "media" / m["file"]).exists():
            faults.append(f"missing {m['file']}")
        faults += [f"{m['file']}: option {o}" for o in m.get("options", {}).items() if o not in allowed]
    return faults


def check_files(rows: list[dict], pages: dict, taxonomy: dict) -> tuple[list[str], int, int]:
    """Pictures: sizes, no two alike, none that nobody uses."""
    faults = []
    used = {m["file"] for r in rows for m in r["media"]} | {c["picture"] for c in taxonomy["categories"]}
    used |= {pages["home"]["hero"]["image"]} | {s["image"] for s in pages["home"]["strips"]}
    files = sorted((DATA / "media").rglob("*.avif"))
    faults += [f"missing {u}" for u in sorted(used) if not (DATA / "media" / u).exists()]
    faults += [f"unused {f.relative_to(DATA / 'media')}" for f in files if str(f.relative_to(DATA / "media")) not in used]
    prints: dict[str, Path] = {}
    for f in files:
        with Image.open(f) as image:
            expected = (1600, 1000) if f.parent.name == "hero" else (1200, 1500)
            if image.size != expected:
                faults.append(f"{f.name}: {image.size}")
            digest = hashlib.sha256(image.convert("RGB").tobytes()).hexdigest()
        if digest in prints:
            faults.append(f"same picture: {f.relative_to(DATA)} and {prints[digest].relative_to(DATA)}")
        prints[digest] = f
    total = sum(f.stat().st_size for f in files)
    if total > LIMIT:
        faults.append(f"pictures weigh {total} bytes, more than {LIMIT}")
    return faults, len(files), total


def main() -> int:
    """Run every check and print what was found."""
    rows = [json.loads(line) for line in (DATA / "products.jsonl").read_text(encoding="utf-8").splitlines()]
    taxonomy, pages = (json.loads((DATA / f"{n}.json").read_text(encoding="utf-8")) for n in ("taxonomy", "pages"))
    faults = check_products(rows, taxonomy)
    more, count, total = check_files(rows, pages, taxonomy)
    faults += more
    rich = sum(len(r["media"]) >= 3 for r in rows) / len(rows)
    if rich < .8:
        faults.append(f"only {rich:.0%} of products have three pictures")
    variants = [v for r in rows for v in r["variants"]]
    print(f"{len(rows)} products, {len(variants)} variants, {sum(len(r['variants']) == 1 for r in rows)} with one variant, {sum(len(r['options']) == 3 for r in rows)} with three options, "
          f"largest {max(len(r['variants']) for r in rows)} variants")
    print(f"{len(taxonomy['categories'])} top categories, {sum(len(c['children']) for c in taxonomy['categories'])} leaves, {len(taxonomy['product_types'])} types, {len(taxonomy['brands'])} brands")
    print("collections: " + ", ".join(f"{c['slug']} {sum(c['slug'] in r['collections'] for r in rows)}" for c in taxonomy["collections"]))
    print(f"reduced {sum('list_prices' in r['variants'][0] for r in rows) / len(rows):.0%}, sold out {sum(sum(v['stock'].values()) == 0 for v in variants)}, low stock {sum(0 < sum(v['stock'].values()) <= 3 for v in variants)}, "
          f"unit priced {sum('unit_measure' in r['variants'][0] for r in rows)}")
    print(f"{count} pictures, {total / 1e6:.2f} MB, mean {total / count / 1000:.1f} kB, three or more for {rich:.0%} of products")
    words = Counter(len(re.sub('<[^>]+>', ' ', r["description_html"]).split()) for r in rows)
    print(f"descriptions: {sum(k * v for k, v in words.items())} words, {min(words)} to {max(words)} each")
    print("\n".join(faults) if faults else "no faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
