"""Whose tax an order bears, at which rates, and the reason where there is none. Pure.

Sources: Directive 2006/112/EC (articles 33 and 59c distance sales and their threshold of 10,000 EUR, 138 supplies to
business in another Member State, 146 exports, 196 and 200 who owes the tax), Council Regulation (EU) 282/2011;
National Tax Agency of Japan, qualified invoices. A shop's adviser has the last word; every decision is on the order.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from shopkeeper.commerce.pricing.taxing import Rounding, TaxRule
from shopkeeper.commerce.tax.regions import UNION, TaxPlace

REVERSE_CHARGE = (
    "Intra-Community supply of goods, exempt under Article 138 of Directive 2006/112/EC. "
    "Reverse charge: the customer accounts for the VAT."
)
EXPORT = "Export of goods, exempt under Article 146 of Directive 2006/112/EC."
EXPORT_ELSEWHERE = "Export of goods; no tax is charged."
NO_RATE = Decimal(0)

ESTIMATED = "estimated"
UNCONFIRMED = "vat_number_unconfirmed"


@dataclass(frozen=True)
class Seller:
    """Where the shop is established, and whether it charges other Member States' rates: because it has registered
    for the Union's one-stop shop or is past the threshold. Without a country every destination's rates are charged.
    ``vat_number`` is the shop's own; without one nothing can be sold to business free of VAT."""

    country: str = ""
    charges_destination: bool = True
    vat_number: str = ""

    @property
    def in_union(self) -> bool:
        return self.country in UNION and self.country != "XI"


@dataclass(frozen=True)
class Relief:
    """A certificate of exemption: where it counts (a country, perhaps one state of it) and what the invoice says."""

    country: str
    region: str
    reason: str


@dataclass(frozen=True)
class Buyer:
    """``vat_number`` with its country in front, right by format and checksum and not refused by the register;
    ``is_confirmed`` when the register said so."""

    vat_number: str = ""
    is_confirmed: bool = False
    reliefs: tuple[Relief, ...] = ()


@dataclass(frozen=True)
class Rate:
    """A row of the table of rates. ``region`` is empty for the country as a whole."""

    country: str
    region: str
    tax_class: str
    rate: Decimal
    name: str
    valid_from: date


@dataclass(frozen=True)
class Terms:
    """What a quote needs to know of tax, and what the order keeps: ``flags`` are doubts for staff."""

    rules: Mapping[str, TaxRule] = field(default_factory=dict)
    rounding: Rounding = Rounding.PER_LINE
    flags: tuple[str, ...] = ()
    provider: str = "table"


def rates_at(rates: Collection[Rate], place: TaxPlace, on: date) -> dict[str, TaxRule]:
    """The rule of each class at ``place`` on a day; a region's own rate replaces the country's. A territory in which
    the country's VAT does not apply has its own rates only. Northern Ireland has the United Kingdom's."""
    country = "GB" if place.country == "XI" else place.country
    apart = bool(place.region) and not place.in_union and country in UNION
    rules: dict[str, TaxRule] = {}
    for wanted in (place.region,) if apart else dict.fromkeys(("", place.region)):
        for rate in sorted(rates, key=lambda one: one.valid_from):
            if rate.country == country and rate.region == wanted and rate.valid_from <= on:
                whose = TaxPlace(place.country, wanted).code
                rules[rate.tax_class] = TaxRule(rate.rate, rate.name, whose, "S" if rate.rate else "Z")
    return rules


def decide(
    *, seller: Seller, buyer: Buyer, place: TaxPlace, rates: Collection[Rate], classes: Collection[str], on: date
) -> Terms:
    """The rules for ``classes`` of goods sent to ``place``."""
    consumer, abroad = _for_consumers(seller, place, rates, on)
    relief = _relief(buyer, place)
    if abroad:
        whose = place.code
        return Terms({name: TaxRule(NO_RATE, "VAT", whose, "G", abroad) for name in _every(classes, consumer)})
    if is_supply_within_union(seller, buyer, place):
        flags = () if buyer.is_confirmed else (UNCONFIRMED,)
        return Terms(_relieved(consumer, classes, place.code, "K", REVERSE_CHARGE), flags=flags)
    if relief:
        return Terms(_relieved(consumer, classes, place.code, "E", relief.reason))
    rounding = Rounding.PER_RATE_DOWN if place.country == "JP" else Rounding.PER_LINE
    return Terms(consumer, rounding)


def is_supply_within_union(seller: Seller, buyer: Buyer, place: TaxPlace) -> bool:
    """Article 138: goods leave the seller's Member State for another one, and the buyer is identified for VAT in a
    Member State other than the one they leave from."""
    issued_in = {"EL": "GR"}.get(buyer.vat_number[:2], buyer.vat_number[:2])
    moves = seller.in_union and place.in_union and place.country != seller.country
    return bool(moves and seller.vat_number and issued_in in UNION and issued_in != seller.country)


def _for_consumers(
    seller: Seller, place: TaxPlace, rates: Collection[Rate], on: date
) -> tuple[dict[str, TaxRule], str]:
    """What a consumer there is charged; and, when the goods leave the seller's VAT area untaxed, the reason."""
    if seller.country == "GB" and place.country == "XI":
        # From Great Britain, Northern Ireland is at home.
        place = TaxPlace("GB")
    there = rates_at(rates, place, on)
    if not seller.country or _is_home(seller, place):
        return there, ""
    if seller.in_union and place.in_union:
        home = TaxPlace(seller.country, "", in_union=True)
        return (there if seller.charges_destination else rates_at(rates, home, on)), ""
    if there:
        # Rates for a place outside are there because the shop is registered in it.
        return there, ""
    return {}, EXPORT if seller.in_union else EXPORT_ELSEWHERE


def _is_home(seller: Seller, place: TaxPlace) -> bool:
    return place.country == seller.country and (place.in_union or not place.region or seller.country not in UNION)


def _relief(buyer: Buyer, place: TaxPlace) -> Relief | None:
    fitting = (one for one in buyer.reliefs if one.country == place.country and one.region in {"", place.region})
    return next(fitting, None)


def _relieved(
    consumer: Mapping[str, TaxRule], classes: Collection[str], whose: str, category: str, reason: str
) -> dict[str, TaxRule]:
    """Nothing to pay; prices shown with tax lose what a consumer's would contain."""
    rules = {}
    for name in _every(classes, consumer):
        rule = consumer.get(name)
        contained = rule.rate if rule else NO_RATE
        rules[name] = TaxRule(NO_RATE, rule.name if rule else "VAT", whose, category, reason, contained)
    return rules


def _every(classes: Collection[str], consumer: Mapping[str, TaxRule]) -> list[str]:
    return sorted({*classes, *consumer})
