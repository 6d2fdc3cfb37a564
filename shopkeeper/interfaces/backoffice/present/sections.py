"""Pages made of sections, each a form of its own that may come back as it was typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from shopkeeper.interfaces.backoffice.forms import Field, Trouble


@dataclass(frozen=True)
class Typed:
    """A section that came back: what was typed in it and what was wrong."""

    section: str = ""
    values: Mapping[str, str] | None = None
    trouble: Trouble | None = None

    def in_section(self, section: str) -> Mapping[str, str]:
        return self.values or {} if section == self.section else {}

    def wrong(self, section: str) -> dict[str, str]:
        return dict(self.trouble.fields) if self.trouble and section == self.section else {}


def section_field(
    typed: Typed, section: str, name: str, label: str, value: str, *, hint: str = "", kind: str = "text", rows: int = 4
) -> Field:
    """An input of a section: as typed when it came back, else as it is kept."""
    told, wrong = typed.in_section(section), typed.wrong(section)
    return Field(
        name=name, label=label, value=told.get(name, value), error=wrong.get(name, ""), hint=hint, kind=kind, rows=rows
    )
