"""Where the demo sells, what tax it charges, how it sends and takes back.

VAT rates: European Commission, Taxes in Europe database, and HM Revenue & Customs, as in force in 2026. “reduced” is
the rate for food and books as sold here; where food and books differ, the higher one is used.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from shopkeeper.commerce.content.models import ReturnPolicy
from shopkeeper.commerce.inventory.models import Location
from shopkeeper.commerce.payments import promises
from shopkeeper.commerce.pricing.models import Market, TaxRate
from shopkeeper.commerce.shipping.models import CarriageRule, PickupPoint, RemedyRule, ShippingMethod, ShippingZone
from shopkeeper.commerce.shipping.opening_hours import read_hours
from shopkeeper.commerce.tax.models import ShopIdentity
from shopkeeper.foundation import clock
from shopkeeper.foundation.audit.operations import SYSTEM

VAT = {
    "NL": ("0.21", "0.09"),
    "DE": ("0.19", "0.07"),
    "BE": ("0.21", "0.06"),
    "FR": ("0.20", "0.055"),
    "AT": ("0.20", "0.10"),
    "IT": ("0.22", "0.10"),
    "ES": ("0.21", "0.10"),
    "PT": ("0.23", "0.06"),
    "LU": ("0.17", "0.03"),
    "IE": ("0.23", "0.09"),
    "GB": ("0.20", "0"),
}
NEAR, EUROPE = ["NL", "BE", "LU", "DE"], ["FR", "AT", "IT", "ES", "PT", "IE"]


def make_policies() -> None:
    """Who sells, markets, tax, locations, delivery, returns and what customers may pay by themselves."""
    _seller()
    _markets()
    _tax()
    _locations()
    _delivery()
    _collecting()
    _promises()
    _returns()
    _terms()


def _terms() -> None:
    """Transfers near by; the account number is the usual example, and nobody's."""
    account = {"holder": "Linden Row", "iban": "NL91ABNA0417164300", "bic": "ABNANL2A"}
    for provider, changes in (
        ("transfer", {"is_offered": True, "countries": NEAR, "due_days": 7, "cancel_days": 7, **account}),
        ("invoice", {"is_offered": False, "countries": ["NL"], "due_days": 14, **account}),
        ("cod", {"is_offered": False}),
    ):
        promises.set_terms(provider=provider, changes=dict(changes), actor=SYSTEM, at=clock.now())


def _seller() -> None:
    """A business that does not exist: its VAT number is the tax authority's own example."""
    ShopIdentity.objects.update_or_create(
        pk=1,
        defaults={
            "name": "Linden Row B.V. (invented)",
            "line1": "Lindenlaan 1",
            "postal_code": "2311 AA",
            "city": "Leiden",
            "country": "NL",
            "vat_number": "NL000099998B57",
            "email": "books@lindenrow.example",
        },
    )


def _markets() -> None:
    inclusive, exclusive = Market.TaxDisplay.INCLUSIVE, Market.TaxDisplay.EXCLUSIVE
    for position, (code, name, currency, countries, shown) in enumerate(
        (
            ("eu", "Europe", "EUR", [*NEAR, *EUROPE], inclusive),
            ("uk", "United Kingdom", "GBP", ["GB"], inclusive),
            ("us", "United States", "USD", ["US"], exclusive),
        )
    ):
        Market.objects.update_or_create(
            code=code,
            defaults={
                "name": name,
                "currency": currency,
                "countries": countries,
                "default_country": countries[0],
                "languages": ["en"],
                "tax_display": shown,
                "position": position,
            },
        )


def _tax() -> None:
    for country, (standard, reduced) in VAT.items():
        for tax_class, rate in (("standard", standard), ("reduced", reduced)):
            TaxRate.objects.update_or_create(
                country=country,
                region="",
                tax_class=tax_class,
                valid_from=date(2025, 1, 1),
                defaults={"rate": Decimal(rate), "name": "VAT"},
            )


def _locations() -> None:
    for priority, (slug, name, country) in enumerate((("leiden", "Leiden", "NL"), ("porto", "Porto", "PT"))):
        Location.objects.update_or_create(slug=slug, defaults={"name": name, "country": country, "priority": priority})


def _collecting() -> None:
    """The shop in Leiden hands orders over, and some goods stay in the country."""
    PickupPoint.objects.update_or_create(
        location="leiden",
        defaults={
            "name": "Leiden, Breestraat",
            "address": "Breestraat 84, Leiden",
            "country": "NL",
            "hours": read_hours("Tue–Fri 10:00–18:00\nSat 10:00–17:00"),
            "ready_hours": 2,
        },
    )
    CarriageRule.objects.update_or_create(
        tag="dangerous-goods",
        defaults={
            "abroad_only": True,
            "reason": "may not travel abroad",
            "advice": "Take it out of the cart, and the rest goes.",
        },
    )


def _promises() -> None:
    """What a broken promise is worth, from today on."""
    today = clock.now().date()
    for kind, days, percent in (("message", 1, 0), ("charge", 3, 0), ("credit", 7, 10)):
        RemedyRule.objects.get_or_create(kind=kind, defaults={"days_late": days, "percent": percent, "since": today})


def _rates(*steps: tuple[int | None, int]) -> list[dict[str, int | None]]:
    return [{"up_to_grams": grams, "amount_minor": amount} for grams, amount in steps]


def _delivery() -> None:
    zones: dict[str, dict[str, object]] = {
        "Benelux and Germany": ({"countries": NEAR}),
        "Rest of Europe": (
            {
                "countries": EUROPE,
                "excluded_postcodes": ["FR 97", "FR 98"],
                "excluded_reason": "We do not send overseas from here yet.",
            }
        ),
        "United Kingdom": (
            {
                "countries": ["GB"],
                "excluded_postcodes": ["GY", "JE", "IM"],
                "excluded_reason": "We cannot deliver to the Channel Islands or the Isle of Man yet.",
            }
        ),
        "United States": ({"countries": ["US"]}),
    }
    made = {name: ShippingZone.objects.update_or_create(name=name, defaults=told)[0] for name, told in zones.items()}
    near, europe, britain, america = made.values()
    standard = _rates((2000, 495), (10_000, 695), (None, 1495))
    _method(near, "standard", "Standard", "PostNL", "EUR", standard, free=6000, days=(1, 2))
    _method(
        near, "express", "Express, next working day", "DHL", "EUR", _rates((10_000, 1295), (None, 2495)), days=(1, 1)
    )
    far = _rates((2000, 995), (10_000, 1495), (None, 2995))
    _method(europe, "standard", "Standard", "DPD", "EUR", far, free=12_000, days=(3, 5))
    over = _rates((2000, 895), (10_000, 1395), (None, 2695))
    _method(britain, "standard", "Standard", "Royal Mail", "GBP", over, free=9000, days=(3, 6))
    _method(america, "standard", "Tracked", "USPS", "USD", _rates((2000, 1995), (None, 4995)), days=(6, 10), phone=True)


def _method(
    zone: ShippingZone,
    code: str,
    name: str,
    carrier: str,
    currency: str,
    rates: list[dict[str, int | None]],
    *,
    days: tuple[int, int],
    free: int | None = None,
    phone: bool = False,
) -> None:
    ShippingMethod.objects.update_or_create(
        zone=zone,
        code=code,
        currency=currency,
        defaults={
            "name": name,
            "carrier": carrier,
            "rates": rates,
            "free_from_minor": free,
            "transit_days_min": days[0],
            "transit_days_max": days[1],
            "needs_phone": phone,
            # Nothing really travels: labels and news come from the carrier of our own.
            "provider": "simulated",
        },
    )


def _returns() -> None:
    ReturnPolicy.objects.update_or_create(
        name="General",
        defaults={"window_days": 30, "fees": ReturnPolicy.Fees.FREE, "countries": [*NEAR, *EUROPE, "GB"]},
    )
    ReturnPolicy.objects.update_or_create(
        name="Overseas", defaults={"window_days": 30, "fees": ReturnPolicy.Fees.CUSTOMER, "countries": ["US"]}
    )
    ReturnPolicy.objects.update_or_create(
        name="Made to size",
        defaults={
            "product_types": ["curtain", "made-to-order"],
            "is_returnable": False,
            "reason": "Made to your measurements, so it cannot be sold to anybody else.",
        },
    )
    ReturnPolicy.objects.update_or_create(
        name="Food",
        defaults={
            "product_types": ["pantry", "food"],
            "window_days": 14,
            "fees": ReturnPolicy.Fees.CUSTOMER,
            "reason": "Unopened jars and tins only.",
        },
    )
