"""What the steps of a checkout print."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shopkeeper.commerce.cart.queries import LineView
from shopkeeper.commerce.catalogue.pictures import Picture as StoredPicture
from shopkeeper.commerce.checkout.details import usable_vat_number
from shopkeeper.commerce.checkout.models import Checkout
from shopkeeper.commerce.checkout.queries import PricedCart
from shopkeeper.commerce.content import queries as content
from shopkeeper.commerce.customers.addresses import PostalAddress, clean, is_country
from shopkeeper.commerce.payments.backends.sandbox import SCRIPTS
from shopkeeper.commerce.pricing.quote import Quote, QuotedLine
from shopkeeper.commerce.shipping.queries import DeliveryOption
from shopkeeper.foundation.ids import token
from shopkeeper.foundation.money import Money
from shopkeeper.interfaces.storefront.pages import (
    CartLine,
    CartSummary,
    CheckoutFrame,
    Field,
    FieldError,
    Link,
    Picture,
    Problem,
    RadioCard,
    Recap,
    Step,
    SummaryRow,
)
from shopkeeper.interfaces.storefront.present.days import day_range
from shopkeeper.interfaces.storefront.present.pictures import stand_in

STEPS = ("details", "delivery", "payment")
# The outcomes most people try; the rest are folded.
FIRST_SCRIPTS = ("approve", "decline", "three_d_secure")


@dataclass(frozen=True)
class Showing:
    """A checkout, what it costs now, and whom it is shown to."""

    checkout: Checkout
    priced: PricedCart
    language: str

    def url(self, step: str) -> str:
        return self.path(self.checkout, step)

    @staticmethod
    def path(checkout: Checkout, step: str) -> str:
        return f"/checkout/{checkout.public_id}/{step}"


def frame(
    showing: Showing,
    step: str,
    *,
    errors: tuple[FieldError, ...] = (),
    problems: tuple[Problem, ...] = (),
    autosaves: bool = True,
) -> CheckoutFrame:
    """The steps, the order so far and what went wrong, with a fresh idempotency key."""
    at = STEPS.index(step)
    labels = (_("Details"), _("Delivery"), _("Pay and review"))
    quoted = {line.key: line for line in showing.priced.quote.lines}
    return CheckoutFrame(
        steps=tuple(
            Step(label=label, state="done", url=showing.url(STEPS[index]))
            if index < at
            else Step(label=label, state="now" if index == at else "later")
            for index, label in enumerate(labels)
        ),
        lines=tuple(cart_line(line, quoted.get(line.key), showing) for line in showing.priced.cart.lines),
        summary=summary(showing.priced, showing.language, is_estimate=step == "details"),
        action_url=showing.url(step),
        idempotency_key=token(),
        cart_url="/cart/",
        errors=errors,
        problems=problems,
        recaps=recaps(showing)[: (0, 2, 3)[at]],
        autosave_url=showing.url("autosave") if autosaves else "",
    )


def cart_line(line: LineView, quoted: QuotedLine | None, showing: Showing) -> CartLine:
    """A line as it is being bought; nothing about it can be changed here."""
    currency = showing.priced.cart.market.currency
    total_minor = quoted.total_minor if quoted else None
    total = Money(total_minor, currency).display(showing.language) if total_minor is not None else "–"
    # The quote's own: a price that contains no tax for this customer is shown without it.
    unit_minor = quoted.unit_minor if quoted else line.price.amount_minor if line.price else None
    unit = Money(unit_minor, currency).display(showing.language) if unit_minor is not None else "–"
    return CartLine(
        id=str(line.offer_id),
        title=line.title,
        url=f"/p/{line.product_slug}/",
        picture=thumbnail(line.picture, line.title),
        options=" · ".join(line.options.values()),
        quantity=line.quantity,
        unit_price=unit,
        total=total,
        total_minor=total_minor or 0,
        url_quantity="",
        url_remove="",
        idempotency_key="",
    )


def thumbnail(picture: StoredPicture | None, title: str) -> Picture:
    """The smallest sizes of a picture, or the stand-in."""
    if picture is None:
        return stand_in(title)
    return Picture(alt="", width=picture.width, height=picture.height, src=picture.src)


def summary(priced: PricedCart, language: str, *, is_estimate: bool) -> CartSummary:
    """Every amount in the total, and why."""
    option = priced.delivery
    reason = f"{option.name}, {day_range(option.promise.earliest, option.promise.latest, language)}" if option else ""
    return quote_summary(
        priced.quote, language, count=priced.cart.count, delivery_reason=reason, has_delivery=option is not None,
        is_estimate=is_estimate,
    )  # fmt: skip


def quote_summary(
    quote: Quote,
    language: str,
    *,
    count: int,
    delivery_reason: str = "",
    has_delivery: bool = True,
    is_estimate: bool = False,
) -> CartSummary:
    """The rows of a quote; they add up to its total."""

    def shown(minor: int) -> str:
        return Money(minor, quote.currency).display(language)

    items = ngettext("%(num)s item", "%(num)s items", count) % {"num": count}
    rows = [SummaryRow(label=items, amount=shown(quote.lines_minor))]
    if quote.discount_minor:
        rows.append(SummaryRow(label=_("Reductions"), amount=f"−{shown(quote.discount_minor)}", is_reduction=True))
    if has_delivery:
        amount = shown(quote.shipping_minor) if quote.shipping_minor else _("Free")
        rows.append(SummaryRow(label=_("Delivery"), amount=amount, reason=delivery_reason))
    taxes = ", ".join(row.name for row in quote.tax_rows)
    if quote.tax_minor and not quote.prices_include_tax:
        rows.append(SummaryRow(label=_("Tax"), amount=shown(quote.tax_minor), reason=taxes))
    included = quote.tax_minor and quote.prices_include_tax
    note = _("Includes %(amount)s %(taxes)s") % {"amount": shown(quote.tax_minor), "taxes": taxes} if included else ""
    untaxed = next((row.reason for row in quote.tax_rows if row.reason), "")
    if untaxed and not quote.tax_minor:
        note = _("No tax is charged. %(reason)s") % {"reason": untaxed}
    return CartSummary(
        rows=tuple(rows),
        total=shown(quote.total_minor),
        total_minor=quote.total_minor,
        currency=quote.currency,
        tax_note=note,
        item_count=count,
        is_estimate=is_estimate,
    )


def recaps(showing: Showing) -> tuple[Recap, ...]:
    """What earlier steps settled, with the way back."""
    typed = showing.checkout.typed
    where = PostalAddress(
        **{name: clean(typed.get(name, "")) for name in ("name", "company", "line1", "line2", "city", "region")},
        country=typed.get("country", "").upper(),
        postal_code=clean(typed.get("postal_code", "")),
    )
    to = ", ".join(where.lines()) if is_country(where.country) else where.line1
    option = showing.priced.delivery
    arrives = day_range(option.promise.earliest, option.promise.latest, showing.language) if option else ""
    details = showing.url("details")
    return (
        Recap(label=_("Contact"), lines=(clean(typed.get("email", "")), *_vat_number(typed)), change_url=details),
        Recap(label=_("Deliver to"), lines=(to,), change_url=details),
        Recap(
            label=_("Arrives"),
            lines=(f"{arrives}, {option.name}" if option else "",),
            change_url=showing.url("delivery"),
        ),
    )


def _vat_number(typed: Mapping[str, str]) -> tuple[str, ...]:
    """The company's number in the form it is printed in."""
    number = usable_vat_number(typed)
    return (_("VAT number %(number)s") % {"number": number},) if number else ()


def delivery_cards(showing: Showing) -> tuple[RadioCard, ...]:
    """Ways of delivery, the chosen or the cheapest one selected; those that do not take the goods stay in sight and say
    why."""
    chosen = showing.priced.delivery
    if chosen is None:
        return ()
    refused = (
        RadioCard(value=one.code, label=one.name, disabled_reason=one.reason) for one in showing.priced.not_offered
    )
    offered = tuple(
        RadioCard(
            value=option.code,
            label=day_range(option.promise.earliest, option.promise.latest, showing.language),
            detail=" · ".join(
                part
                for part in (
                    option.name,
                    option.carrier,
                    option.note,
                    _together(option),
                    _("needs a phone number") if option.needs_phone else "",
                )
                if part
            ),
            price=option.amount.display(showing.language) if option.amount else _("Free"),
            is_selected=option == chosen,
        )
        for option in showing.priced.options
    )
    return (*offered, *refused)


def _together(option: DeliveryOption) -> str:
    if not option.together_with:
        return ""
    return _("in one box with your order %(number)s") % {"number": option.together_with}


def phone_field(typed: Mapping[str, str], carrier: str, problem: str) -> Field:
    """The phone number, for a carrier that will not come without one."""
    return Field(
        name="phone",
        label=_("Phone"),
        value=typed.get("phone", ""),
        kind="tel",
        autocomplete="tel",
        inputmode="tel",
        reason=_("%(carrier)s calls before it comes; nobody else sees the number.") % {"carrier": carrier},
        error=problem,
    )


def test_payments() -> tuple[tuple[RadioCard, ...], tuple[RadioCard, ...]]:
    """The sandbox's outcomes: the usual ones, and the rest."""
    words = {
        "approve": (_("Test payment: approved"), _("No money moves. The order is placed at once.")),
        "decline": (_("Test payment: declined"), _("Your bank says no, and says why.")),
        "three_d_secure": (_("Test payment: asks your bank (3-D Secure)"), _("You confirm on the bank's own page.")),
    }
    cards = [
        RadioCard(
            value=f"sandbox:sandbox_{script}",
            label=words[script][0] if script in words else _("Test: %(outcome)s") % {"outcome": outcome},
            detail=words[script][1] if script in words else "",
            icon="bank" if script == "three_d_secure" else "card",
        )
        for script, outcome in SCRIPTS.items()
    ]
    names = list(SCRIPTS)
    first = tuple(cards[names.index(script)] for script in FIRST_SCRIPTS)
    return first, tuple(card for card, name in zip(cards, names, strict=True) if name not in FIRST_SCRIPTS)


def terms() -> tuple[Link, ...]:
    """What paying agrees to: the terms of sale, where the shop has written some, and the returns policy."""
    written = any(page.slug == "terms" for page in content.pages())
    own = (Link(label=_("terms of sale"), url="/pages/terms/"),) if written else ()
    return (*own, Link(label=_("returns"), url="/returns/"))
