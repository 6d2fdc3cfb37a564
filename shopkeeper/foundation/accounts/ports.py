"""What accounts ask of whoever can send a message."""

from __future__ import annotations

from typing import Protocol


class CodeSender(Protocol):
    """Named by ``settings.SIGN_IN_CODE_SENDER`` (a dotted path). Called inside the transaction that keeps the code."""

    def __call__(self, *, email: str, code: str, minutes: int, language: str, key: str) -> None: ...
