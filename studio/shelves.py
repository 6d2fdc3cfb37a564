"""All shelves in display order."""
from __future__ import annotations

import importlib
import pkgutil

from studio import copy
from studio.notes import NOTES
from studio.product import Product, Shelf


def shelves() -> list[Shelf]:
    """Every shelf of every copy module."""
    found: list[Shelf] = []
    for info in sorted(pkgutil.iter_modules(copy.__path__), key=lambda m: m.name):
        module = importlib.import_module(f"{copy.__name__}.{info.name}")
        found += [v for v in vars(module).values() if isinstance(v, Shelf)]
    return found


def products() -> list[Product]:
    """Every product."""
    found = [p for shelf in shelves() for p in shelf.products]
    for p in found:
        if p.handle in NOTES and NOTES[p.handle] not in p.text:
            p.text = f"{p.text}\n\n{NOTES[p.handle]}"
    return found
