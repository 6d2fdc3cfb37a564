"""The shop as a legal person, and certificates of exemption, as the office shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from shopkeeper.commerce.tax.models import Exemption, ShopIdentity
from shopkeeper.interfaces.backoffice.forms import Choice, Field, Trouble, choices
from shopkeeper.interfaces.backoffice.present import words
from shopkeeper.interfaces.backoffice.present.markets import COUNTRIES, Again

DISTANCE = {
    "destination": "Their country’s rates: registered for OSS, or above 10,000 EUR a year",
    "home": "Our own country’s rates: below 10,000 EUR a year and not registered",
}


@dataclass(frozen=True)
class SellerPage:
    who: tuple[Field, ...]
    tax: tuple[Field, ...]
    money: tuple[Field, ...]
    trouble: Trouble | None


@dataclass(frozen=True)
class ExemptionRow:
    customer: str
    where: str
    told: str
    days: str
    state: str
    withdraw_url: str


@dataclass(frozen=True)
class ExemptionsPage:
    rows: tuple[ExemptionRow, ...]
    form: tuple[Field, ...]
    trouble: Trouble | None


def seller_page(found: ShopIdentity, again: Again | None = None) -> SellerPage:
    def field(name: str, label: str, *, optional: bool = False, **more: object) -> Field:
        value = again.typed.get(name, "") if again else str(getattr(found, name))
        error = again.error(name) if again else ""
        return Field(name=name, label=label, value=value, error=error, is_optional=optional, **more)  # type: ignore[arg-type]

    return SellerPage(
        who=(
            field("name", "Registered name", max_length=200),
            field("line1", "Street and house number", max_length=300),
            field("postal_code", "Postcode", optional=True, max_length=20),
            field("city", "Town or city", max_length=200),
            field("region", "State or region", optional=True, max_length=100),
            field(
                "country",
                "Country",
                kind="select",
                choices=(Choice("", "Please choose"), *choices(list(COUNTRIES.items()))),
                hint="Where the business is established. It decides whose tax is charged.",
            ),
            field("email", "E-mail for questions about invoices", optional=True, max_length=254),
            field("phone", "Phone", optional=True, max_length=40),
        ),
        tax=(
            field(
                "vat_number",
                "VAT number",
                optional=True,
                max_length=30,
                hint="Without one, companies in other EU countries cannot buy free of VAT.",
            ),
            field(
                "registration", "Trade register and number", optional=True, max_length=60, hint="Such as KVK 12345678."
            ),
            field(
                "distance_sales",
                "Consumers in other EU countries are charged",
                kind="select",
                choices=choices(list(DISTANCE.items())),
            ),
        ),
        money=(
            field("iban", "IBAN for invoices", optional=True, max_length=42),
            field("bic", "BIC", optional=True, max_length=11),
        ),
        trouble=again.trouble if again else None,
    )


def exemptions_page(found: Sequence[Exemption], on: date, again: Again | None = None) -> ExemptionsPage:
    def field(name: str, label: str, value: str = "", *, optional: bool = False, **more: object) -> Field:
        typed = again.typed.get(name, value) if again else value
        error = again.error(name) if again else ""
        return Field(name=name, label=label, value=typed, error=error, is_optional=optional, **more)  # type: ignore[arg-type]

    return ExemptionsPage(
        rows=tuple(_row(one, on) for one in found),
        form=(
            field("email", "E-mail of the customer’s account", kind="email", max_length=254),
            field(
                "exempt_country",
                "Free of tax in",
                kind="select",
                choices=(Choice("", "Please choose"), *choices(list(COUNTRIES.items()))),
            ),
            field("region", "Only in the state", optional=True, max_length=10, hint="Its code, such as CA."),
            field("certificate", "Number of the certificate", max_length=80),
            field("reason", "Why", max_length=150, hint="Printed on the invoice, such as: Purchase for resale."),
            field("valid_from", "From", on.isoformat(), kind="date"),
            field("valid_until", "Until and including", optional=True, kind="date"),
        ),
        trouble=again.trouble if again else None,
    )


def _row(one: Exemption, on: date) -> ExemptionRow:
    until = f" until {_day(one.valid_until)}" if one.valid_until else ""
    if one.withdrawn_at:
        state = "Withdrawn"
    elif one.valid_from > on:
        state = "Planned"
    else:
        state = "Past" if one.valid_until and one.valid_until < on else ""
    return ExemptionRow(
        customer=one.customer.user.email,
        where=words.country(one.country) + (f", {one.region}" if one.region else ""),
        told=f"{one.reason} · certificate {one.certificate}",
        days=f"from {_day(one.valid_from)}{until}",
        state=state,
        withdraw_url="" if one.withdrawn_at else f"/office/markets/exemptions/{one.pk}/withdraw",
    )


def _day(value: date) -> str:
    return f"{value.day} {value:%b %Y}"
