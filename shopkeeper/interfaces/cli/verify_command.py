"""``shopkeeper verify``: every invariant, on the live data."""

from __future__ import annotations

import argparse

from shopkeeper.interfaces.cli.migrate_command import migrate


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quiet", action="store_true", help="say only what is wrong")


def run(chosen: argparse.Namespace) -> int:
    migrate()
    from shopkeeper.commerce.checkout.verify import findings

    wrong = 0
    for check, found in findings():
        if found or not chosen.quiet:
            print(f"{'WRONG' if found else 'ok':>5}  {check}")
        for one in found[:20]:
            print(f"       {one}")
        wrong += len(found)
    if wrong:
        print(f"{wrong} finding{'s' if wrong > 1 else ''}.")
    return 1 if wrong else 0
