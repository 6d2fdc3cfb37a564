"""Opening what people have: compressed or not, in whatever encoding their spreadsheet wrote."""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import json
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from shopkeeper.foundation.errors import InvalidInput

# Longer than any real product; a line beyond it is reported and passed over, not read into memory.
MAX_LINE = 4 * 1024 * 1024
MAX_CELL = 1024 * 1024
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))

# What unpacking a file raises that was cut off, or is no packed file.
DAMAGED = (EOFError, gzip.BadGzipFile, zlib.error)
DAMAGED_FROM_HERE = "The file is damaged from here on; what stands before has been read. Fetch it once more."

Numbered = tuple[int, "dict[str, Any] | str"]


def open_file(path: Path) -> BinaryIO:
    """The file's bytes, unpacked when it is gzip. Raises InvalidInput with what to do."""
    if not path.is_file():
        raise InvalidInput(f"There is no file “{path}”.")
    with path.open("rb") as start:
        packed = start.read(2) == b"\x1f\x8b"
    return gzip.open(path, "rb") if packed else path.open("rb")  # type: ignore[return-value]


def json_lines(path: Path) -> Iterator[Numbered]:
    """Each line's number with its object, or with a sentence saying why it cannot be read."""
    number = 0
    with open_file(path) as file:
        try:
            for number, raw in enumerate(_lines(file), 1):
                if raw is None:
                    yield number, f"The line is longer than {MAX_LINE // 1024 // 1024} MB."
                elif raw.strip():
                    yield number, _object(raw, first=number == 1)
        except DAMAGED:
            yield number + 1, DAMAGED_FROM_HERE


def _lines(file: BinaryIO) -> Iterator[bytes | None]:
    while True:
        line = file.readline(MAX_LINE + 1)
        if not line:
            return
        if len(line) > MAX_LINE and not line.endswith(b"\n"):
            while line and not line.endswith(b"\n"):
                line = file.readline(MAX_LINE)
            yield None
        else:
            yield line


def _object(raw: bytes, *, first: bool) -> dict[str, Any] | str:
    try:
        text = raw.decode("utf-8-sig" if first else "utf-8")
    except UnicodeDecodeError:
        return "The line is not UTF-8 text. Save the file as UTF-8 and try again."
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        return f"The line is not JSON: {str(error)[:100]}."
    return found if isinstance(found, dict) else "A line must hold one JSON object."


def csv_rows(path: Path) -> Iterator[Numbered]:
    """Each row's line number with its cells by column name, or with a sentence saying why it cannot be read."""
    csv.field_size_limit(MAX_CELL)
    with open_file(path) as file:
        text = io.TextIOWrapper(file, encoding=_encoding(path), errors="replace", newline="")
        reader = csv.DictReader(text)
        if not _columns(reader):
            raise InvalidInput("The file is empty: its first line must name the columns.")
        while True:
            try:
                row = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield reader.line_num, f"The row cannot be read ({error}); a cell holds at most 1 MB."
                continue
            except DAMAGED:
                yield reader.line_num + 1, DAMAGED_FROM_HERE
                return
            # Cells beyond the last column have no name; columns beyond the last cell are empty.
            yield reader.line_num, {name: value or "" for name, value in row.items() if name is not None}


def _columns(reader: csv.DictReader[str]) -> list[str]:
    try:
        return list(reader.fieldnames or ())
    except (csv.Error, *DAMAGED) as error:
        raise InvalidInput(
            f"The first line, which names the columns, cannot be read: the file is damaged ({error})."
        ) from None


def _encoding(path: Path) -> str:
    """From the byte-order mark; without one UTF-8 if the whole file is that (the first accent may come late), else
    Windows' Western European."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with open_file(path) as file:
        for number, piece in enumerate(_pieces(file)):
            marked = next((name for mark, name in _BOMS if piece.startswith(mark)), "") if number == 0 else ""
            if marked:
                return marked
            try:
                decoder.decode(piece)
            except UnicodeDecodeError:
                return "cp1252"
    return "utf-8"


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    """The file in pieces, as far as it can be unpacked."""
    try:
        while piece := file.read(256 * 1024):
            yield piece
    except DAMAGED:
        return
