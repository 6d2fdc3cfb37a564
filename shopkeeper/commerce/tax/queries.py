"""The tax of a sale, from what the shop knows; nobody outside is asked here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from shopkeeper.commerce.pricing import queries as pricing
from shopkeeper.commerce.pricing.taxing import TaxRule
from shopkeeper.commerce.tax.decide import ESTIMATED, Buyer, Rate, Relief, Seller, Terms, decide
from shopkeeper.commerce.tax.models import Exemption, ShopIdentity, TaxAnswer, VatCheck
from shopkeeper.commerce.tax.ports import TaxQuestion
from shopkeeper.commerce.tax.providers import tax_service
from shopkeeper.commerce.tax.regions import tax_place
from shopkeeper.foundation.remember import remembered

# What a consumer pays; everything else was decided by law and not by a rate.
_CHARGED = frozenset({"S", "Z"})


@dataclass(frozen=True)
class Sale:
    """What is taxed: where it goes as typed, which classes of goods, and who buys. ``vat_number`` is right by form."""

    country: str
    classes: tuple[str, ...]
    currency: str
    postal_code: str = ""
    region: str = ""
    vat_number: str = ""
    customer_id: int | None = None


@remembered(seconds=5)
def identity() -> ShopIdentity:
    """The shop as a legal person; empty until it was written down. One query, remembered for seconds."""
    return identity_now()


def identity_now() -> ShopIdentity:
    """The same, never remembered. One query."""
    return ShopIdentity.objects.filter(pk=1).first() or ShopIdentity(pk=1)


def seller() -> Seller:
    """The seller as the rules see it. No query when remembered."""
    told = identity()
    at_destination = told.distance_sales == ShopIdentity.DistanceSales.DESTINATION
    return Seller(told.country, at_destination, told.vat_number)


def terms(sale: Sale, *, on: date) -> Terms:
    """The rules of ``sale`` on a day. No query when settings are remembered and a consumer buys from a shop without a
    tax service; else one for the VAT number, one for exemptions, one for the service's answer."""
    place = tax_place(sale.country, sale.postal_code, sale.region)
    found = decide(
        seller=seller(),
        buyer=Buyer(*_number(sale.vat_number), _reliefs(sale.customer_id, on)),
        place=place,
        rates=rates(),
        classes=sale.classes,
        on=on,
    )
    service = tax_service()
    if service is None or not is_charged(found):
        return found
    answer = TaxAnswer.objects.filter(key=question(sale, on=on).key, provider=service.provider.name).first()
    if answer is None:
        return replace(found, flags=(*found.flags, ESTIMATED))
    return replace(found, rules=rules_from_json(answer.rules), provider=answer.provider)


def is_charged(found: Terms) -> bool:
    """Whether the terms are those of a consumer, so that a tax service may know the rates better."""
    return all(rule.category in _CHARGED for rule in found.rules.values())


def question(sale: Sale, *, on: date) -> TaxQuestion:
    """What a tax service is asked about ``sale``."""
    place = tax_place(sale.country, sale.postal_code, sale.region)
    return TaxQuestion(
        seller_country=identity().country,
        country=place.country,
        region=place.region,
        postal_code=sale.postal_code,
        classes=tuple(sorted(set(sale.classes))),
        on=on,
        currency=sale.currency,
    )


@remembered(seconds=5)
def rates() -> tuple[Rate, ...]:
    """The table of rates as the rules read it. No query when remembered."""
    return tuple(
        Rate(row.country, row.region, row.tax_class, row.rate, row.name, row.valid_from) for row in pricing.tax_table()
    )


def vat_check(number: str) -> VatCheck | None:
    """What the register last said of a number. One query; none for an empty one."""
    return VatCheck.objects.filter(number=number).first() if number else None


def _number(number: str) -> tuple[str, bool]:
    """A number to go by, and whether the register confirmed it. A refused one is none."""
    check = vat_check(number)
    if check is None:
        return number, False
    if check.verdict == VatCheck.Verdict.INVALID:
        return "", False
    return number, check.verdict == VatCheck.Verdict.VALID


@remembered(seconds=5)
def _exempt_customers() -> frozenset[int]:
    rows = Exemption.objects.filter(withdrawn_at=None).values_list("customer_id", flat=True)
    return frozenset(rows)


def _reliefs(customer_id: int | None, on: date) -> tuple[Relief, ...]:
    if customer_id is None or customer_id not in _exempt_customers():
        return ()
    rows = Exemption.objects.filter(customer_id=customer_id, withdrawn_at=None, valid_from__lte=on).order_by("pk")
    return tuple(
        Relief(row.country, row.region, f"{row.reason} (certificate {row.certificate})")
        for row in rows
        if row.valid_until is None or row.valid_until >= on
    )


def rules_as_json(rules: Mapping[str, TaxRule]) -> dict[str, dict[str, str]]:
    """Plain values for a JSON column."""
    return {
        name: {
            "rate": str(rule.rate),
            "name": rule.name,
            "jurisdiction": rule.jurisdiction,
            "category": rule.category,
            "reason": rule.reason,
        }
        for name, rule in rules.items()
    }


def rules_from_json(data: Mapping[str, Mapping[str, Any]]) -> dict[str, TaxRule]:
    return {name: TaxRule(**{**row, "rate": Decimal(row["rate"])}) for name, row in data.items()}
