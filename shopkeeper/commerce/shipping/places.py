"""Where a zone reaches: countries as people write them, and postcodes it does not go to. Pure.

An exclusion is the beginning of a postcode, ``JE``; with a country in front it counts there only, ``FR 97``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import get_close_matches
from functools import lru_cache

from babel import Locale

from shopkeeper.commerce.customers.addresses import is_country
from shopkeeper.foundation.errors import InvalidInput
from shopkeeper.foundation.text import plain

MOST_EXCLUSIONS = 200
_EXCLUSION = re.compile(r"[A-Z0-9][A-Z0-9 -]{0,12}")


def read_countries(text: str) -> list[str]:
    """The codes of countries written one a line or with commas between, as names or as two letters.

    Raises InvalidInput with a sentence naming the first that is none.
    """
    found: dict[str, None] = {}
    for one in (part.strip() for part in re.split(r"[\n,;]", text)):
        if not one:
            continue
        code = one.upper() if is_country(one.upper()) else country_names().get(_folded(one), "")
        if not code:
            near = get_close_matches(_folded(one), list(country_names()), n=1)
            meant = f" Did you mean {name_of(country_names()[near[0]])}?" if near else ""
            raise InvalidInput(f"“{one[:60]}” is no country we know.{meant}")
        found[code] = None
    if not found:
        raise InvalidInput("Write at least one country.")
    return list(found)


def name_of(code: str) -> str:
    """A country's English name."""
    return str(Locale("en").territories.get(code, code))


@lru_cache(maxsize=1)
def country_names() -> dict[str, str]:
    """Codes by English name, folded."""
    names = Locale("en").territories
    return {_folded(str(name)): code for code, name in names.items() if is_country(code)}


def _folded(name: str) -> str:
    return plain(name).replace("’", "'")


def read_exclusions(text: str) -> list[str]:
    """Beginnings of postcodes, one a line. Raises InvalidInput with a sentence naming the first that is none."""
    found: dict[str, None] = {}
    for line in text.upper().splitlines():
        one = " ".join(line.split())
        if not one:
            continue
        if not _EXCLUSION.fullmatch(one):
            raise InvalidInput(f"“{one[:40]}” is no beginning of a postcode. Write JE, or FR 97 for one country only.")
        found[one] = None
    if len(found) > MOST_EXCLUSIONS:
        raise InvalidInput(f"At most {MOST_EXCLUSIONS} lines fit.")
    return list(found)


def is_excluded(exclusions: Sequence[str], countries: Sequence[str], country: str, postal_code: str) -> bool:
    """Whether a postcode of ``country`` begins as one of the ``exclusions`` of a zone of ``countries``.

    >>> is_excluded(["FR 97"], ["FR", "IT"], "FR", "97110"), is_excluded(["FR 97"], ["FR", "IT"], "IT", "97100")
    (True, False)
    """
    code = _tight(postal_code)
    return bool(code) and any(
        code.startswith(prefix) for one in exclusions if (prefix := _prefix(one, countries, country))
    )


def _prefix(exclusion: str, countries: Sequence[str], country: str) -> str:
    """The beginning that counts in ``country``; empty when it counts in another one. Guernsey's “GY 1” is no country in
    front as long as the zone does not serve Guyana."""
    first, _space, rest = exclusion.upper().partition(" ")
    if rest and first in countries:
        return _tight(rest) if first == country else ""
    return _tight(exclusion)


def _tight(text: str) -> str:
    """Letters and digits alone: what a postcode is compared by, however it is typed."""
    return "".join(letter for letter in plain(text) if letter.isalnum())
