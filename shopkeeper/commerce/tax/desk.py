"""What staff do with tax: the shop's legal identity, and certificates of exemption. Each is one transaction with its
record."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from datetime import date, datetime

from django.db import transaction
from stdnum import bic, iban
from stdnum.exceptions import ValidationError

from shopkeeper.commerce.customers.addresses import clean, is_country
from shopkeeper.commerce.customers.models import Customer
from shopkeeper.commerce.pricing.events import MarketsChanged
from shopkeeper.commerce.tax.models import Exemption, ShopIdentity
from shopkeeper.commerce.tax.regions import states
from shopkeeper.commerce.tax.vat_numbers import parse_vat_number
from shopkeeper.foundation.audit.operations import Actor, record
from shopkeeper.foundation.errors import InvalidInput, NotFound
from shopkeeper.foundation.events import publish
from shopkeeper.foundation.remember import forget_all
from shopkeeper.foundation.text import email_key

NOT_SAVED = "The shop’s details were not saved."
NOT_GRANTED = "The exemption was not granted."


@dataclass(frozen=True)
class IdentityTold:
    """The legal identity as typed."""

    name: str
    line1: str
    city: str
    country: str
    postal_code: str = ""
    region: str = ""
    vat_number: str = ""
    registration: str = ""
    iban: str = ""
    bic: str = ""
    email: str = ""
    phone: str = ""
    distance_sales: str = ShopIdentity.DistanceSales.DESTINATION


@transaction.atomic
def write_identity(*, told: IdentityTold, actor: Actor) -> ShopIdentity:
    """Write down who sells. Invoices issued before keep what they say. Raises InvalidInput. Announces MarketsChanged,
    as prices may be taxed otherwise from now on."""
    after: dict[str, object] = dict(_judged(told))
    standing, _made = ShopIdentity.objects.get_or_create(pk=1)
    before = {name: getattr(standing, name) for name in after}
    if before == after:
        return standing
    for name, value in after.items():
        setattr(standing, name, value)
    standing.save(update_fields=list(after))
    record(actor=actor, action="tax.write_identity", target="shop_identity:1", before=before, after=after)
    publish(MarketsChanged(source="office"))
    transaction.on_commit(forget_all)
    return standing


def _judged(told: IdentityTold) -> dict[str, str]:
    """Everything in the form it is kept in. Raises InvalidInput with every problem at once."""
    longest = {field.name: getattr(field, "max_length", 0) or 0 for field in ShopIdentity._meta.concrete_fields}
    values = {field.name: clean(str(getattr(told, field.name)), 400) for field in fields(told)}
    wrong = {
        name: f"Use at most {longest[name]} characters." for name, text in values.items() if len(text) > longest[name]
    }
    wrong |= {name: sentence for name, sentence in _NEEDED.items() if not values[name]}
    if values["country"] and not is_country(values["country"]):
        wrong["country"] = "Choose a country from the list."
    if values["distance_sales"] not in ShopIdentity.DistanceSales.values:
        wrong["distance_sales"] = "Choose what customers in other countries are charged."
    try:
        values["vat_number"] = parse_vat_number(values["vat_number"], values["country"])
    except InvalidInput as refusal:
        wrong |= refusal.fields
    for name, kind, sentence in _CODES:
        try:
            values[name] = kind.validate(values[name]) if values[name] else ""
        except ValidationError:
            wrong[name] = sentence
    if values["email"] and "@" not in values["email"]:
        wrong["email"] = "Write an address like shop@example.com."
    if wrong:
        raise InvalidInput(NOT_SAVED, wrong)
    return values


_NEEDED = {
    "name": "Write the name the business is registered under.",
    "line1": "Write the street and house number.",
    "city": "Write the town or city.",
    "country": "Choose the country the business is established in.",
}
_CODES = (
    ("iban", iban, "This is no IBAN; check its digits."),
    ("bic", bic, "This is no BIC; it has eight or eleven letters and digits."),
)


@dataclass(frozen=True)
class ExemptionTold:
    """A certificate as typed; ``email`` is the customer's account."""

    email: str
    country: str
    certificate: str
    reason: str
    valid_from: date
    region: str = ""
    valid_until: date | None = None


def exemptions() -> list[Exemption]:
    """Every certificate, newest first, with its customer. One query."""
    return list(Exemption.objects.select_related("customer__user").order_by("-pk")[:500])


@transaction.atomic
def grant_exemption(*, told: ExemptionTold, actor: Actor, at: datetime) -> Exemption:
    """Free a customer from tax on the strength of a certificate. Raises InvalidInput."""
    wrong: dict[str, str] = {}
    customer = Customer.objects.filter(user__email=email_key(told.email)).first() if told.email.strip() else None
    if customer is None:
        wrong["email"] = "No customer has an account with this address."
    if not is_country(told.country):
        wrong["exempt_country"] = "Choose a country from the list."
    elif told.region and told.region not in dict(states(told.country)):
        wrong["region"] = "Write the state’s code, such as CA, or leave it empty for the whole country."
    for name, text, longest in (("certificate", told.certificate, 80), ("reason", told.reason, 150)):
        if not text.strip() or len(text) > longest:
            wrong[name] = f"Write 1 to {longest} characters; it is printed on the invoice."
    if told.valid_until and told.valid_until < told.valid_from:
        wrong["valid_until"] = "The last day is before the first."
    if wrong or customer is None:
        raise InvalidInput(NOT_GRANTED, wrong)
    made = Exemption.objects.create(
        customer=customer,
        country=told.country,
        region=told.region,
        certificate=clean(told.certificate),
        reason=clean(told.reason),
        valid_from=told.valid_from,
        valid_until=told.valid_until,
        granted_at=at,
    )
    after = {**asdict(told), "customer": customer.pk}
    record(actor=actor, action="tax.grant_exemption", target=f"exemption:{made.pk}", after=after, at=at)
    transaction.on_commit(forget_all)
    return made


@transaction.atomic
def withdraw_exemption(*, exemption_id: int, actor: Actor, at: datetime) -> None:
    """From now on the customer pays tax. Orders keep what was agreed. Twice is fine. Raises NotFound."""
    if Exemption.objects.filter(pk=exemption_id, withdrawn_at=None).update(withdrawn_at=at):
        record(actor=actor, action="tax.withdraw_exemption", target=f"exemption:{exemption_id}", at=at)
        transaction.on_commit(forget_all)
    elif not Exemption.objects.filter(pk=exemption_id).exists():
        raise NotFound("There is no such exemption.")
