"""``shopkeeper export WHAT``: the shop's data in open formats: the books as CSV or hledger's journal, and the sandbox's
payout file, as a provider would send one."""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterable
from contextlib import nullcontext
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import TextIO


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=("ledger", "payouts"))
    parser.add_argument("--format", choices=("csv", "hledger"), default="csv")
    parser.add_argument("--from", dest="first", type=date.fromisoformat, help="the first day, such as 2026-01-01 (UTC)")
    parser.add_argument("--to", dest="last", type=date.fromisoformat, help="the last day")
    parser.add_argument("--output", type=Path, help="a file (default: standard output)")


def run(chosen: argparse.Namespace) -> int:
    from shopkeeper.interfaces.cli.migrate_command import migrate

    migrate()
    if chosen.what == "payouts":
        return _payouts(chosen)
    from shopkeeper.commerce.ledger import export, queries
    from shopkeeper.foundation.text import cell_text

    since = datetime.combine(chosen.first, time(), UTC) if chosen.first else None
    until = datetime.combine(chosen.last + timedelta(days=1), time(), UTC) if chosen.last else None
    journals = queries.every_journal(since=since, until=until)
    place = chosen.output.open("w", encoding="utf-8", newline="") if chosen.output else nullcontext(sys.stdout)
    with place as out:
        if chosen.format == "csv":
            csv.writer(out).writerows(map(cell_text, row) for row in (export.CSV_HEADER, *export.csv_rows(journals)))
        else:
            _write_lines(export.hledger_lines(journals), out)
    return 0


def _write_lines(lines: Iterable[str], out: TextIO) -> None:
    out.writelines(f"{line}\n" for line in lines)


def _payouts(chosen: argparse.Namespace) -> int:
    from shopkeeper.commerce.payments.backends import sandbox_payout
    from shopkeeper.foundation import clock

    place = chosen.output.open("w", encoding="utf-8", newline="") if chosen.output else nullcontext(sys.stdout)
    with place as out:
        csv.writer(out).writerows(sandbox_payout.rows(chosen.last or clock.now().date()))
    return 0
