"""``shopkeeper doctor``: is this deployment safe and sound? Says what to mend, most urgent first."""

from __future__ import annotations

import argparse


def arguments(parser: argparse.ArgumentParser) -> None:
    """Takes none."""


def run(chosen: argparse.Namespace) -> int:
    import django

    django.setup()
    from shopkeeper.foundation.doctor import findings

    found = findings()
    for level, told in found:
        print(f"{level:>7}  {told}")
    if not found:
        print("     ok  Everything is as it should be.")
    return 1 if any(level == "BAD" for level, _ in found) else 0
