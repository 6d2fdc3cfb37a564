"""Printing a page leaves the rest of the process as it was."""

from __future__ import annotations

from PIL import ImageFile

from shopkeeper.foundation.paper import laid_out


def test_printing_does_not_make_broken_pictures_whole() -> None:
    assert laid_out("<p>Hello</p>", sheets=["p { color: red }"]).startswith(b"%PDF-")

    assert ImageFile.LOAD_TRUNCATED_IMAGES is False
