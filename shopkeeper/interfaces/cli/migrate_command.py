"""``shopkeeper migrate``: the database as this version expects it."""

from __future__ import annotations

import argparse


def arguments(parser: argparse.ArgumentParser) -> None:
    """Takes none."""


def run(chosen: argparse.Namespace) -> int:
    migrate(verbosity=1)
    return 0


def migrate(*, verbosity: int = 0) -> None:
    """Load the settings and apply every missing migration."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", interactive=False, verbosity=verbosity)
