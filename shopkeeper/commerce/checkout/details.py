"""The details step: what is asked, what is kept as typed, and when it is complete. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import TypeVar

from shopkeeper.commerce.customers.addresses import PostalAddress, clean, parse_address
from shopkeeper.commerce.tax.vat_numbers import parse_vat_number
from shopkeeper.foundation.errors import InvalidInput
from shopkeeper.foundation.text import email_key

T = TypeVar("T")
V = TypeVar("V")

# Every field the form may send. Anything else is ignored; prices in particular are never read from a form.
FIELDS = (
    "email",
    "name",
    "company",
    "vat_number",
    "line1",
    "line2",
    "postal_code",
    "city",
    "region",
    "country",
    "phone",
    "note",
    "billing_name",
    "billing_company",
    "billing_line1",
    "billing_line2",
    "billing_postal_code",
    "billing_city",
    "billing_region",
    "billing_country",
)
MAX_TYPED = 2000
# One @, something on both sides, a dot in the domain, no spaces and none of the signs that end an address in a mail's
# head: stricter patterns refuse real addresses.
_EMAIL = re.compile(r"[^@\s,;:<>()\[\]\"\\]{1,64}@[^@\s.,;:<>()\[\]\"\\]+(\.[^@\s.,;:<>()\[\]\"\\]+)+")
LONGEST_EMAIL = 254


@dataclass(frozen=True)
class Details:
    """Complete and valid details of an order. ``vat_number`` is a company's, right by form; empty for people."""

    email: str
    shipping: PostalAddress
    billing: PostalAddress
    note: str
    vat_number: str = ""


def kept(typed: Mapping[str, str]) -> dict[str, str]:
    """What to keep of what was typed: known fields, as they are, only cut at an absurd length."""
    return {name: typed[name].replace("\x00", "")[:MAX_TYPED] for name in FIELDS if name in typed}


def parse_email(text: str) -> str:
    """A usable e-mail address. Raises InvalidInput saying what is wrong with it."""
    email = text.strip()
    if not email:
        problem = "Enter your e-mail address; the order confirmation goes there."
    elif "@" not in email:
        problem = f"“{email[:60]}” has no @. Enter an address like name@example.com."
    elif not _EMAIL.fullmatch(email) or not _can_be_sent_to(email):
        problem = f"“{email[:60]}” is not a complete address. Enter one like name@example.com."
    else:
        return email
    raise InvalidInput("Please check your e-mail address.", {"email": problem})


def _can_be_sent_to(email: str) -> bool:
    """Nothing unseen in it, a domain that names can be looked up for, and short enough however it is written."""
    try:
        email.rpartition("@")[2].encode("idna")
    except UnicodeError:
        return False
    unseen = any(unicodedata.category(letter).startswith("C") for letter in email)
    return not unseen and max(len(email), len(email_key(email))) <= LONGEST_EMAIL


def parse(typed: Mapping[str, str], *, countries: Collection[str]) -> Details:
    """Complete details from what was typed, to be sent to one of ``countries``.

    Raises InvalidInput with every problem at once, by field.
    """
    problems: dict[str, str] = {}
    email = _collect(problems, "", parse_email, typed.get("email", ""))
    shipping = _collect(problems, "", parse_address, typed)
    if "country" not in problems and typed.get("country", "").strip().upper() not in countries:
        # Tax and delivery were worked out for this market; an order to elsewhere would have other ones.
        problems["country"] = "We do not deliver to this country from this shop. Choose one from the list."
    number = _collect(problems, "", _vat_number, typed)
    billing = shipping
    if bills_elsewhere(typed):
        own = {name.removeprefix("billing_"): value for name, value in typed.items() if name.startswith("billing_")}
        billing = _collect(problems, "billing_", parse_address, own)
    if problems or email is None or shipping is None or billing is None:
        raise InvalidInput("Please check these details.", problems)
    return Details(email, shipping, billing, clean(typed.get("note", ""), 1000), number or "")


def _vat_number(typed: Mapping[str, str]) -> str:
    """A company's VAT number. Raises InvalidInput; a number without a company has nobody to be printed for."""
    number = parse_vat_number(typed.get("vat_number", ""), typed.get("country", "").strip().upper())
    named = typed.get("company", "").strip() or typed.get("billing_company", "").strip()
    if number and not named:
        message = "Enter the company the VAT number belongs to; the invoice is made out to it."
        raise InvalidInput(message, {"company": message})
    return number


def usable_vat_number(typed: Mapping[str, str]) -> str:
    """The number as far as it can be gone by: empty while it, or its company, is missing or wrong."""
    try:
        return _vat_number(typed)
    except InvalidInput:
        return ""


def contact_problems(typed: Mapping[str, str], *, countries: Collection[str]) -> dict[str, str]:
    """What is wrong on the first step, by field. The invoice's own address is filled in where it is paid."""
    try:
        parse(typed, countries=countries)
    except InvalidInput as refused:
        return {name: text for name, text in refused.fields.items() if not name.startswith("billing_")}
    return {}


def bills_elsewhere(typed: Mapping[str, str]) -> bool:
    """Whether an address of its own was begun for the invoice; emptied again, the delivery address counts."""
    begun = ("billing_name", "billing_company", "billing_line1", "billing_line2", "billing_postal_code", "billing_city")
    return any(typed.get(name, "").strip() for name in begun)


def _collect(problems: dict[str, str], prefix: str, read: Callable[[V], T], value: V) -> T | None:
    try:
        return read(value)
    except InvalidInput as refusal:
        problems.update({prefix + name: text for name, text in refusal.fields.items()})
        return None
