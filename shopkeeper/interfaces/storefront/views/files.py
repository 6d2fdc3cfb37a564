"""Documents as files."""

from __future__ import annotations

from django.http import HttpResponse

from shopkeeper.commerce.documents.queries import File


def file_answer(file: File) -> HttpResponse:
    """A file to be kept, the same bytes' worth whenever it is asked for."""
    headers = {"Content-Disposition": f'attachment; filename="{file.name}"'}
    return HttpResponse(file.body, content_type=file.media_type, headers=headers)
