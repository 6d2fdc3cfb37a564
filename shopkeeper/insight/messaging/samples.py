"""Letters as they would be, about an order nobody placed: for looking at. Made by the templates and words of the real
ones, from objects that are never saved."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime

from shopkeeper.commerce.orders.models import Order, OrderLine, Package
from shopkeeper.commerce.orders.queries import OrderDetail
from shopkeeper.foundation.money import Money
from shopkeeper.insight.messaging.account_letters import code_letter, farewell_letter, notice_letter
from shopkeeper.insight.messaging.compose import Letter, order_letter, remedy_lines, trouble_letter

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
    parcel = None if kind in {"order_placed", "order_cancelled"} else 1
    return lambda language: order_letter(sample_order(language), kind, package_id=parcel)


def _trouble(what: str) -> Callable[[str], Letter]:
    return lambda language: trouble_letter(sample_order(language), what, package_id=1)


def _late(language: str) -> Letter:
    remedies = remedy_lines({"charge": Money(495, "EUR")}, language)
    detail = sample_order(language)
    return order_letter(detail, "promise_broken", package_id=1, has_arrived=False, remedies=remedies)


def _code(purpose: str) -> Callable[[str], Letter]:
    return lambda language: code_letter(purpose, code="482913", minutes=10, language=language)


def _notice(kind: str) -> Callable[[str], Letter]:
    return lambda language: notice_letter(kind, language=language, detail="Phone")


# Every kind that can be looked at, in the order of a customer's life.
SAMPLES: Mapping[str, Callable[[str], Letter]] = {
    "sign_in_code": _code("sign_in"),
    "new_address_code": _code("new_address"),
    "address_taken": _code("address_taken"),
    **{kind: _order(kind) for kind in ("order_placed", "order_cancelled", "package_shipped", "package_delivered")},
    "promise_broken": _late,
    **{f"parcel_{what}": _trouble(what) for what in ("delayed", "lost", "returned")},
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
