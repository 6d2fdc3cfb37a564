"""``shopkeeper evaluate``: how good the shop's judgement is, on data of others. One module for each subject."""

from __future__ import annotations

import argparse
from importlib import import_module
from pathlib import Path
from typing import Any

SUBJECTS = {"service": "requests of customers, against the records each must lead to"}


def arguments(parser: argparse.ArgumentParser) -> None:
    subjects = parser.add_subparsers(dest="subject", metavar="SUBJECT", required=True)
    for name, told in SUBJECTS.items():
        one = subjects.add_parser(name, help=told, description=told.capitalize() + ".")
        one.add_argument("--data", type=Path, required=True, metavar="DIR", help="the folder with the data set")
        _module(name).arguments(one)


def run(chosen: argparse.Namespace) -> int:
    code: int = _module(chosen.subject).run(chosen)
    return code


def _module(subject: str) -> Any:
    return import_module(f"shopkeeper.interfaces.cli.evaluate_{subject}")
