"""VAT numbers as people write them, judged by form and checksum. Pure, nobody is asked.

Forms and checksums: python-stdnum, after the national rules collected by the European Commission.
"""

from __future__ import annotations

import re

from stdnum.ch import vat as swiss
from stdnum.eu import vat as union
from stdnum.exceptions import ValidationError
from stdnum.gb import vat as british
from stdnum.no import mva as norwegian

from shopkeeper.commerce.tax.regions import UNION
from shopkeeper.foundation.errors import InvalidInput

# Greece's numbers begin with the name of the country in Greek, not with its code (Directive 2006/112/EC, art. 215).
_PREFIX = {"GR": "EL"}
_ELSEWHERE = {"GB": british, "CH": swiss, "NO": norwegian}
_LONGEST = 20


def parse_vat_number(text: str, country: str) -> str:
    """The number in one form, its country in front; empty for an empty one. ``country`` is put in front where nothing
    is. Raises InvalidInput with a sentence on ``vat_number``.

    >>> parse_vat_number("nl 0044.95.445 b01", "NL"), parse_vat_number("094259216", "GR")
    ('NL004495445B01', 'EL094259216')
    """
    typed = re.sub(r"[^0-9A-Z]", "", text.upper())
    if not typed:
        return ""
    prefix = _PREFIX.get(country, country)
    named = typed if typed[:2].isalpha() and _is_known(typed[:2]) else prefix + typed
    code = named[:2]
    if code in UNION or code == "EL":
        return _judged(union, named, text)
    if code in _ELSEWHERE:
        return code + _judged(_ELSEWHERE[code], named, text).removeprefix(code)
    if len(typed) > _LONGEST:
        raise _wrong(text)
    # Tax numbers of other countries decide nothing here; they are printed as they were typed.
    return typed


def _is_known(code: str) -> bool:
    return code in UNION or code in _PREFIX.values() or code in _ELSEWHERE


def _judged(kind: object, number: str, typed: str) -> str:
    try:
        return str(kind.validate(number))  # type: ignore[attr-defined]
    except ValidationError:
        raise _wrong(typed) from None


def _wrong(typed: str) -> InvalidInput:
    message = (
        f"“{typed.strip()[:30]}” is no VAT number we can use. Check it, with the country in front like NL123456789B01, "
        "or leave it empty."
    )
    return InvalidInput("Please check the VAT number.", {"vat_number": message})
