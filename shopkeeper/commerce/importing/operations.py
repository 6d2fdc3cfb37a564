"""Running an import: read, check, write in batches, and say how it went."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import DatabaseError, OperationalError

from shopkeeper.commerce.catalogue import masters
from shopkeeper.commerce.importing import files, shopify
from shopkeeper.commerce.importing.files import Numbered
from shopkeeper.commerce.importing.mapping import mapped
from shopkeeper.commerce.importing.rows import MediaRow, ProductRow, RowError, parse_row
from shopkeeper.commerce.importing.write import write_batch
from shopkeeper.commerce.inventory import operations as inventory
from shopkeeper.commerce.inventory.models import Location
from shopkeeper.commerce.pricing.models import TaxRate
from shopkeeper.foundation.errors import InvalidInput, ShopError
from shopkeeper.foundation.text import storable

BATCH = 500
MAX_REPORTED = 10_000
# What values of a wrong shape raise, somewhere between reading and storing them.
UNUSABLE = (TypeError, ValueError, AttributeError, LookupError, OverflowError, RecursionError, OSError)


@dataclass(frozen=True)
class Trouble:
    """Something in the file that needs mending: the line it is on, the product, and what to do."""

    line: int
    product: str
    message: str


@dataclass
class ImportReport:
    read: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    failed: int = 0
    troubles: list[Trouble] = field(default_factory=list)

    def trouble(self, line: int, product: str, message: str) -> None:
        if len(self.troubles) < MAX_REPORTED:
            self.troubles.append(Trouble(line, storable(product), storable(message)))


Progress = Callable[[ImportReport], None]


def import_products(
    path: Path,
    *,
    at: datetime,
    mapping: Mapping[str, Any] | None = None,
    currency: str = "EUR",
    location: str = "",
    progress: Progress | None = None,
) -> ImportReport:
    """Import the products of a file: Shopify's CSV by its ending, JSON lines otherwise.

    ``currency`` and ``location`` are for formats that do not name them. Killed half-way, run it again: what
    was written is skipped. Raises InvalidInput when the file as a whole cannot be used.
    """
    place = location or inventory.main_location().slug
    rows = _rows(path, currency, place)
    return import_rows(rows, source=path.name, at=at, mapping=mapping or {}, folder=path.parent, progress=progress)


def import_rows(
    rows: Iterable[Numbered],
    *,
    source: str,
    at: datetime,
    mapping: Mapping[str, Any],
    folder: Path,
    progress: Progress | None = None,
) -> ImportReport:
    """Import rows from anywhere; pictures are looked for below ``folder``."""
    report = ImportReport()
    pictures = _Pictures(folder, report)
    doubts = _Doubts()
    batch: list[tuple[int, ProductRow]] = []
    seen: set[str] = set()
    for line, row in rows:
        report.read += 1
        checked = _checked(line, row, mapping, report)
        if checked is not None and checked.slug in seen:
            report.failed += 1
            told = f"The handle “{checked.slug}” stands twice in this file; the first one was used."
            report.trouble(line, checked.slug, told)
        elif checked is not None:
            seen.add(checked.slug)
            batch.append((line, checked))
            for doubt in doubts.about(checked):
                report.trouble(line, checked.slug, doubt)
        if len(batch) >= BATCH:
            _write(batch, source, at, pictures, report)
            batch = []
            if progress:
                progress(report)
    _write(batch, source, at, pictures, report)
    if progress:
        progress(report)
    return report


def _rows(path: Path, currency: str, location: str) -> Iterator[Numbered]:
    name = path.name.lower().removesuffix(".gz")
    if name.endswith(".csv"):
        return shopify.products(files.csv_rows(path), currency=currency, location=location)
    return files.json_lines(path)


def _checked(
    line: int, row: dict[str, Any] | str, mapping: Mapping[str, Any], report: ImportReport
) -> ProductRow | None:
    if isinstance(row, str):
        report.failed += 1
        report.trouble(line, "", row)
        return None
    try:
        checked = parse_row(mapped(row, mapping))
        for warning in checked.warnings:
            report.trouble(line, checked.slug, warning)
        return checked
    except RowError as refusal:
        report.failed += 1
        for problem in refusal.problems[:20]:
            report.trouble(line, str(row.get("handle") or row.get("Handle") or row.get("title") or "")[:80], problem)
        return None
    except UNUSABLE as error:
        report.failed += 1
        report.trouble(line, "", f"A field has another shape than it should: {str(error)[:150]}.")
        return None


def _write(
    batch: list[tuple[int, ProductRow]], source: str, at: datetime, pictures: _Pictures, report: ImportReport
) -> None:
    if not batch:
        return
    lines = {row.slug: line for line, row in reversed(batch)}
    try:
        done = write_batch([row for _, row in batch], source=source, at=at, find_asset=pictures.find)
    except (*UNUSABLE, DatabaseError, ShopError) as error:
        if len(batch) > 1:
            # One row spoils the batch: nothing of it was written, so each is tried by itself.
            for one in batch:
                _write([one], source, at, pictures, report)
            return
        if isinstance(error, OperationalError):
            raise
        report.failed += 1
        report.trouble(batch[0][0], batch[0][1].slug, f"The row cannot be stored: {str(error)[:150].rstrip('.')}.")
        return
    report.created += done.created
    report.updated += done.updated
    report.unchanged += done.unchanged
    report.failed += len(done.errors)
    for slug, message in done.errors.items():
        report.trouble(lines.get(slug, 0), slug, message)


class _Doubts:
    """What a row names and the shop does not know. It is imported all the same, and each name is told once."""

    def __init__(self) -> None:
        self.places = set(Location.objects.filter(is_active=True).values_list("slug", flat=True))
        self.tax_classes = set(TaxRate.objects.values_list("tax_class", flat=True))

    def about(self, row: ProductRow) -> Iterator[str]:
        if self.tax_classes and row.tax_class not in self.tax_classes:
            self.tax_classes.add(row.tax_class)
            yield f"No country has a tax rate for the class “{row.tax_class}”: its products are sold without tax."
        for place in sorted({place for variant in row.variants for place in variant.stock} - self.places):
            self.places.add(place)
            yield f"The shop has no open location “{place}”: stock there cannot be sold."


class _Pictures:
    """Finds pictures beside the file. One that cannot be used is reported; its product is imported all the same."""

    def __init__(self, folder: Path, report: ImportReport) -> None:
        self.folder = folder.resolve()
        self.report = report
        self._known: dict[str, int | None] = {}

    def find(self, told: MediaRow) -> int | None:
        if told.file not in self._known:
            self._known[told.file] = self._load(told)
        return self._known[told.file]

    def _load(self, told: MediaRow) -> int | None:
        try:
            return masters.keep_master(self._read(told.file), alt=told.alt).pk
        except ShopError as refusal:
            self.report.trouble(0, told.file[:120], refusal.message)
            return None

    def _read(self, name: str) -> bytes:
        if "://" in name:
            raise InvalidInput("Pictures with web addresses are not fetched; put the file beside the import.")
        path = (self.folder / name).resolve()
        if not path.is_relative_to(self.folder):
            raise InvalidInput("A picture's path must stay inside the folder of the import.")
        if not path.is_file():
            raise InvalidInput("The picture's file is missing.")
        if path.stat().st_size > masters.MAX_BYTES:
            raise InvalidInput(f"The picture is larger than {masters.MAX_BYTES // 1024 // 1024} MB.")
        return path.read_bytes()
