"""The pages of the first two steps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from shopkeeper.commerce.customers.addresses import PostalAddress, clean, is_country, postal_warning
from shopkeeper.commerce.customers.consents import question
from shopkeeper.commerce.customers.models import Address
from shopkeeper.commerce.customers.queries import postal
from shopkeeper.interfaces.storefront.pages import (
    DeliveryGroup,
    DeliveryPage,
    DetailsPage,
    Field,
    FieldError,
    Fix,
    Problem,
    RadioCard,
)
from shopkeeper.interfaces.storefront.present.checkout import Showing, delivery_cards, frame, phone_field
from shopkeeper.interfaces.storefront.present.fields import address_fields, error_list


def details_page(
    showing: Showing,
    *,
    typed: Mapping[str, str],
    problems: Mapping[str, str],
    saved: Iterable[Address],
    is_guest: bool,
    asks_news: bool = False,
) -> DetailsPage:
    """Who and where to, as typed so far."""
    market = showing.priced.cart.market
    country = typed.get("country", "").upper()
    fields = address_fields(
        typed,
        countries=market.countries,
        country=country if country in market.countries else market.default_country,
        language=showing.language,
        problems=problems,
        warnings=doubts(typed),
    )
    email = Field(
        name="email",
        label=_("E-mail"),
        value=typed.get("email", ""),
        kind="email",
        autocomplete="email",
        inputmode="email",
        reason=_("For the confirmation and where the parcel is."),
        error=problems.get("email", ""),
    )
    number = vat_number_field(typed, problems)
    order = (email, *fields.in_order(), number)
    return DetailsPage(
        checkout=frame(showing, "details", errors=error_list(problems, order)),
        email=email,
        name=fields.name,
        company=fields.company,
        vat_number=number,
        line1=fields.line1,
        line2=fields.line2,
        postcode=fields.postal_code,
        city=fields.city,
        region=fields.region,
        country=fields.country,
        phone=fields.phone,
        news=news_field() if asks_news else None,
        saved=_saved_cards(tuple(saved), typed),
        sign_in_url="/account/sign-in/?next=/checkout/" if is_guest else "",
        is_guest=is_guest,
    )


def news_field() -> Field:
    """Never ticked beforehand: silence is no consent (Regulation (EU) 2016/679, recital 32)."""
    asked = question("marketing:email")
    words = asked.wording if asked else ""
    return Field(name="news", label=words, kind="checkbox", is_required=False)


def vat_number_field(typed: Mapping[str, str], problems: Mapping[str, str]) -> Field:
    """What a company may add, so that the invoice carries it and the tax follows."""
    return Field(
        name="vat_number",
        label=_("VAT number"),
        value=typed.get("vat_number", ""),
        is_required=False,
        hint=_("With the country in front, like NL123456789B01. It is printed on the invoice."),
        error=problems.get("vat_number", ""),
    )


def doubts(typed: Mapping[str, str], prefix: str = "") -> dict[str, str]:
    """A postcode that looks unusual: said, never insisted on."""
    country, code = typed.get(f"{prefix}country", "").upper(), clean(typed.get(f"{prefix}postal_code", ""), 40)
    if not code or not is_country(country):
        return {}
    told = postal_warning(PostalAddress(name="", line1="", country=country, postal_code=code))
    return {f"{prefix}postal_code": told} if told else {}


def _saved_cards(saved: tuple[Address, ...], typed: Mapping[str, str]) -> tuple[RadioCard, ...]:
    if not saved:
        return ()
    same = [row for row in saved if all(typed.get(name, "") == value for name, value in postal(row).as_json().items())]
    cards = [
        RadioCard(
            value=str(row.pk),
            label=row.name,
            detail=", ".join(postal(row).lines()[1:]),
            is_selected=same[:1] == [row],
        )
        for row in saved
    ]
    other = RadioCard(value="new", label=_("Another address"), detail=_("Typed below"), is_selected=not same)
    return (*cards, other)


def delivery_page(showing: Showing, *, problems: Mapping[str, str]) -> DeliveryPage:
    """How and when; or, where nothing goes, why and what can be done."""
    cards, chosen = delivery_cards(showing), showing.priced.delivery
    stuck = Problem(
        code="undeliverable",
        title=_("We cannot send this order there"),
        text=showing.priced.undeliverable,
        fixes=(
            Fix(label=_("Send it to another address"), url=showing.url("details")),
            Fix(label=_("Change the order"), url="/cart/"),
        ),
    )
    typed = showing.checkout.typed
    asks_phone = (chosen is not None and chosen.needs_phone) or "phone" in problems
    errors = tuple(FieldError(field=name, text=text) for name, text in problems.items())
    return DeliveryPage(
        checkout=frame(showing, "delivery", errors=errors, problems=() if cards else (stuck,)),
        groups=(DeliveryGroup(name="delivery", choices=cards),) if cards else (),
        phone=phone_field(typed, chosen.carrier if chosen else "", problems.get("phone", "")) if asks_phone else None,
        note=Field(
            name="note",
            label=_("Note for the courier"),
            value=typed.get("note", ""),
            is_required=False,
            rows=3,
            max_length=1000,
        ),
    )
