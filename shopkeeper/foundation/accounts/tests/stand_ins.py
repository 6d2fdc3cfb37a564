"""A sender of codes that only writes down what it was asked to send."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Letter:
    email: str
    code: str
    minutes: int


SENT: list[Letter] = []


def write_down(*, purpose: str, email: str, code: str, minutes: int, language: str, key: str) -> None:
    SENT.append(Letter(email, code, minutes))
