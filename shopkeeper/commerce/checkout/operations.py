"""Filling in a checkout. Turning it into an order is ``saga.py``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction

from shopkeeper.commerce.cart.models import Cart
from shopkeeper.commerce.checkout import details, queries, steps
from shopkeeper.commerce.checkout.models import Checkout
from shopkeeper.commerce.credit import queries as credit
from shopkeeper.commerce.credit.models import CreditAccount
from shopkeeper.commerce.pricing import queries as pricing
from shopkeeper.commerce.tax import operations as tax
from shopkeeper.commerce.tax import providers
from shopkeeper.commerce.tax import queries as tax_queries
from shopkeeper.commerce.tax.models import VatCheck
from shopkeeper.foundation import ids
from shopkeeper.foundation.errors import Conflict, InvalidInput, NotFound

MOST_CARDS = 5


def open_for(*, cart: Cart, language: str, at: datetime, prefill: Mapping[str, str] | None = None) -> Checkout:
    """The checkout under way for ``cart``, or a new one; ``prefill`` fills a new one's fields."""
    standing = queries.live_checkout(cart)
    if standing:
        return standing
    typed = details.kept(prefill or {})
    try:
        with transaction.atomic():
            return Checkout.objects.create(
                public_id=ids.token(), cart=cart, language=language, typed=typed, created_at=at
            )
    except IntegrityError:
        # Two tabs pressed “checkout” together; both go on with the same one.
        return Checkout.objects.get(cart=cart, status__in=("open", "placing", "action"))


@transaction.atomic
def keep_typed(*, checkout: Checkout, typed: Mapping[str, str]) -> Checkout:
    """Keep fields as they were typed, right or wrong, so that nothing is ever lost. Raises Conflict once it is paid."""
    fields = details.kept(typed)
    current = Checkout.objects.select_for_update().get(pk=checkout.pk)
    current.typed = {**current.typed, **fields}
    if not Checkout.objects.filter(pk=checkout.pk, status=Checkout.Status.OPEN).update(typed=current.typed):
        raise Conflict("This order is already on its way; its details can no longer be changed here.")
    checkout.typed = current.typed
    return checkout


def keep_billing(*, checkout: Checkout, typed: Mapping[str, str]) -> None:
    """Keep what was typed for the invoice, when it is anything new. No write in the usual case."""
    billing = {name: value for name, value in details.kept(typed).items() if name.startswith("billing_")}
    concerned = details.bills_elsewhere(billing) or details.bills_elsewhere(checkout.typed)
    if concerned and any(checkout.typed.get(name, "") != value for name, value in billing.items()):
        keep_typed(checkout=checkout, typed=billing)


def ask_about_tax(*, checkout: Checkout, at: datetime) -> None:
    """Ask a tax service and the register of VAT numbers about this order, where they are set up and have not said yet;
    whoever does not answer in time is done without. Never inside a transaction. No query for a consumer's order in a
    shop without a tax service."""
    if providers.tax_service() or details.usable_vat_number(checkout.typed):
        tax.ask_about(queries.sale_of_checkout(checkout, at=at), at=at)


def check_vat_number(*, checkout: Checkout) -> None:
    """Raises InvalidInput when the register has refused the number: the customer may mend it or pay the tax."""
    check = tax_queries.vat_check(details.usable_vat_number(checkout.typed))
    if check and check.verdict == VatCheck.Verdict.INVALID:
        message = (
            f"The register of VAT numbers does not know {check.number}. Please correct it, or leave it empty and pay "
            "the tax."
        )
        raise InvalidInput(message, {"vat_number": message})


def check_details(*, checkout: Checkout) -> None:
    """Whether the first step is complete and within the cart's market. Raises InvalidInput by field."""
    countries = pricing.market(checkout.cart.market_code).countries
    problems = details.contact_problems(checkout.typed, countries=countries)
    if problems:
        raise InvalidInput("Please check these details.", problems)


@transaction.atomic
def choose_delivery(*, checkout: Checkout, method_code: str, at: datetime) -> Checkout:
    """Choose how it is sent. Raises InvalidInput for a method that does not serve this order, or whose carrier
    needs a phone number that is missing."""
    offered = {option.code: option for option in queries.priced_checkout(checkout, at=at).options}
    if method_code not in offered:
        message = "Choose one of the ways of delivery on this page."
        raise InvalidInput(message, {"delivery": message})
    steps.check_phone(checkout, offered[method_code])
    still_open = Checkout.objects.filter(pk=checkout.pk, status=Checkout.Status.OPEN)
    if not still_open.update(method_code=method_code):
        raise Conflict("This order is already on its way.")
    checkout.method_code = method_code
    return checkout


@transaction.atomic
def add_credit(*, checkout: Checkout, code: str, at: datetime) -> Checkout:
    """Pay with a gift card, found by its code. Raises InvalidInput saying what is wrong with it."""
    try:
        account = credit.account_by_code(code)
    except NotFound as unknown:
        raise InvalidInput(unknown.message, {"credit_code": unknown.message}) from None
    return _with_credit(checkout, account, at)


@transaction.atomic
def use_own_credit(*, checkout: Checkout, token: str, customer_id: int, at: datetime) -> Checkout:
    """Pay with credit of the customer's own account. Raises InvalidInput, NotFound."""
    account = credit.account_by_token(token)
    if account.customer_id != customer_id:
        raise NotFound("This credit does not exist.")
    return _with_credit(checkout, account, at)


def _with_credit(checkout: Checkout, account: CreditAccount, at: datetime) -> Checkout:
    currency = pricing.market(checkout.cart.market_code).currency
    refused = credit.why_not(account, at=at)
    if not refused and account.currency != currency:
        refused = f"This card pays in {account.currency}; this order is in {currency}."
    if not refused and not credit.credit(account).available:
        refused = "There is nothing left on this card."
    if refused:
        raise InvalidInput(refused, {"credit_code": refused})
    return _keep_credit(checkout, [*(one for one in checkout.credit if one != account.token), account.token])


def remove_credit(*, checkout: Checkout, token: str) -> Checkout:
    """Pay without this card after all."""
    return _keep_credit(checkout, [one for one in checkout.credit if one != token])


def _keep_credit(checkout: Checkout, tokens: list[str]) -> Checkout:
    if len(tokens) > MOST_CARDS:
        message = f"You can pay with {MOST_CARDS} cards at most."
        raise InvalidInput(message, {"credit_code": message})
    if not Checkout.objects.filter(pk=checkout.pk, status=Checkout.Status.OPEN).update(credit=tokens):
        raise Conflict("This order is already on its way.")
    checkout.credit = tokens
    return checkout
