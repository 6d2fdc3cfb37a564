"""A delivery zone and a way of delivery, as forms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shopkeeper.commerce.shipping import rates
from shopkeeper.commerce.shipping.models import ShippingMethod, ShippingZone
from shopkeeper.foundation.money import Money
from shopkeeper.interfaces.backoffice.forms import Choice, Field, Trouble
from shopkeeper.interfaces.backoffice.present import words

SPARE_ROWS = 2
MOST_ROWS = 12


@dataclass(frozen=True)
class ZonePage:
    """``delete_url`` is empty for a zone that is not made yet."""

    title: str
    url: str
    fields: tuple[Field, ...]
    delete_url: str
    target: str
    trouble: Trouble | None


@dataclass(frozen=True)
class RateRow:
    grams: Field
    amount: Field


@dataclass(frozen=True)
class MethodPage:
    title: str
    zone: str
    url: str
    fields: tuple[Field, ...]
    timing: tuple[Field, ...]
    origin: tuple[Field, ...]
    rates: tuple[RateRow, ...]
    rates_error: str
    ticks: tuple[Field, ...]
    delete_url: str
    target: str
    trouble: Trouble | None


@dataclass(frozen=True)
class _Form:
    """What was typed, when it came back, and what is wrong with it."""

    typed: Mapping[str, str] | None
    trouble: Trouble | None

    def field(self, name: str, label: str, kept: str, hint: str = "", **more: str | bool) -> Field:
        wrong = dict(self.trouble.fields) if self.trouble else {}
        return Field(
            name=name,
            label=label,
            value=(self.typed or {}).get(name, kept),
            error=wrong.get(name, ""),
            hint=hint,
            kind=str(more.get("kind", "text")),
            inputmode=str(more.get("inputmode", "")),
            is_optional=bool(more.get("is_optional", False)),
        )

    def tick(self, name: str, label: str, kept: bool) -> Field:
        is_ticked = kept if self.typed is None else name in self.typed
        return Field(name=name, label=label, kind="checkbox", value="yes" if is_ticked else "")


def zone_page(
    zone: ShippingZone | None, typed: Mapping[str, str] | None = None, trouble: Trouble | None = None
) -> ZonePage:
    kept, form = zone or ShippingZone(), _Form(typed, trouble)
    url = f"/office/policies/zones/{zone.pk}/" if zone else "/office/policies/zones/new"
    countries = "\n".join(words.country(code) for code in kept.countries)
    return ZonePage(
        title=zone.name if zone else "New zone",
        url=url,
        fields=(
            form.field("name", "Name", kept.name, "Customers read it on the shipping page."),
            form.field("countries", "Countries", countries, "One a line, by name or two letters.", kind="textarea"),
            form.field(
                "excluded",
                "Not to postcodes beginning with",
                "\n".join(kept.excluded_postcodes),
                "One a line, such as JE; with a country in front it counts there only, such as FR 97.",
                kind="textarea",
                is_optional=True,
            ),
            form.field("excluded_reason", "Why not there", kept.excluded_reason, is_optional=True),
        ),
        delete_url=f"{url}delete" if zone else "",
        target=f"zone:{zone.pk}" if zone else "",
        trouble=trouble,
    )


def new_method(zone: ShippingZone, like: ShippingMethod | None, currency: str) -> ShippingMethod:
    """A way of delivery to begin with: leaving from where another one leaves, as early in the day."""
    made = ShippingMethod(zone=zone, currency=currency, name="", carrier="")
    if like is not None:
        made.time_zone, made.origin_country, made.cutoff_hour = like.time_zone, like.origin_country, like.cutoff_hour
    return made


def method_page(
    method: ShippingMethod,
    currencies: Sequence[str],
    typed: Mapping[str, str] | None = None,
    trouble: Trouble | None = None,
) -> MethodPage:
    """``currencies`` can be chosen for a method that is not made yet; afterwards its rates are in one for good."""
    form, is_new = _Form(typed, trouble), method.pk is None
    url = f"/office/policies/zones/{method.zone_id}/methods/new" if is_new else f"/office/policies/methods/{method.pk}/"
    free = Money(method.free_from_minor, method.currency).plain() if method.free_from_minor is not None else ""
    unit = "" if is_new else f" ({method.currency})"
    return MethodPage(
        title="New way of delivery" if is_new else method.name,
        zone=method.zone.name,
        url=url,
        fields=(
            form.field("name", "Name customers see", method.name),
            form.field("carrier", "Carrier", method.carrier),
            form.field(
                "free_from", f"Free from{unit}", free, "Goods worth this much.", inputmode="decimal", is_optional=True
            ),
            *((_currency(form, method, currencies),) if is_new else ()),
        ),
        timing=(
            form.field("transit_days_min", "Fewest working days", str(method.transit_days_min), inputmode="numeric"),
            form.field("transit_days_max", "Most working days", str(method.transit_days_max), inputmode="numeric"),
            form.field("cutoff_hour", "Order before (hour)", str(method.cutoff_hour), inputmode="numeric"),
        ),
        origin=(
            form.field("origin_country", "Leaves from", method.origin_country, "Two letters. Its holidays count."),
            form.field("time_zone", "Time of the hour", method.time_zone, "Such as Europe/Amsterdam."),
        ),
        rates=_rate_rows(method, form, unit),
        rates_error=dict(trouble.fields).get("rates", "") if trouble else "",
        ticks=(
            form.tick("needs_phone", "The carrier needs a telephone number", method.needs_phone),
            form.tick("is_active", "Offered to customers", method.is_active),
        ),
        delete_url="" if is_new else f"{url}delete",
        target="" if is_new else f"method:{method.pk}",
        trouble=trouble,
    )


def _currency(form: _Form, method: ShippingMethod, currencies: Sequence[str]) -> Field:
    chosen = form.field("currency", "Currency", method.currency, "It cannot change later.")
    return Field(
        name="currency",
        label=chosen.label,
        kind="select",
        value=chosen.value,
        error=chosen.error,
        hint=chosen.hint,
        choices=tuple(Choice(code, code) for code in currencies),
    )


def _rate_rows(method: ShippingMethod, form: _Form, unit: str) -> tuple[RateRow, ...]:
    """The rows of a table by weight; the others are edited as a table of their own."""
    if method.basis != ShippingMethod.Basis.WEIGHT:
        return ()
    kept = [(str(limit or ""), Money(amount, method.currency).plain()) for limit, amount in rates.table(method.rates)]
    typed = form.typed or {}
    shown = [n for n in range(MOST_ROWS) if typed.get(f"amount-{n}") or typed.get(f"grams-{n}")]
    rows = min(MOST_ROWS, max(len(kept), max(shown, default=-1) + 1) + SPARE_ROWS)
    kept += [("", "")] * (rows - len(kept))
    return tuple(
        RateRow(
            form.field(f"grams-{n}", f"Rate {n + 1}: up to (g)", grams, inputmode="numeric", is_optional=True),
            form.field(f"amount-{n}", f"Rate {n + 1}: costs{unit}", amount, inputmode="decimal"),
        )
        for n, (grams, amount) in enumerate(kept)
    )
