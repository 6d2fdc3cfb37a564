"""Policies in the words customers read, and as forms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shopkeeper.commerce.content.models import ReturnPolicy
from shopkeeper.commerce.pricing.models import Market
from shopkeeper.commerce.shipping import rates
from shopkeeper.commerce.shipping.models import ShippingMethod, ShippingZone
from shopkeeper.foundation.money import Money
from shopkeeper.interfaces.backoffice.forms import Choice, Field, Trouble
from shopkeeper.interfaces.backoffice.present import words


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
    edit_url: str
    new_method_url: str


@dataclass(frozen=True)
class ReturnsView:
    name: str
    sentence: str
    applies: str
    version: int
    edit_url: str


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
        edit_url=f"/office/policies/zones/{zone.pk}/",
        new_method_url=f"/office/policies/zones/{zone.pk}/methods/new",
    )


def unserved(markets: Sequence[Market], zones: Sequence[ShippingZone]) -> tuple[str, ...]:
    """Countries the shop sells to and delivers nothing to, market by market."""
    served = {code for zone in zones for code in zone.countries}
    missing = {one.name: [words.country(code) for code in one.countries if code not in served] for one in markets}
    return tuple(f"{name}: {', '.join(places)}" for name, places in missing.items() if places)


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
            (_limit(method, limit), Money(amount, method.currency).display())
            for limit, amount in rates.table(method.rates)
        ),
        free=f"free from {free}" if free else "",
        edit_url=f"/office/policies/methods/{method.pk}/",
    )


def _limit(method: ShippingMethod, limit: int | None) -> str:
    """Up to what a step of a table goes, in the units of its kind."""
    if limit is None:
        return {"weight": "heavier", "value": "dearer", "units": "more"}.get(method.basis, "larger")
    shown = {
        "weight": f"{limit / 1000:g} kg",
        "value": Money(limit, method.currency).display(),
        "units": words.plural(limit, "unit"),
    }
    return f"up to {shown.get(method.basis) or f'{limit / 1000:g} l'}"


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
