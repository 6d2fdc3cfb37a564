"""The page with the pay button, and the one shown while the bank thinks."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from django.utils.translation import gettext as _

from shopkeeper.commerce.checkout.details import bills_elsewhere
from shopkeeper.commerce.checkout.saga import TotalChanged
from shopkeeper.commerce.payments.declines import TooManyDeclines
from shopkeeper.foundation.errors import ShopError
from shopkeeper.foundation.ids import token
from shopkeeper.interfaces.storefront.pages import ConfirmingPage, Field, FieldError, Fix, PaymentPage, Problem
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
) -> PaymentPage:
    """Pay and review. ``notice`` says what stood in the way: another total, or why the bank refused."""
    problems = problems or {}
    billing = billing_fields(showing, problems)
    usual, more = test_payments(chosen or "sandbox:sandbox_approve")
    errors: tuple[FieldError, ...] = error_list(problems, billing)
    return PaymentPage(
        checkout=frame(showing, "payment", errors=errors),
        methods=usual,
        more_methods=more,
        more_label=_("More test outcomes"),
        pay_amount=showing.priced.total.display(showing.language),
        pay_minor=showing.priced.total.minor,
        currency=showing.priced.total.currency,
        terms=terms(),
        billing_same=not bills_elsewhere(showing.checkout.typed),
        billing=billing,
        declined=notice or refusal(showing.checkout.refusal),
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
