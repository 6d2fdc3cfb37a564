"""Opening what people have: compressed or not, in whatever encoding their spreadsheet wrote."""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from shopkeeper.foundation.errors import InvalidInput

# Longer than any real product; a line beyond it is reported and passed over, not read into memory.
MAX_LINE = 4 * 1024 * 1024
MAX_CELL = 1024 * 1024
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))

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
    with open_file(path) as file:
        for number, raw in enumerate(_lines(file), 1):
            if raw is None:
                yield number, f"The line is longer than {MAX_LINE // 1024 // 1024} MB."
            elif raw.strip():
                yield number, _object(raw, first=number == 1)


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
        if not reader.fieldnames:
            raise InvalidInput("The file is empty: its first line must name the columns.")
        while True:
            try:
                row = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield reader.line_num, f"The row cannot be read ({error}); a cell holds at most 1 MB."
                continue
            yield reader.line_num, {str(key): value or "" for key, value in row.items() if isinstance(value, str)}


def _encoding(path: Path) -> str:
    """From the byte-order mark; without one UTF-8 if the file is that, else Windows' Western European."""
    with open_file(path) as file:
        start = file.read(64 * 1024)
    for mark, name in _BOMS:
        if start.startswith(mark):
            return name
    try:
        codecs.getincrementaldecoder("utf-8")().decode(start)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"
