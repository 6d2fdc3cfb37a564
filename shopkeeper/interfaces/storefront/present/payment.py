"""The page with the pay button, and the one shown while the bank thinks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from urllib.parse import quote

from django.conf import settings
from django.utils.translation import gettext as _

from shopkeeper.commerce.checkout import tenders
from shopkeeper.commerce.checkout.details import bills_elsewhere
from shopkeeper.commerce.checkout.saga import TotalChanged
from shopkeeper.commerce.credit import queries as credit
from shopkeeper.commerce.payments import ways
from shopkeeper.commerce.payments.declines import TooManyDeclines
from shopkeeper.commerce.payments.models import SavedMethod
from shopkeeper.commerce.payments.saved import is_expired
from shopkeeper.foundation.errors import ShopError
from shopkeeper.foundation.ids import token
from shopkeeper.foundation.money import Money
from shopkeeper.interfaces.storefront.pages import (
    ConfirmingPage,
    CreditUsed,
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
    chosen: str = "",
    problems: Mapping[str, str] | None = None,
    notice: Problem | None = None,
    code: str = "",
    customer_id: int | None = None,
    at: datetime,
) -> PaymentPage:
    """Pay and review. ``notice`` says what stood in the way: another total, or why the bank refused; ``code`` is what
    was typed as the code of a card."""
    problems = problems or {}
    total = showing.priced.total
    shares = tenders.shares(showing.checkout, total, at=at)
    rest = tenders.rest(total, shares)
    card = credit_field(code, problems)
    billing = billing_fields(showing, problems)
    cards, more, can_keep = ways_to_pay(showing, rest, chosen, customer_id, at)
    errors: tuple[FieldError, ...] = error_list(problems, (card, *billing))
    return PaymentPage(
        checkout=frame(showing, "payment", errors=errors),
        methods=cards if rest else (),
        more_methods=more if rest else (),
        can_keep=can_keep and bool(rest),
        more_label=_("More test outcomes"),
        pay_amount=rest.display(showing.language),
        pay_minor=showing.priced.total.minor,
        currency=showing.priced.total.currency,
        terms=terms(),
        billing_same=not bills_elsewhere(showing.checkout.typed),
        billing=billing,
        declined=notice or refusal(showing.checkout.refusal),
        credit_code=card,
        credit_minor=total.minor - rest.minor,
        credit=tuple(
            CreditUsed(token=one.token, label=one.label, amount=one.amount.display(showing.language)) for one in shares
        ),
        own_credit=_own_credit(showing, customer_id),
    )


def credit_field(code: str, problems: Mapping[str, str]) -> Field:
    """Where the code of a gift card is typed."""
    return Field(
        name="credit_code",
        label=_("Gift card or credit code"),
        value=code,
        kind="code",
        error=problems.get("credit_code", ""),
        is_required=False,
        max_length=40,
    )


def _own_credit(showing: Showing, customer_id: int | None) -> tuple[RadioCard, ...]:
    """The customer's cards and credit that could pay here and are not used yet."""
    if customer_id is None:
        return ()
    return tuple(
        RadioCard(value=one.token, label=one.label, price=one.available.display(showing.language))
        for one in credit.of_customer(customer_id, currency=showing.priced.total.currency)
        if one.available and one.token not in showing.checkout.credit
    )


def ways_to_pay(
    showing: Showing, amount: Money, chosen: str, customer_id: int | None, at: datetime
) -> tuple[tuple[RadioCard, ...], tuple[RadioCard, ...], bool]:
    """The customer's own first, then what the shop offers, then test payments: the usual ones and the rest. And
    whether one of them can be kept for next time."""
    country = showing.checkout.typed.get("country", "").upper()
    own = [_saved_card(one) for one in ways.saved_of(customer_id) if not is_expired(one, at)]
    offered = ways.offered(amount=amount, country=country)
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
