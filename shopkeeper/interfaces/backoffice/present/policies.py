"""Policies in the words customers read, and as forms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shopkeeper.commerce.content.models import ReturnPolicy
from shopkeeper.commerce.shipping.models import ShippingMethod, ShippingZone
from shopkeeper.foundation.money import Money
from shopkeeper.interfaces.backoffice.forms import Choice, Field, Trouble
from shopkeeper.interfaces.backoffice.present import words

SPARE_ROWS = 2
MOST_ROWS = 8


@dataclass(frozen=True)
class MethodView:
    name: str
    carrier: str
    is_active: bool
    promise: str
    rates: tuple[tuple[str, str], ...]
    free: str
    edit_url: str


@dataclass(frozen=True)
class ZoneView:
    name: str
    countries: str
    excluded: str
    methods: tuple[MethodView, ...]


@dataclass(frozen=True)
class ReturnsView:
    name: str
    sentence: str
    applies: str
    version: int
    edit_url: str


@dataclass(frozen=True)
class RateRow:
    grams: Field
    amount: Field


@dataclass(frozen=True)
class MethodPage:
    title: str
    zone: str
    currency: str
    url: str
    fields: tuple[Field, ...]
    timing: tuple[Field, ...]
    rates: tuple[RateRow, ...]
    rates_error: str
    active: Field
    trouble: Trouble | None


@dataclass(frozen=True)
class ReturnsPage:
    title: str
    url: str
    version: int
    fields: tuple[Field, ...]
    trouble: Trouble | None


def zone_view(zone: ShippingZone, methods: Sequence[ShippingMethod]) -> ZoneView:
    postcodes = ", ".join(zone.excluded_postcodes)
    return ZoneView(
        name=zone.name,
        countries=", ".join(words.country(code) for code in zone.countries),
        excluded=f"Not to postcodes beginning with {postcodes}. {zone.excluded_reason}" if postcodes else "",
        methods=tuple(_method(one) for one in methods),
    )


def _method(method: ShippingMethod) -> MethodView:
    low, high = method.transit_days_min, method.transit_days_max
    days = words.plural(high, "working day") if low == high else f"{low}–{high} working days"
    free = Money(method.free_from_minor, method.currency).display() if method.free_from_minor is not None else ""
    return MethodView(
        name=method.name,
        carrier=method.carrier,
        is_active=method.is_active,
        promise=f"{days} with {method.carrier}, when ordered before {method.cutoff_hour}:00",
        rates=tuple(
            (
                f"up to {step['up_to_grams'] / 1000:g} kg" if step["up_to_grams"] else "heavier",
                Money(step["amount_minor"], method.currency).display(),
            )
            for step in method.rates
        ),
        free=f"free from {free}" if free else "",
        edit_url=f"/office/policies/methods/{method.pk}/",
    )


def returns_view(policy: ReturnPolicy) -> ReturnsView:
    places = ", ".join(words.country(code) for code in policy.countries)
    applies = ", ".join(part for part in (places, ", ".join(policy.product_types)) if part)
    return ReturnsView(
        policy.name, sentence(policy), applies or "Everything", policy.version, f"/office/policies/returns/{policy.pk}/"
    )


def sentence(policy: ReturnPolicy) -> str:
    """The policy as customers are told it."""
    if not policy.is_returnable:
        return f"Cannot be returned. {policy.reason}".strip()
    payer = {
        "free": "Sending it back is free.",
        "customer": "You pay for sending it back.",
        "fixed": f"Sending it back costs {_fee(policy)}.",
    }[policy.fees]
    money = f"Your money is back within {words.plural(policy.refund_days, 'day')}."
    return f"Return within {words.plural(policy.window_days, 'day')}. {payer} {money} {policy.reason}".strip()


def _fee(policy: ReturnPolicy) -> str:
    return Money(policy.fee_minor, policy.fee_currency).display() if policy.fee_currency else "a fee"


def method_page(
    method: ShippingMethod, typed: Mapping[str, str] | None = None, trouble: Trouble | None = None
) -> MethodPage:
    told, wrong = typed or {}, dict(trouble.fields) if trouble else {}
    free = Money(method.free_from_minor, method.currency).plain() if method.free_from_minor is not None else ""

    def field(name: str, label: str, value: str, hint: str = "", inputmode: str = "", optional: bool = False) -> Field:
        return Field(
            name=name,
            label=label,
            value=told.get(name, value),
            error=wrong.get(name, ""),
            hint=hint,
            inputmode=inputmode,
            is_optional=optional,
        )

    return MethodPage(
        title=method.name,
        zone=method.zone.name,
        currency=method.currency,
        url=f"/office/policies/methods/{method.pk}/",
        fields=(
            field("name", "Name customers see", method.name),
            field("carrier", "Carrier", method.carrier),
            field("free_from", f"Free from ({method.currency})", free, "Goods worth this much.", "decimal", True),
        ),
        timing=(
            field("cutoff_hour", "Order before (hour)", str(method.cutoff_hour), f"In {method.time_zone}.", "numeric"),
            field("transit_days_min", "Fewest working days", str(method.transit_days_min), "", "numeric"),
            field("transit_days_max", "Most working days", str(method.transit_days_max), "", "numeric"),
        ),
        rates=_rate_rows(method, told, wrong),
        rates_error=wrong.get("rates", ""),
        active=Field(
            name="is_active",
            label="Offered to customers",
            kind="checkbox",
            value=("yes" if "is_active" in told else "") if typed is not None else ("yes" if method.is_active else ""),
        ),
        trouble=trouble,
    )


def _rate_rows(method: ShippingMethod, told: Mapping[str, str], wrong: Mapping[str, str]) -> tuple[RateRow, ...]:
    known = [
        (str(step["up_to_grams"] or ""), Money(step["amount_minor"], method.currency).plain()) for step in method.rates
    ]
    known += [("", "")] * max(0, min(SPARE_ROWS, MOST_ROWS - len(known)))
    return tuple(
        RateRow(
            Field(
                name=f"grams-{index}",
                label=f"Rate {index + 1}: up to (g)",
                value=told.get(f"grams-{index}", grams),
                error=wrong.get(f"grams-{index}", ""),
                inputmode="numeric",
                is_optional=True,
            ),
            Field(
                name=f"amount-{index}",
                label=f"Rate {index + 1}: costs ({method.currency})",
                value=told.get(f"amount-{index}", amount),
                error=wrong.get(f"amount-{index}", ""),
                inputmode="decimal",
            ),
        )
        for index, (grams, amount) in enumerate(known)
    )


def returns_page(
    policy: ReturnPolicy, typed: Mapping[str, str] | None = None, trouble: Trouble | None = None
) -> ReturnsPage:
    told, wrong = typed or {}, dict(trouble.fields) if trouble else {}
    returnable = "is_returnable" in told if typed is not None else policy.is_returnable

    def field(name: str, label: str, value: str, **more: str) -> Field:
        return Field(
            name=name,
            label=label,
            value=told.get(name, value),
            error=wrong.get(name, ""),
            hint=more.get("hint", ""),
            inputmode=more.get("inputmode", ""),
        )

    return ReturnsPage(
        title=policy.name,
        url=f"/office/policies/returns/{policy.pk}/",
        version=policy.version,
        fields=(
            Field(
                name="is_returnable",
                label="These goods may come back",
                kind="checkbox",
                value="yes" if returnable else "",
            ),
            field("window_days", "Days to send it back", str(policy.window_days), inputmode="numeric"),
            Field(
                name="fees",
                label="Who pays for sending it back",
                value=told.get("fees", policy.fees),
                error=wrong.get("fees", ""),
                kind="select",
                choices=(Choice("free", "The shop"), Choice("customer", "The customer")),
            ),
            field("refund_days", "Days until the money is back", str(policy.refund_days), inputmode="numeric"),
            field("reason", "Said beside it", policy.reason, hint="Why not, or on what condition."),
        ),
        trouble=trouble,
    )
