"""The page with the pay button, and the one shown while the bank thinks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from urllib.parse import quote

from django.conf import settings
from django.utils.translation import gettext as _

from shopkeeper.commerce.checkout.details import bills_elsewhere
from shopkeeper.commerce.checkout.saga import TotalChanged
from shopkeeper.commerce.payments import ways
from shopkeeper.commerce.payments.declines import TooManyDeclines
from shopkeeper.commerce.payments.models import SavedMethod
from shopkeeper.commerce.payments.saved import is_expired
from shopkeeper.foundation.errors import ShopError
from shopkeeper.foundation.ids import token
from shopkeeper.foundation.money import Money
from shopkeeper.interfaces.storefront.pages import (
    ConfirmingPage,
    Field,
    FieldError,
    Fix,
    PaymentPage,
    Problem,
    RadioCard,
)
from shopkeeper.interfaces.storefront.present.checkout import Showing, frame, terms, test_payments
from shopkeeper.interfaces.storefront.present.details import doubts
from shopkeeper.interfaces.storefront.present.fields import address_fields, error_list

REFRESH_SECONDS = 3


def payment_page(
    showing: Showing,
    *,
    at: datetime,
    chosen: str = "",
    problems: Mapping[str, str] | None = None,
    notice: Problem | None = None,
) -> PaymentPage:
    """Pay and review. ``notice`` says what stood in the way: another total, or why the bank refused."""
    problems = problems or {}
    billing = billing_fields(showing, problems)
    cards, more, can_keep = ways_to_pay(showing, chosen, at)
    errors: tuple[FieldError, ...] = error_list(problems, billing)
    return PaymentPage(
        checkout=frame(showing, "payment", errors=errors),
        methods=cards,
        more_methods=more,
        can_keep=can_keep,
        more_label=_("More test outcomes"),
        pay_amount=showing.priced.total.display(showing.language),
        pay_minor=showing.priced.total.minor,
        currency=showing.priced.total.currency,
        terms=terms(),
        billing_same=not bills_elsewhere(showing.checkout.typed),
        billing=billing,
        declined=notice or refusal(showing.checkout.refusal),
    )


def ways_to_pay(
    showing: Showing, chosen: str, at: datetime
) -> tuple[tuple[RadioCard, ...], tuple[RadioCard, ...], bool]:
    """The customer's own first, then what the shop offers, then test payments: the usual ones and the rest. And
    whether one of them can be kept for next time."""
    customer_id = showing.checkout.cart.customer_id
    country = showing.checkout.typed.get("country", "").upper()
    own = [_saved_card(one) for one in ways.saved_of(customer_id) if not is_expired(one, at)]
    offered = ways.offered(amount=showing.priced.total, country=country)
    cards = [*own, *(RadioCard(value=way.value, label=way.label, detail=way.detail, icon=way.icon) for way in offered)]
    tests = ("sandbox" in settings.PAYMENT_PROVIDERS and test_payments()) or ((), ())
    first = "sandbox:sandbox_approve" if tests[0] and not own else next((card.value for card in cards), "")
    value = chosen or first
    usual = tuple(replace(card, is_selected=card.value == value) for card in (*own, *tests[0], *cards[len(own) :]))
    more = tuple(replace(card, is_selected=card.value == value) for card in tests[1])
    can_keep = customer_id is not None and (any(way.can_keep for way in offered) or ways.can_keep("sandbox"))
    return usual, more, can_keep


def ways_at_once(
    amount: Money, *, customer_id: int | None = None, chosen: str = "", at: datetime | None = None
) -> tuple[tuple[RadioCard, ...], tuple[RadioCard, ...]]:
    """For sums that are paid then and there (a link from a mail, the difference of a change): the customer's own cards,
    what the shop offers, test payments; and the rest of those."""
    own = [_saved_card(one) for one in ways.saved_of(customer_id) if at is None or not is_expired(one, at)]
    cards = [
        RadioCard(value=way.value, label=way.label, detail=way.detail, icon=way.icon)
        for way in ways.offered(amount=amount, country="")
        if ways.pays_at_once(way)
    ]
    tests = ("sandbox" in settings.PAYMENT_PROVIDERS and test_payments()) or ((), ())
    usual = (*own, *cards, *tests[0])
    value = chosen or next((card.value for card in usual), "")
    return (
        tuple(replace(card, is_selected=card.value == value) for card in usual),
        tuple(replace(card, is_selected=card.value == value) for card in tests[1]),
    )


def _saved_card(method: SavedMethod) -> RadioCard:
    until = f"{method.exp_month:02}/{method.exp_year % 100:02}" if method.exp_year else ""
    return RadioCard(
        value=f"{ways.SAVED}:{method.public_id}",
        label=_("%(brand)s ending in %(last4)s") % {"brand": method.brand.title() or _("Card"), "last4": method.last4},
        detail=_("Kept in your account, good until %(month)s") % {"month": until} if until else "",
        icon="card",
    )


def billing_fields(showing: Showing, problems: Mapping[str, str]) -> tuple[Field, ...]:
    """The invoice's own address; any country the shop knows may be billed."""
    typed, market = showing.checkout.typed, showing.priced.cart.market
    country = typed.get("billing_country", "").upper() or typed.get("country", "").upper()
    fields = address_fields(
        typed,
        countries=market.countries,
        country=country if country in market.countries else market.default_country,
        language=showing.language,
        problems=problems,
        warnings=doubts(typed, "billing_"),
        prefix="billing_",
        kind="billing",
    )
    return tuple(field for field in fields.in_order() if field.name != "billing_phone")


def refusal(kept: Mapping[str, str]) -> Problem | None:
    """Why the last attempt came to nothing, in the words that were kept."""
    if not kept.get("message"):
        return None
    titles = {
        "sold_out": _("That was just sold out"),
        "no_answer": _("Your bank did not answer"),
        "not_started": _("The payment did not start"),
    }
    text = _("%(reason)s Everything you filled in is still here.") % {"reason": kept["message"]}
    return Problem(
        code=kept["code"], title=titles.get(kept["code"], _("Your bank did not accept this payment")), text=text
    )


def stood_in_the_way(refused: ShopError, payment_url: str) -> Problem:
    """Why nothing was asked of the bank this time."""
    if isinstance(refused, TooManyDeclines):
        sign_in = Fix(label=_("Sign in and go on"), url=f"/account/sign-in/?next={quote(payment_url)}")
        fixes = (sign_in,) if refused.signing_in_helps else ()
        return Problem(
            code=refused.code, title=_("Please wait before you try again"), text=refused.message, fixes=fixes
        )
    title = _("The total has changed") if isinstance(refused, TotalChanged) else refused.message
    return Problem(code=refused.code, title=title, text="" if title == refused.message else refused.message)


def confirming_page(url: str, *, bank_url: str = "", other_url: str = "", is_slow: bool = False) -> ConfirmingPage:
    return ConfirmingPage(
        status_url=url,
        refresh_seconds=REFRESH_SECONDS,
        is_slow=is_slow,
        bank_url=bank_url,
        other_url=other_url,
        idempotency_key=token(),
    )
