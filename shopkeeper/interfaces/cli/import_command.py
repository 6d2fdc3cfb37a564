"""``shopkeeper import FILE``: a catalogue into the shop, with progress and a report of what needs mending;
``shopkeeper import payouts FILE``: what a payment provider has sent to the bank."""

from __future__ import annotations

import argparse
import csv
import sys
import time
from pathlib import Path

from shopkeeper.interfaces.cli.migrate_command import migrate

SHOWN = 20


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="JSON lines (.jsonl, .jsonl.gz), Shopify's product CSV, or “payouts”")
    parser.add_argument("payout_file", type=Path, nargs="?", help="after “payouts”: the provider's payout file (.csv)")
    parser.add_argument("--provider", default="stripe", help="whose payouts they are (default: stripe)")
    parser.add_argument("--mapping", type=Path, help="a JSON file that says which of its fields are which of ours")
    parser.add_argument(
        "--taxonomy", type=Path, help="a JSON file with brands, categories and product types to load first"
    )
    parser.add_argument("--currency", default="EUR", help="of prices that do not name theirs (default: EUR)")
    parser.add_argument("--location", default="", help="of stock that does not name its place (default: the first)")
    parser.add_argument("--errors", type=Path, help="write every row that needs mending to this CSV file")


def run(chosen: argparse.Namespace) -> int:
    migrate()
    if chosen.payout_file is not None:
        return _payouts(chosen)
    from shopkeeper.commerce.importing.mapping import read_mapping
    from shopkeeper.commerce.importing.operations import ImportReport, import_products
    from shopkeeper.commerce.importing.taxonomy import load_taxonomy
    from shopkeeper.commerce.pricing.queries import markets
    from shopkeeper.foundation import clock

    started = time.monotonic()
    if chosen.taxonomy:
        load_taxonomy(_json(chosen.taxonomy))
    on_terminal = sys.stderr.isatty()

    def progress(report: ImportReport) -> None:
        rate = report.read / max(0.001, time.monotonic() - started)
        end = "\r" if on_terminal else "\n"
        if on_terminal or report.read % 5000 == 0:
            print(f"{report.read:,} rows read, {rate:,.0f} a second ", end=end, file=sys.stderr, flush=True)

    report = import_products(
        chosen.file,
        at=clock.now(),
        mapping=read_mapping(chosen.mapping) if chosen.mapping else None,
        currency=chosen.currency.upper(),
        location=chosen.location,
        progress=progress,
    )
    _tell(report, time.monotonic() - started, chosen.errors)
    if not markets():
        print("Nobody can see it yet: open the shop with “shopkeeper setup --country NL”, or in the office.")
    return 1 if report.failed and not (report.created or report.updated or report.unchanged) else 0


def _payouts(chosen: argparse.Namespace) -> int:
    """Book a payout file; 1 when some of its lines need explaining."""
    from django.conf import settings

    from shopkeeper.commerce.payments import payouts
    from shopkeeper.foundation import clock
    from shopkeeper.foundation.errors import InvalidInput

    if str(chosen.file) != "payouts":
        raise InvalidInput("Write “shopkeeper import payouts FILE”, or “shopkeeper import FILE” for a catalogue.")
    if chosen.provider not in settings.PAYMENT_PROVIDERS:
        raise InvalidInput(f"There is no payment provider “{chosen.provider}”.")
    try:
        text = chosen.payout_file.read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        raise InvalidInput(f"“{chosen.payout_file}” cannot be read: {error}.") from None
    made = payouts.import_rows(provider=chosen.provider, rows=payouts.read(text.splitlines()), at=clock.now())
    print(f"{made.new} payouts booked, {made.known} were known already.")
    for line in made.differences:
        print(f"  {line.payout.payout_id}, {line.line_id}: {line.difference}")
    return 1 if made.differences else 0


def _json(path: Path) -> dict[str, object]:
    import json

    from shopkeeper.foundation.errors import InvalidInput

    try:
        return dict(json.loads(path.read_text(encoding="utf-8-sig")))
    except (OSError, ValueError, TypeError) as error:
        raise InvalidInput(f"“{path}” cannot be read as a JSON object: {error}.") from None


def _tell(report: object, seconds: float, errors: Path | None) -> None:
    from shopkeeper.commerce.importing.operations import ImportReport

    assert isinstance(report, ImportReport)
    print(
        f"{report.read:,} rows in {seconds:.1f} s: {report.created:,} new, {report.updated:,} changed, "
        f"{report.unchanged:,} unchanged, {report.failed:,} not imported."
    )
    for trouble in report.troubles[:SHOWN]:
        where = f"line {trouble.line}" if trouble.line else "file"
        print(f"  {where}, {trouble.product or '?'}: {trouble.message}")
    if len(report.troubles) > SHOWN:
        print(f"  … and {len(report.troubles) - SHOWN:,} more; --errors FILE writes them all.")
    if errors:
        with errors.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(["line", "product", "message"])
            writer.writerows((t.line, safe_cell(t.product), safe_cell(t.message)) for t in report.troubles)


def safe_cell(text: str) -> str:
    """A cell no spreadsheet takes for a formula (OWASP: CSV injection)."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text
