"""What accounts ask of whoever can send a message."""

from __future__ import annotations

from typing import Protocol


class CodeSender(Protocol):
    """Named by ``settings.CODE_SENDER`` (a dotted path). Called inside the transaction that keeps the code.
    ``purpose`` is one of ``codes.Purpose``; for ``address_taken`` there is no code to tell."""

    def __call__(self, *, purpose: str, email: str, code: str, minutes: int, language: str, key: str) -> None: ...
