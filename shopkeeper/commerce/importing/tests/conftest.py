"""Running an import from a file written here and now."""

from __future__ import annotations

import gzip
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from shopkeeper.commerce.checkout.makers import NOON, make_shop
from shopkeeper.commerce.importing.operations import ImportReport, import_products


@pytest.fixture
def run(tmp_path: Path, settings: Any, db: None) -> Any:
    settings.MEDIA_ROOT = tmp_path / "media"
    make_shop()

    def run(*rows: Any, name: str = "products.jsonl", at: datetime = NOON, **options: Any) -> ImportReport:
        path = tmp_path / name
        lines = [row if isinstance(row, bytes) else json.dumps(row).encode() for row in rows]
        data = b"\n".join(lines)
        path.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
        return import_products(path, at=at, **options)

    return run
