"""What a shop in a country most likely begins with. Facts to be checked by the merchant, never applied silently.

Rates: European Commission, Taxes in Europe database; HM Revenue & Customs; Swiss Federal Tax Administration; the
Norwegian, Japanese, Australian, New Zealand, Korean and Singaporean tax authorities. As in force at the start of 2026.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from babel.core import get_global
from babel.numbers import get_territory_currencies

# The standard rate of value added or goods and services tax, in percent.
STANDARD_RATES = {
    "AT": "20",
    "AU": "10",
    "BE": "21",
    "BG": "20",
    "CH": "8.1",
    "CY": "19",
    "CZ": "21",
    "DE": "19",
    "DK": "25",
    "EE": "24",
    "ES": "21",
    "FI": "25.5",
    "FR": "20",
    "GB": "20",
    "GR": "24",
    "HR": "25",
    "HU": "27",
    "IE": "23",
    "IS": "24",
    "IT": "22",
    "JP": "10",
    "KR": "10",
    "LT": "21",
    "LU": "17",
    "LV": "21",
    "MT": "18",
    "NL": "21",
    "NO": "25",
    "NZ": "15",
    "PL": "23",
    "PT": "23",
    "RO": "21",
    "SE": "25",
    "SG": "9",
    "SI": "22",
    "SK": "23",
}
TAX_NAMES = {"AU": "GST", "NZ": "GST", "SG": "GST", "JP": "Consumption tax"}
# Where consumers are used to prices without tax, because it depends on the address.
PRICES_WITHOUT_TAX = frozenset({"US", "CA"})
# Where most people live, in countries of several time zones.
MAIN_ZONES = {
    "AR": "America/Argentina/Buenos_Aires",
    "AU": "Australia/Sydney",
    "BR": "America/Sao_Paulo",
    "CA": "America/Toronto",
    "CL": "America/Santiago",
    "CN": "Asia/Shanghai",
    "EC": "America/Guayaquil",
    "ES": "Europe/Madrid",
    "ID": "Asia/Jakarta",
    "KZ": "Asia/Almaty",
    "MX": "America/Mexico_City",
    "MY": "Asia/Kuala_Lumpur",
    "NZ": "Pacific/Auckland",
    "PT": "Europe/Lisbon",
    "RU": "Europe/Moscow",
    "UA": "Europe/Kyiv",
    "US": "America/New_York",
}
# Directive 2011/83/EU, art. 9: fourteen days to withdraw from a distance contract; the trader may let the customer
# bear the cost of sending back (art. 14). A mild start elsewhere too.
RETURN_DAYS = 14


@dataclass(frozen=True)
class StartingValues:
    """``rate_percent`` is null where no single national rate is known (as in the United States)."""

    currency: str
    rate_percent: Decimal | None
    tax_name: str
    prices_include_tax: bool
    time_zone: str


def starting_values(country: str, on: date) -> StartingValues:
    """The values for a country (ISO 3166-1 alpha-2); its legal tender on a day comes from CLDR."""
    tender = get_territory_currencies(country, on, on)
    known = STANDARD_RATES.get(country)
    return StartingValues(
        currency=tender[0] if tender else "",
        rate_percent=Decimal(known) if known else None,
        tax_name=TAX_NAMES.get(country, "VAT"),
        prices_include_tax=country not in PRICES_WITHOUT_TAX,
        time_zone=_time_zone(country),
    )


def _time_zone(country: str) -> str:
    zones: Mapping[str, Sequence[str]] = get_global("territory_zones")
    return MAIN_ZONES.get(country) or next(iter(zones.get(country, ())), "UTC")
