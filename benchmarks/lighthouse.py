"""Lighthouse's four scores (mobile) of the home page, a list and a product, against a warm demo shop of its own.

    python -m benchmarks.lighthouse            the median of three runs of each page
    python -m benchmarks.lighthouse --runs 1   quicker, noisier

Needs Chromium and the checkers: ``PUPPETEER_SKIP_DOWNLOAD=1 npm ci --prefix tests/browser``.
The last line is JSON, for graphs.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path
from statistics import median
from typing import Any

from tests.browser.shop import CHROMIUM, FLAGS, ROOT, demo_shop, goods

KINDS = ("performance", "accessibility", "best-practices", "seo")
REQUIRED = 90
LOST_BELOW = 0.9
TRIES = 4  # the checker now and then loses the start of its own trace (NO_NAVSTART) and asks to be run again
Scores = dict[str, int]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--runs", type=int, default=3, help="runs of each page (default: 3)")
    chosen = parser.parse_args()
    if CHROMIUM is None:
        print("There is no chromium here: apt-get install chromium")
        return 2
    with tempfile.TemporaryDirectory(prefix="shopkeeper-lighthouse-") as folder, demo_shop(Path(folder)) as shop:
        pages = {"home": "/", "category": "/c/kitchen/", "product": f"/p/{goods(shop)[0]}/"}
        found = {name: measure(shop.url + path, Path(folder), chosen.runs) for name, path in pages.items()}
    print(f"{'':10}" + "".join(f"{kind:>16}" for kind in KINDS))
    for name, scores in found.items():
        print(f"{name:10}" + "".join(f"{scores[kind]:>16}" for kind in KINDS))
    print(json.dumps({"benchmark": "lighthouse", "runs": chosen.runs, "scores": found}))
    return 0 if min(score for scores in found.values() for score in scores.values()) >= REQUIRED else 1


def measure(url: str, folder: Path, runs: int) -> Scores:
    """The median of each score; what was lost in the last run is told on the way."""
    for _ in range(3):
        urllib.request.urlopen(url, timeout=30).read()
    reports = [run(url, folder) for _ in range(runs)]
    tell_losses(url, reports[-1])
    return {kind: round(median(100 * report["categories"][kind]["score"] for report in reports)) for kind in KINDS}


def run(url: str, folder: Path) -> dict[str, Any]:
    """One run that came to an end, in a browser of its own."""
    path = folder / "report.json"
    command = ["npx", "--no-install", "--prefix", str(ROOT / "tests/browser"), "lighthouse", url, "--quiet"]
    command += ["--output=json", f"--output-path={path}", f"--chrome-flags=--headless=new {' '.join(FLAGS)}"]
    command += [f"--only-categories={','.join(KINDS)}"]
    for _ in range(TRIES):
        done = subprocess.run(
            command, env={**os.environ, "CHROME_PATH": str(CHROMIUM)}, timeout=180, capture_output=True, text=True
        )
        if done.returncode == 0:
            report: dict[str, Any] = json.loads(path.read_text())
            return report
        print(f"  {url}  run again: {done.stderr.strip().splitlines()[:1]}", file=sys.stderr)
    raise SystemExit(f"Lighthouse did not come to an end on {url} in {TRIES} tries:\n{done.stderr}")


def tell_losses(url: str, report: dict[str, Any]) -> None:
    """Which checks cost points."""
    weights = {one["id"]: one["weight"] for kind in KINDS for one in report["categories"][kind]["auditRefs"]}
    for name, audit in report["audits"].items():
        score = audit.get("score")
        if score is not None and score < LOST_BELOW and weights.get(name):
            print(f"  {url}  {name}: {audit['title']}  {audit.get('displayValue', '')}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
