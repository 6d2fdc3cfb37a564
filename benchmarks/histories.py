"""Long random histories of orders, every invariant asked after each step: how many steps without a finding, how fast.

    python -m benchmarks.histories                    100,000 steps, about an hour on one core
    python -m benchmarks.histories --steps 5000       quicker

The same walk as ``tests/invariants/test_histories.py``, on SQLite, a fresh shop every few hundred steps. The last line
is JSON; the exit code is 1 when something did not agree, with the seed and the step that show it.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

STEPS_OF_A_SHOP = 250
# Each step with how many numbers it takes and how often it is taken.
STEPS = {
    "buy": (4, 5),
    "change_items": (5, 4),
    "change_address": (3, 1),
    "change_payment": (2, 1),
    "cancel": (1, 1),
    "move": (2, 4),
    "send_back": (6, 5),
    "take_in": (2, 4),
    "call_off": (1, 1),
    "wait": (1, 3),
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--steps", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1868)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="shopkeeper-histories-") as folder:
        os.environ |= {"SHOPKEEPER_HOME": folder, "SHOPKEEPER_LOG_LEVEL": "CRITICAL"}
        os.environ.pop("SHOPKEEPER_DATABASE_URL", None)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shopkeeper.config.settings")
        from shopkeeper.interfaces.cli.migrate_command import migrate

        migrate()
        return _walk(chosen.steps, chosen.seed)


def _walk(steps: int, seed: int) -> int:
    taken: Counter[str] = Counter()
    refused: Counter[str] = Counter()
    began, done, finding = time.monotonic(), 0, ""
    empty = _keep_empty()
    while done < steps and not finding:
        _fresh(empty)
        few = min(STEPS_OF_A_SHOP, steps - done)
        finding = _one_shop(random.Random(f"{seed}:{done}"), few, taken, refused)
        done += few
        print(f"{done:>8,} steps, {done / (time.monotonic() - began):.0f} a second", file=sys.stderr, flush=True)
    for name in STEPS:
        print(f"{name:16}{taken[name]:>9,} taken{refused[name]:>9,} refused")
    if finding:
        print(f"After {done:,} steps (seed {seed}:{done - few}): {finding}")
    seconds = time.monotonic() - began
    figures: dict[str, Any] = {"benchmark": "histories", "steps": done, "findings": int(bool(finding))}
    print(json.dumps({**figures, "seed": seed, "seconds": round(seconds, 1), "taken": taken, "refused": refused}))
    return int(bool(finding))


def _keep_empty() -> Path:
    from django.db import connection

    path = Path(connection.settings_dict["NAME"])
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    kept = path.with_suffix(".empty")
    shutil.copyfile(path, kept)
    return kept


def _fresh(empty: Path) -> None:
    from django.db import connection

    from shopkeeper.foundation.remember import forget_all

    path = Path(connection.settings_dict["NAME"])
    connection.close()
    for name in (path.name + "-wal", path.name + "-shm"):
        path.with_name(name).unlink(missing_ok=True)
    shutil.copyfile(empty, path)
    forget_all()
    with connection.cursor() as cursor:
        # A shop that a power cut spoils is simply walked again.
        cursor.execute("PRAGMA synchronous = OFF")


def _one_shop(dice: random.Random, steps: int, taken: Counter[str], refused: Counter[str]) -> str:
    from shopkeeper.foundation.errors import ShopError
    from tests.invariants.histories import Story, broken

    story = Story.begin(inclusive=dice.random() < 0.5)
    names, weights = list(STEPS), [weight for _, weight in STEPS.values()]
    for at in range(steps):
        name = dice.choices(names, weights)[0]
        numbers = [dice.randrange(3000) for _ in range(STEPS[name][0])]
        try:
            getattr(story, name)(*numbers)
            taken[name] += 1
        except ShopError:
            refused[name] += 1
        wrong = broken(settled=name == "wait")
        if wrong:
            return f"step {at}, {name}{tuple(numbers)}: {wrong}"
    return ""


if __name__ == "__main__":
    sys.exit(main())
