"""Markets and tax rates as the office shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from babel import Locale

from shopkeeper.commerce.customers.addresses import is_country
from shopkeeper.commerce.pricing.models import Market, TaxRate
from shopkeeper.commerce.tax.models import ShopIdentity
from shopkeeper.interfaces.backoffice.forms import Choice, Field, Trouble, choices
from shopkeeper.interfaces.backoffice.present import words

EU = frozenset("AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split())  # noqa: SIM905
COUNTRIES = {
    code: name for code, name in sorted(Locale("en").territories.items(), key=lambda item: item[1]) if is_country(code)
}
SHOWN = {"inclusive": "Prices include tax", "exclusive": "Tax is added at the end"}


@dataclass(frozen=True)
class Again:
    """A form that was refused: which one, what was typed in it, and what is wrong."""

    form: str
    typed: Mapping[str, str]
    trouble: Trouble

    def error(self, name: str) -> str:
        return dict(self.trouble.fields).get(name, "")


@dataclass(frozen=True)
class MarketRow:
    name: str
    countries: str
    currency: str
    shown: str
    is_active: bool
    url: str


@dataclass(frozen=True)
class RateRow:
    where: str
    tax_class: str
    percent: str
    name: str
    since: str
    state: str
    remove_url: str
    label: str


@dataclass(frozen=True)
class MarketsPage:
    """``opening`` has fields only while the shop has no market."""

    markets: tuple[MarketRow, ...]
    rates: tuple[RateRow, ...]
    untaxed: str
    seller: str
    opening: tuple[Field, ...]
    rate_form: tuple[Field, ...]
    form: str
    trouble: Trouble | None


@dataclass(frozen=True)
class Country:
    code: str
    name: str
    is_chosen: bool


@dataclass(frozen=True)
class MarketPage:
    title: str
    url: str
    fields: tuple[Field, ...]
    union: tuple[Country, ...]
    world: tuple[Country, ...]
    countries_error: str
    home: Field
    active: Field
    trouble: Trouble | None


def markets_page(
    markets: Sequence[Market],
    rates: Sequence[TaxRate],
    untaxed: Sequence[str],
    seller: ShopIdentity,
    on: date,
    again: Again | None,
) -> MarketsPage:
    in_force = {
        (rate.country, rate.region, rate.tax_class): rate.pk for rate in reversed(rates) if rate.valid_from <= on
    }
    return MarketsPage(
        markets=tuple(_row(market) for market in markets),
        rates=tuple(
            _rate(rate, on, in_force.get((rate.country, rate.region, rate.tax_class)) == rate.pk) for rate in rates
        ),
        untaxed=", ".join(words.country(code) for code in untaxed),
        seller=_seller(seller),
        opening=() if markets else _opening(again if again and again.form == "opening" else None),
        rate_form=_rate_form(markets, on, again if again and again.form == "rate" else None),
        form=again.form if again else "",
        trouble=again.trouble if again else None,
    )


def _seller(seller: ShopIdentity) -> str:
    if not seller.country:
        return (
            "Every order is taxed where it goes. Say who sells, and exports, companies in other EU countries and the "
            "10,000 EUR threshold are minded, too."
        )
    where = f"{seller.name}, established in {words.country(seller.country)}."
    if seller.country not in EU:
        return where
    at_home = seller.distance_sales == ShopIdentity.DistanceSales.HOME
    return f"{where} Consumers in other EU countries are charged {'our own rates' if at_home else 'theirs'}."


def _row(market: Market) -> MarketRow:
    names = [words.country(code) for code in market.countries]
    told = ", ".join(names[:6]) + (f" and {len(names) - 6} more" if len(names) > 6 else "")
    return MarketRow(
        market.name, told, market.currency, SHOWN[market.tax_display], market.is_active, f"/office/markets/{market.pk}/"
    )


def _rate(rate: TaxRate, on: date, is_in_force: bool) -> RateRow:
    state = "In force" if is_in_force else "Planned" if rate.valid_from > on else "Past"
    return RateRow(
        where=words.country(rate.country) + (f", {rate.region}" if rate.region else ""),
        tax_class=rate.tax_class,
        percent=percent(rate),
        name=rate.name,
        since=f"{rate.valid_from.day} {rate.valid_from:%b %Y}",
        state=state,
        remove_url=f"/office/markets/rates/{rate.pk}/remove",
        label=rate_words(rate),
    )


def percent(rate: TaxRate) -> str:
    return f"{(rate.rate * 100).normalize():f} %"


def rate_words(rate: TaxRate) -> str:
    where = words.country(rate.country) + (f" {rate.region}" if rate.region else "")
    return f"{where}, {rate.tax_class}, {percent(rate)}"


def _opening(again: Again | None) -> tuple[Field, ...]:
    typed = again.typed if again else {}

    def field(name: str, label: str, value: str = "", **more: object) -> Field:
        error = again.error(name) if again else ""
        return Field(name=name, label=label, value=typed.get(name, value), error=error, **more)  # type: ignore[arg-type]

    return (
        field("name", "What to call the market", "Home", max_length=100),
        field("country", "Where you sell", "NL", kind="select", choices=choices(list(COUNTRIES.items()))),
        field(
            "currency", "Currency", hint="Three letters; empty for the country's own.", is_optional=True, max_length=3
        ),
        field(
            "delivery",
            "What sending a parcel costs the customer",
            hint="Such as 4.95. Weights, zones and free delivery come afterwards, under Policies.",
            is_optional=True,
            inputmode="decimal",
        ),
    )


def _rate_form(markets: Sequence[Market], on: date, again: Again | None) -> tuple[Field, ...]:
    typed = again.typed if again else {}
    sold = list(dict.fromkeys(code for market in markets for code in market.countries))

    def field(name: str, label: str, value: str = "", **more: object) -> Field:
        error = again.error(name) if again else ""
        return Field(name=name, label=label, value=typed.get(name, value), error=error, **more)  # type: ignore[arg-type]

    return (
        field(
            "rate_country",
            "Country",
            sold[0] if sold else "",
            kind="select",
            choices=choices([(code, words.country(code)) for code in sold]),
        ),
        field(
            "rate_region",
            "Only in the state or region",
            hint="Its code, such as CA for California or CN for the Canaries. Empty for the whole country.",
            is_optional=True,
            max_length=10,
        ),
        field("percent", "Rate in percent", inputmode="decimal"),
        field("tax_class", "For goods of the class", "standard", hint="As products name it: standard, reduced …"),
        field("rate_name", "What invoices call it", "VAT", max_length=60),
        field("valid_from", "From", on.isoformat(), kind="date"),
    )


def market_page(market: Market | None, again: Again | None = None, chosen: Sequence[str] | None = None) -> MarketPage:
    typed = again.typed if again else {}
    selected = list(chosen) if chosen is not None else list(market.countries) if market else []

    def field(name: str, label: str, value: str, **more: object) -> Field:
        error = again.error(name) if again else ""
        return Field(name=name, label=label, value=typed.get(name, value), error=error, **more)  # type: ignore[arg-type]

    currency = () if market else (field("currency", "Currency", "", hint="Three letters, such as EUR.", max_length=3),)
    is_active = ("is_active" in typed) if again else (market.is_active if market else True)
    home = typed.get("default_country", market.default_country if market else "")
    return MarketPage(
        title=market.name if market else "New market",
        url=f"/office/markets/{market.pk}/" if market else "/office/markets/new",
        fields=(
            field("name", "Name", market.name if market else "", max_length=100),
            *currency,
            field(
                "tax_display",
                "How prices are shown",
                market.tax_display if market else "inclusive",
                kind="select",
                choices=choices(list(SHOWN.items())),
            ),
        ),
        union=_countries(EU, selected),
        world=_countries(COUNTRIES.keys() - EU, selected),
        countries_error=again.error("countries") if again else "",
        home=Field(
            name="default_country",
            label="Where a new visitor is taken to be",
            value=home,
            hint="Until they say otherwise. One of the countries above.",
            kind="select",
            choices=(Choice("", "The first one chosen"), *choices(list(COUNTRIES.items()))),
        ),
        active=Field(name="is_active", label="Open to customers", kind="checkbox", value="yes" if is_active else ""),
        trouble=again.trouble if again else None,
    )


def _countries(codes: frozenset[str] | set[str], selected: Sequence[str]) -> tuple[Country, ...]:
    return tuple(Country(code, name, code in selected) for code, name in COUNTRIES.items() if code in codes)
