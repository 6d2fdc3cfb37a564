"""``shopkeeper COMMAND``: finds the command, runs it, and turns refusals into one clear line."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any

Run = Callable[[argparse.Namespace], int]
COMMANDS = {
    "demo": "fill a demo shop if there is none, run it, and say where",
    "run": "run the shop: pages, live updates and background work in one process",
    "worker": "run background work only, beside servers started with SHOPKEEPER_WORKER=0",
    "migrate": "bring the database up to date",
    "doctor": "check this deployment and say what to mend",
    "verify": "check every invariant on the live data",
    "setup": "open a new shop: its country, currency, tax, delivery and returns",
    "import": "bring in a catalogue: JSON lines or Shopify's product CSV",
    "export": "write the books as CSV or for hledger",
    "evaluate": "measure the shop's judgement on data of others",
    "staff": "add a person to the office, or give one a new password",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit code is 0 when all is well, 1 when not, 2 for wrong usage."""
    parser = argparse.ArgumentParser(prog="shopkeeper", description="A shop with a shopkeeper.")
    parser.add_argument("--version", action="version", version=_version())
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, told in COMMANDS.items():
        module = _module(name)
        one = commands.add_parser(name, help=told, description=told.capitalize() + ".")
        module.arguments(one)
        one.set_defaults(run=module.run)
    chosen = parser.parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shopkeeper.config.settings")
    return _guarded(chosen.run, chosen)


def _module(name: str) -> Any:
    return import_module(f"shopkeeper.interfaces.cli.{name}_command")


def _version() -> str:
    from shopkeeper import __version__

    return f"shopkeeper {__version__}"


def _guarded(run: Run, chosen: argparse.Namespace) -> int:
    from shopkeeper.foundation.errors import ShopError

    try:
        return run(chosen)
    except ShopError as refusal:
        print(f"shopkeeper: {refusal.message}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
