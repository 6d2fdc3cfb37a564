"""What an option is called in addresses and forms. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from shopkeeper.foundation.text import plain


@lru_cache(maxsize=4096)
def address_name(name: str) -> str:
    """An option's name as a query parameter: folded, spaces as dashes.

    >>> address_name("Thread Colour")
    'thread-colour'
    """
    return "-".join(plain(name).split())


def chosen_options(names: Iterable[str], asked: Mapping[str, str]) -> dict[str, str]:
    """What ``asked`` says about these options, whether it goes by their names or by their names in addresses."""
    found = ((name, asked.get(name) or asked.get(address_name(name), "")) for name in names)
    return {name: value for name, value in found if value}
