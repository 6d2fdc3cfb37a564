"""The fields of an address form, in the words and with the rules of a country."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from babel import Locale
from django.utils.translation import gettext as _

from shopkeeper.commerce.customers.addresses import AddressForm, address_form
from shopkeeper.interfaces.storefront.pages import Choice, Field, FieldError

# Which token tells the browser what to fill in (HTML, autofill detail tokens).
TOKENS = {
    "name": "name",
    "company": "organization",
    "line1": "address-line1",
    "line2": "address-line2",
    "postal_code": "postal-code",
    "city": "address-level2",
    "region": "address-level1",
    "country": "country",
    "phone": "tel",
}


@dataclass(frozen=True, kw_only=True)
class AddressFields:
    """``region`` is null where the country has none to ask for; ``postal_code`` and ``city`` likewise."""

    name: Field
    company: Field
    line1: Field
    line2: Field
    postal_code: Field | None
    city: Field | None
    region: Field | None
    country: Field
    phone: Field

    def in_order(self) -> tuple[Field, ...]:
        """As one column, for forms that show everything."""
        found = (
            self.name,
            self.company,
            self.line1,
            self.line2,
            self.postal_code,
            self.city,
            self.region,
            self.country,
            self.phone,
        )
        return tuple(field for field in found if field)


def address_fields(
    typed: Mapping[str, str],
    *,
    countries: Iterable[str],
    country: str,
    language: str,
    problems: Mapping[str, str],
    warnings: Mapping[str, str] | None = None,
    prefix: str = "",
    kind: str = "shipping",
) -> AddressFields:
    """Fields named ``prefix + name``, holding exactly what was typed. ``warnings`` are doubts that never block."""
    form = address_form(country)
    told = warnings or {}

    def field(name: str, label: str, *, required: bool, hint: str = "", **more: str) -> Field:
        full = prefix + name
        token = TOKENS[name] if name == "phone" else f"{kind} {TOKENS[name]}"
        return Field(
            name=full,
            label=label,
            value=typed.get(full, ""),
            autocomplete=token,
            hint=told.get(full, "") or hint,
            error=problems.get(full, ""),
            is_required=required,
            **more,  # type: ignore[arg-type]
        )

    asks_postcode = "postal_code" in form.fields
    return AddressFields(
        name=field("name", _("Full name"), required=True),
        company=field("company", _("Company"), required=False),
        line1=field("line1", _("Street and house number"), required=True),
        line2=field("line2", _("Apartment, floor, building"), required=False),
        postal_code=field("postal_code", form.postal_label, required="postal_code" in form.required)
        if asks_postcode
        else None,
        city=field("city", _("Town or city"), required="city" in form.required) if "city" in form.fields else None,
        region=_region(form, typed, prefix, kind, problems) if "region" in form.required else None,
        country=Field(
            name=f"{prefix}country",
            label=_("Country"),
            autocomplete=f"{kind} country",
            choices=country_choices(tuple(countries), country, language),
            value=country,
            error=problems.get(f"{prefix}country", ""),
        ),
        phone=field(
            "phone",
            _("Phone"),
            required=False,
            kind="tel",
            inputmode="tel",
            reason=_("Only for the courier, to find your door."),
        ),
    )


def _region(form: AddressForm, typed: Mapping[str, str], prefix: str, kind: str, problems: Mapping[str, str]) -> Field:
    full = f"{prefix}region"
    value = typed.get(full, "")
    known = {key for choice in form.regions for key in choice}
    choices = [Choice(value=code, label=name, is_selected=value in (code, name)) for code, name in form.regions]
    if choices:
        choices.insert(0, Choice(value="", label=_("Please choose"), is_selected=value not in known))
    return Field(
        name=full,
        label=form.region_label,
        value=value,
        autocomplete=f"{kind} address-level1",
        choices=tuple(choices),
        error=problems.get(full, ""),
    )


@lru_cache(maxsize=256)
def country_choices(countries: tuple[str, ...], chosen: str, language: str) -> tuple[Choice, ...]:
    """The countries by their names in ``language``."""
    names = Locale.parse(language.replace("-", "_")).territories
    found = [Choice(value=code, label=names.get(code, code), is_selected=code == chosen) for code in countries]
    return tuple(sorted(found, key=lambda choice: choice.label))


def error_list(problems: Mapping[str, str], order: Iterable[Field | None]) -> tuple[FieldError, ...]:
    """The summary's lines, in the order of the page; what belongs to no field on it comes last."""
    names = [field.name for field in order if field]
    ranked = sorted(problems, key=lambda name: names.index(name) if name in names else len(names))
    return tuple(FieldError(field=name, text=problems[name]) for name in ranked)
