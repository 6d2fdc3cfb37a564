"""Joins the storefront's stylesheets into one file, in a fixed order, without comments or idle space.

Run ``python -m shopkeeper.interfaces.storefront.build_css`` after changing anything in ``static/storefront/css``.
Cascade layers make the order of the parts irrelevant to the result; it is fixed so the output is reproducible.
"""

from __future__ import annotations

import re
from pathlib import Path

STATIC = Path(__file__).parent / "static" / "storefront"
SOURCE = STATIC / "css"
FOUNDATIONS = ("reset.css", "tokens.css", "base.css", "layout.css")
LAST = ("utilities.css",)

# Strings come first, so a comment mark or double space inside one is never touched.
_TOKEN = re.compile(r"""("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')|/\*.*?\*/|\s*([{};,])\s*|(:)\s+|(\s+)""", re.DOTALL)


def minify(css: str) -> str:
    """Return ``css`` without comments and with runs of space reduced.

    Only space that never carries meaning goes: around ``{ } ; ,`` and after ``:``. A descendant
    combinator and the spaces inside ``calc()`` stay. Example: ``a { b: c; } /* d */`` gives ``a{b:c}``.
    """
    return _TOKEN.sub(_shorter, css).replace(";}", "}").strip()


def _shorter(match: re.Match[str]) -> str:
    string, mark, colon, space = match.groups()
    return string or mark or colon or (" " if space else "")


def sources() -> list[Path]:
    """The stylesheets in the order they are joined."""
    parts = sorted((SOURCE / "parts").glob("*.css"))
    return [*(SOURCE / name for name in FOUNDATIONS), *parts, *(SOURCE / name for name in LAST)]


def build() -> str:
    """The whole stylesheet as one string."""
    return minify("\n".join(path.read_text(encoding="utf-8") for path in sources())) + "\n"


def main() -> None:
    """Write ``static/storefront/shop.css``."""
    (STATIC / "shop.css").write_text(build(), encoding="utf-8")


if __name__ == "__main__":
    main()
