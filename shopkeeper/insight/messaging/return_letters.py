"""Letters about what comes back: one template, and for each step the sentence that says what happens next."""

from __future__ import annotations

from dataclasses import dataclass

from babel.dates import format_date
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from shopkeeper.commerce.checkout.holders import guest_token
from shopkeeper.commerce.credit.queries import of_guest
from shopkeeper.commerce.orders.queries import status_token
from shopkeeper.commerce.payments.queries import refunds_named
from shopkeeper.commerce.returns.models import Return, ReturnLine
from shopkeeper.commerce.returns.queries import ReturnDetail
from shopkeeper.foundation.money import Money
from shopkeeper.insight.messaging.compose import Letter, Row, compose, locale_of

Status, Kind = Return.Status, Return.Kind
# Steps that are told; being settled is told when it is done.
TOLD = frozenset({Status.REQUESTED, Status.RECEIVED, Status.SETTLED, Status.REFUSED, Status.CALLED_OFF})


@dataclass(frozen=True)
class ReturnItem:
    title: str
    quantity: int
    total: str
    note: str


def return_letter(detail: ReturnDetail, status: str) -> Letter:
    """What happened to a return, for the one who sends it."""
    made, order = detail.made, detail.made.order
    with translation.override(order.language):
        return compose(
            _subject(made, status) % {"number": made.number},
            "return",
            order.language,
            lead=_lead(made, status),
            number=made.number,
            items=[_item(one, order.currency, order.language) for one in detail.lines],
            rows=_rows(detail) if not made.came_to_nothing else [],
            result=_result(detail) if not made.came_to_nothing else None,
            code=_code(made, status),
            return_url=f"{settings.PUBLIC_URL}/orders/s/{status_token(order)}/returns/{made.public_id}",
        )


def _subject(made: Return, status: str) -> str:
    exchange = made.kind == Kind.EXCHANGE
    words = {
        Status.REQUESTED: _("Exchange %(number)s: what to do now")
        if exchange
        else _("Return %(number)s: how to send it"),
        Status.RECEIVED: _("Return %(number)s has arrived"),
        Status.SETTLED: _("Exchange %(number)s is on its way") if exchange else _("Return %(number)s is done"),
        Status.REFUSED: _("Return %(number)s could not be accepted"),
        Status.CALLED_OFF: _("Return %(number)s is called off"),
    }
    return words[Status(status)]


def _lead(made: Return, status: str) -> str:
    exchange = made.kind == Kind.EXCHANGE
    if status == Status.REQUESTED:
        day = format_date(made.send_by, "long", locale=locale_of(made.order.language)) if made.send_by else ""
        kept = _("We keep the other one for you and send it once yours is here.") if exchange else ""
        confirmed = _("We have your withdrawal.") if made.kind == Kind.WITHDRAWAL else _("We have your request.")
        send = _("Please send it by %(day)s; how, stands on the return's page.") % {"day": day}
        return " ".join(part for part in (confirmed, send, kept) if part)
    words = {
        Status.RECEIVED: _("What you sent is here and was looked at. What you get for it follows by itself."),
        Status.SETTLED: _("The other one is being packed as order %(order)s; you hear from us when it leaves.")
        % {"order": made.exchange_order.number if made.exchange_order else ""}
        if exchange
        else _given(made),
        Status.REFUSED: _("We looked at what you sent and could not accept it, for the reason below. It comes back."),
        Status.CALLED_OFF: _("You keep it after all. Nothing else changes."),
    }
    return words[Status(status)]


def _given(made: Return) -> str:
    if _became_credit(made):
        return _("It is yours as store credit now, to spend whenever you like.")
    return _("Your money goes back the way you paid; your bank usually shows it within a few days.")


def _item(one: ReturnLine, currency: str, language: str) -> ReturnItem:
    title = " · ".join(part for part in (one.line.title, one.line.variant_title) if part)
    if one.replacement:
        other = one.replacement["variant_title"] or one.replacement["title"]
        title = f"{title} → {other}"
    return ReturnItem(title, one.quantity, Money(one.value_minor, currency).display(language), one.outcome_note)


def _rows(detail: ReturnDetail) -> list[Row]:
    made, order = detail.made, detail.made.order

    def shown(minor: int) -> str:
        return Money(minor, order.currency).display(order.language)

    rows = []
    if made.delivery_minor:
        rows.append(Row(_("Delivery you paid"), shown(made.delivery_minor)))
    if made.fee_minor:
        rows.append(Row(_("Return fee"), f"−{shown(made.fee_minor)}"))
    if made.exchange_quote:
        rows.append(Row(_("The other one"), f"−{shown(int(made.exchange_quote['total_minor']))}"))
    return rows


def _result(detail: ReturnDetail) -> Row:
    amount, language = detail.comes_back, detail.made.order.language
    if amount.minor < 0:
        return Row(_("You pay"), (-amount).display(language))
    return Row(_("You get"), amount.display(language))


def _code(made: Return, status: str) -> str:
    """The code of a guest's store credit, once there is something on it."""
    if status != Status.SETTLED or made.order.customer_id is not None or not _became_credit(made):
        return ""
    found = of_guest(guest_token(made.order))
    return found[1] if found else ""


def _became_credit(made: Return) -> bool:
    """Whether any of the money went to store credit: as was wished, or because an exchange had paid for it."""
    refunds = refunds_named(f"return:{made.pk}:money:")
    return any(refund.destination.startswith("credit:") for refund in refunds)
