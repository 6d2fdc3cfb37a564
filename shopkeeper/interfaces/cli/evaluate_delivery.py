"""``shopkeeper evaluate delivery``: learned arrival ranges against what that shop told its customers.

The data is the Brazilian E-Commerce Public Dataset by Olist (CC BY-NC-SA 4.0): ``orders``, ``order_items``,
``customers`` and ``sellers`` as ``.csv.gz``. Only what was known when an order was placed is used: the day, the states
it goes from and to, and what had arrived by then.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from shopkeeper.commerce.shipping.learning import Consignment
from shopkeeper.commerce.shipping.rolling import Told, mean_width, roll, share_kept
from shopkeeper.foundation.errors import InvalidInput
from shopkeeper.interfaces.cli.calibration_plot import calibration_svg

NOMINAL = 0.9
LEVELS = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95)


@dataclass(frozen=True)
class OlistOrder:
    consignment: Consignment
    estimate: int


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--plot", type=Path, metavar="FILE", help="draw stated against held shares as SVG")
    parser.add_argument(
        "--validate", action="store_true", help="roll over the learning part only; settings are chosen so"
    )


def run(chosen: argparse.Namespace) -> int:
    orders = read(chosen.data)
    days = sorted(order.consignment.start for order in orders)
    last_quarter = days[-1] - (days[-1] - days[0]) // 4
    first, until = last_quarter, date.fromordinal(days[-1].toordinal() + 1)
    if chosen.validate:
        first, until = date.fromordinal((days[0].toordinal() + last_quarter.toordinal()) // 2), last_quarter
    history = [order.consignment for order in orders]
    told = roll(history, first=first, until=until, confidences=LEVELS)
    once = roll(history, first=first, until=until, confidences=LEVELS, every=None)
    tested = [order for order in orders if first <= order.consignment.start < until]
    result = figures(told, once, tested)
    print_table(result, told, once, first, until)
    if chosen.plot:
        chosen.plot.write_text(calibration_svg({level: share_kept(told[level]) for level in LEVELS}))
    print(json.dumps(result))
    return 0


def figures(
    told: dict[float, list[Told]], once: dict[float, list[Told]], tested: Sequence[OlistOrder]
) -> dict[str, float | int]:
    """The result as one flat record; shares between 0 and 1, widths in days."""
    arrived = [(order.estimate, order.consignment.days) for order in tested if order.consignment.days is not None]
    return {
        "orders": len(told[NOMINAL]),
        "nominal": NOMINAL,
        "covered": round(share_kept(told[NOMINAL]), 4),
        "covered_80": round(share_kept(told[0.8]), 4),
        "mean_width_days": round(mean_width(told[NOMINAL]), 2),
        "mean_width_80_days": round(mean_width(told[0.8]), 2),
        "late": round(sum(one.days > one.most for one in told[NOMINAL]) / max(1, len(told[NOMINAL])), 4),
        "mean_last_day": round(sum(one.most for one in told[NOMINAL]) / max(1, len(told[NOMINAL])), 2),
        "covered_learned_once": round(share_kept(once[NOMINAL]), 4),
        "mean_width_learned_once_days": round(mean_width(once[NOMINAL]), 2),
        "shop_mean_width_days": round(sum(estimate for estimate, _ in arrived) / max(1, len(arrived)), 2),
        "shop_late": round(sum(days > estimate for estimate, days in arrived) / max(1, len(arrived)), 4),
    }


def print_table(
    result: dict[str, float | int],
    told: dict[float, list[Told]],
    once: dict[float, list[Told]],
    first: date,
    until: date,
) -> None:
    print(f"Arrival ranges for {result['orders']:,} orders placed from {first} until {until}, as told that day")
    print(f"{'stated':>8}{'held':>9}{'days wide':>12}{'learned once: held':>21}{'days wide':>12}")
    for level in LEVELS:
        print(
            f"{level:>8.0%}{share_kept(told[level]):>9.1%}{mean_width(told[level]):>12.1f}"
            f"{share_kept(once[level]):>21.1%}{mean_width(once[level]):>12.1f}"
        )
    print(
        f"That shop's own estimate has a last day only, {result['shop_mean_width_days']:.1f} days after the order; "
        f"{result['shop_late']:.1%} came later. The learned range ends {result['mean_last_day']:.1f} days after the "
        f"order, {result['late']:.1%} later."
    )


def read(folder: Path) -> list[OlistOrder]:
    """The orders that were on their way or arrived, oldest first. Raises InvalidInput when the folder holds no such
    data."""
    if not (folder / "orders.csv.gz").is_file():
        raise InvalidInput(f"There is no orders.csv.gz in {folder}: --data names the folder with the Olist tables.")
    origins = {row["seller_id"]: row["seller_state"] for row in _rows(folder, "sellers")}
    destinations = {row["customer_id"]: row["customer_state"] for row in _rows(folder, "customers")}
    senders: dict[str, str] = {}
    for row in _rows(folder, "order_items"):
        senders.setdefault(row["order_id"], origins[row["seller_id"]])
    found = [
        _order(row, senders[row["order_id"]], destinations[row["customer_id"]])
        for row in _rows(folder, "orders")
        if row["order_status"] in {"delivered", "shipped"} and row["order_id"] in senders
    ]
    return sorted(found, key=lambda order: order.consignment.start)


def _order(row: dict[str, str], origin: str, destination: str) -> OlistOrder:
    start, promised = _day(row["order_purchase_timestamp"]), _day(row["order_estimated_delivery_date"])
    arrived = row["order_delivered_customer_date"]
    traits = (f"to:{destination}", f"from:{origin}", f"lane:{origin}>{destination}", f"weekday:{start.weekday()}")
    days = (_day(arrived) - start).days if arrived else None
    return OlistOrder(Consignment(start, days, traits), (promised - start).days)


def _day(text: str) -> date:
    return datetime.fromisoformat(text).date()


def _rows(folder: Path, table: str) -> Iterator[dict[str, str]]:
    with gzip.open(folder / f"{table}.csv.gz", "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
