"""Runs an import in a process of its own, for a test that kills it on the way."""

from __future__ import annotations

import sys
from pathlib import Path

import django

if __name__ == "__main__":
    django.setup()
    from shopkeeper.commerce.checkout.makers import NOON
    from shopkeeper.commerce.importing import operations

    operations.BATCH = 5
    print(operations.import_products(Path(sys.argv[1]), at=NOON).created)
