"""Tables for spreadsheets, streamed. A cell that a spreadsheet would run as a formula is written as text."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator

from django.http import StreamingHttpResponse

# OWASP, CSV Injection: cells beginning with one of these may be evaluated by a spreadsheet.
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe(value: object) -> str:
    """A cell as text; one that could be a formula gets an apostrophe in front. Plain numbers stay numbers."""
    text = str(value)
    if isinstance(value, int | float):
        return text
    return f"'{text}" if text.lstrip(" ").startswith(_DANGEROUS) or text.startswith(_DANGEROUS) else text


class _Echo:
    def write(self, text: str) -> str:
        return text


def stream(name: str, header: Iterable[str], rows: Iterable[Iterable[object]]) -> StreamingHttpResponse:
    """Answer with ``name`` as a download, a row at a time. UTF-8 with a mark, so that spreadsheets read it right."""

    def lines() -> Iterator[str]:
        writer = csv.writer(_Echo())
        yield "\ufeff" + str(writer.writerow(list(header)))
        for row in rows:
            yield str(writer.writerow([safe(cell) for cell in row]))

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
