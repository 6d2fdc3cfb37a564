"""Letters as they would be, about an order nobody placed: for looking at. Made by the templates and words of the real
ones, from objects that are never saved."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime

from django.conf import settings

from shopkeeper.commerce.changes.models import Change
from shopkeeper.commerce.orders.models import PICKUP, Order, OrderLine, Package
from shopkeeper.commerce.orders.queries import OrderDetail
from shopkeeper.commerce.returns.models import Return, ReturnLine
from shopkeeper.commerce.returns.queries import ReturnDetail
from shopkeeper.commerce.shipping.collecting import CollectionView
from shopkeeper.foundation.money import Money
from shopkeeper.insight.messaging.account_letters import (
    code_letter,
    confirmation_letter,
    farewell_letter,
    notice_letter,
)
from shopkeeper.insight.messaging.compose import Letter, change_lines, order_letter, remedy_lines, trouble_letter
from shopkeeper.insight.messaging.return_letters import TOLD, return_letter

PLACED = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
_ADDRESS = {
    "name": "Robin Vos",
    "line1": "Lindelaan 12",
    "postal_code": "2311 AB",
    "city": "Leiden",
    "country": "NL",
}


def sample_order(language: str) -> OrderDetail:
    """Two things in one parcel, with tax and delivery."""
    order = Order(
        pk=0,
        number="AB12-CD34",
        email="robin@example.com",
        language=language,
        currency="EUR",
        lines_minor=5400,
        shipping_minor=495,
        tax_minor=1023,
        total_minor=5895,
        shipping_address=_ADDRESS,
        placed_at=PLACED,
        country="NL",
    )
    package = Package(
        pk=1,
        order=order,
        carrier="PostNL",
        tracking_number="3SABCD0123456",
        promised_from=date(2026, 3, 4),
        promised_to=date(2026, 3, 5),
    )
    lines = (
        OrderLine(package=package, title="Stoneware bowl", variant_title="Moss", quantity=2, total_minor=3600),
        OrderLine(package=package, title="Linen tea towel", quantity=1, total_minor=1800),
    )
    return OrderDetail(order=order, lines=lines, packages=(package,), timeline=(), invoice=None)


def _order(kind: str) -> Callable[[str], Letter]:
    parcel = 1 if kind.startswith("package_") else None
    return lambda language: order_letter(sample_order(language), kind, package_id=parcel)


def _trouble(what: str) -> Callable[[str], Letter]:
    return lambda language: trouble_letter(sample_order(language), what, package_id=1)


def _late(language: str) -> Letter:
    remedies = remedy_lines({"charge": Money(495, "EUR")}, language)
    detail = sample_order(language)
    return order_letter(detail, "promise_broken", package_id=1, has_arrived=False, remedies=remedies)


def _changed(language: str) -> Letter:
    detail = sample_order(language)
    change = Change(order=detail.order, kind=Change.Kind.ITEMS, difference_minor=-1800)
    return order_letter(detail, "order_changed", lead=change_lines(change))


def _ready(language: str) -> Letter:
    detail = sample_order(language)
    detail.order.delivery = {"code": f"{PICKUP}leiden"}
    where = CollectionView("7FK2", "Shop in Leiden", "Breestraat 1, 2311 CS Leiden", ("Mon–Sat 9–18",), True, False)
    return order_letter(detail, "ready_for_pickup", package_id=1, pickup=where)


def _confirm(language: str) -> Letter:
    url = f"{settings.PUBLIC_URL}/pay/"
    return confirmation_letter(language=language, amount=Money(1250, "EUR"), description="AB12-CD34", url=url)


def sample_return(language: str, kind: str, status: str) -> ReturnDetail:
    """One of the two things comes back, for money or for another one."""
    bought = sample_order(language)
    line = bought.lines[1]
    made = Return(
        public_id="ret_sample",
        number="R-7KQ2",
        order=bought.order,
        kind=kind,
        status=status,
        estimate_minor=0 if kind == Return.Kind.EXCHANGE else line.total_minor,
        exchange_order=Order(pk=1, number="EF56-GH78") if kind == Return.Kind.EXCHANGE else None,
        exchange_quote={"total_minor": line.total_minor} if kind == Return.Kind.EXCHANGE else {},
        send_by=date(2026, 3, 20),
        requested_at=PLACED,
    )
    back = ReturnLine(part_of=made, line=line, quantity=1, value_minor=line.total_minor)
    if kind == Return.Kind.EXCHANGE:
        back.replacement = {"title": line.title, "variant_title": "Sand"}
    if status == Return.Status.REFUSED:
        back.outcome_note = "It has been washed."
    return ReturnDetail(made, (back,), None, made.estimate)


def _return(kind: str, status: str) -> Callable[[str], Letter]:
    return lambda language: return_letter(sample_return(language, kind, status), status)


def _code(purpose: str) -> Callable[[str], Letter]:
    return lambda language: code_letter(purpose, code="482913", minutes=10, language=language)


def _notice(kind: str) -> Callable[[str], Letter]:
    return lambda language: notice_letter(kind, language=language, detail="Phone")


# Every kind that can be looked at, in the order of a customer's life.
SAMPLES: Mapping[str, Callable[[str], Letter]] = {
    "sign_in_code": _code("sign_in"),
    "new_address_code": _code("new_address"),
    "address_taken": _code("address_taken"),
    **{kind: _order(kind) for kind in ("order_placed", "payment_reminder", "payment_received")},
    "confirm_payment": _confirm,
    "order_changed": _changed,
    **{kind: _order(kind) for kind in ("order_cancelled", "package_shipped", "package_delivered")},
    "ready_for_pickup": _ready,
    "promise_broken": _late,
    **{f"parcel_{what}": _trouble(what) for what in ("delayed", "lost", "returned")},
    **{f"return_{status}": _return(Return.Kind.RETURN, status) for status in sorted(TOLD)},
    "withdrawal_requested": _return(Return.Kind.WITHDRAWAL, Return.Status.REQUESTED),
    "exchange_requested": _return(Return.Kind.EXCHANGE, Return.Status.REQUESTED),
    "exchange_settled": _return(Return.Kind.EXCHANGE, Return.Status.SETTLED),
    **{
        kind: _notice(kind)
        for kind in (
            "password_changed",
            "email_changed",
            "passkey_added",
            "passkey_removed",
            "second_proof_set_up",
            "second_proof_taken_away",
        )
    },
    "data_erased": lambda language: farewell_letter(language=language, until=date(2026, 4, 1)),
}
