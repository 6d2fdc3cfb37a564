"""From what happened to whom it is told. Each may run twice; the outbox keeps one mail per event."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from shopkeeper.commerce.changes import queries as change_queries
from shopkeeper.commerce.customers import queries as customers
from shopkeeper.commerce.orders import queries as orders
from shopkeeper.commerce.orders.events import OrderCancelled, OrderPlaced, OrderRevised, PackageMoved
from shopkeeper.commerce.payments.charging import link_token
from shopkeeper.commerce.payments.events import ConfirmationNeeded, PaymentReminded, PromiseKept
from shopkeeper.commerce.returns import queries as return_queries
from shopkeeper.commerce.returns.events import ReturnMoved
from shopkeeper.commerce.shipping import collecting
from shopkeeper.commerce.shipping.events import ParcelInTrouble, PromiseBroken, ReadyForPickup
from shopkeeper.foundation import clock
from shopkeeper.foundation.accounts.events import (
    EmailChanged,
    PasskeyAdded,
    PasskeyRemoved,
    PasswordChanged,
    SecondProofSetUp,
    SecondProofTakenAway,
)
from shopkeeper.foundation.events import subscribe
from shopkeeper.insight.messaging import operations
from shopkeeper.insight.messaging.account_letters import confirmation_letter, hint_of, notice_letter
from shopkeeper.insight.messaging.compose import change_lines, order_letter, remedy_lines, trouble_letter
from shopkeeper.insight.messaging.return_letters import TOLD, return_letter

TOLD_MOVES = frozenset({"shipped", "delivered"})


@subscribe(OrderPlaced, name="messaging.tell_placed")
def tell_placed(event: OrderPlaced) -> None:
    _tell(event.order_id, "order_placed", f"order:{event.order_id}:placed")


@subscribe(OrderCancelled, name="messaging.tell_cancelled")
def tell_cancelled(event: OrderCancelled) -> None:
    _tell(event.order_id, "order_cancelled", f"order:{event.order_id}:cancelled")


@subscribe(OrderRevised, name="messaging.tell_revised")
def tell_revised(event: OrderRevised) -> None:
    change = change_queries.change_to_revision(event.order_id, event.revision)
    if change is not None:
        _tell(
            event.order_id,
            "order_changed",
            f"order:{event.order_id}:revision:{event.revision}",
            lead=change_lines(change),
        )


@subscribe(ReturnMoved, name="messaging.tell_return")
def tell_return(event: ReturnMoved) -> None:
    if event.status not in TOLD:
        return
    detail = return_queries.detail(return_queries.return_by_id(event.return_id))
    order = detail.made.order
    operations.write(
        key=f"return:{event.return_id}:{event.status}",
        kind=f"return_{event.status}",
        to=order.email,
        language=order.language,
        letter=return_letter(detail, event.status),
        at=clock.now(),
    )


@subscribe(PackageMoved, name="messaging.tell_moved")
def tell_moved(event: PackageMoved) -> None:
    # What is collected is handed over across the counter.
    if event.status in TOLD_MOVES and not collecting.is_collected(event.package_id):
        key = f"package:{event.package_id}:{event.status}"
        _tell(event.order_id, f"package_{event.status}", key, package_id=event.package_id)


@subscribe(PromiseBroken, name="messaging.tell_promise_broken")
def tell_promise_broken(event: PromiseBroken) -> None:
    """One letter for each time something more is given."""
    detail = orders.detail(orders.order_by_id(event.order_id))
    language = detail.order.language
    letter = order_letter(
        detail,
        "promise_broken",
        package_id=event.package_id,
        has_arrived=event.has_arrived,
        remedies=remedy_lines(event.remedies, language),
    )
    operations.write(
        key=f"package:{event.package_id}:late:{event.step_ids[0]}",
        kind="promise_broken",
        to=detail.order.email,
        language=language,
        letter=letter,
        at=clock.now(),
    )


@subscribe(ReadyForPickup, name="messaging.tell_ready_for_pickup")
def tell_ready_for_pickup(event: ReadyForPickup) -> None:
    """Again when it was unpacked and packed anew on another day."""
    found = collecting.collections_of([event.package_id]).get(event.package_id)
    if found is None or not found.is_ready:
        return
    detail = orders.detail(orders.order_by_id(event.order_id))
    operations.write(
        key=f"package:{event.package_id}:ready:{clock.now():%Y%m%d}",
        kind="ready_for_pickup",
        to=detail.order.email,
        language=detail.order.language,
        letter=order_letter(detail, "ready_for_pickup", package_id=event.package_id, pickup=found),
        at=clock.now(),
    )


@subscribe(ParcelInTrouble, name="messaging.tell_parcel_in_trouble")
def tell_parcel_in_trouble(event: ParcelInTrouble) -> None:
    detail = orders.detail(orders.order_by_id(event.order_id))
    operations.write(
        key=f"label:{event.label_id}:{event.trouble}",
        kind=f"parcel_{event.trouble}",
        to=detail.order.email,
        language=detail.order.language,
        letter=trouble_letter(detail, event.trouble, package_id=event.package_id),
        at=clock.now(),
    )


@subscribe(PaymentReminded, name="messaging.remind_of_payment")
def remind_of_payment(event: PaymentReminded) -> None:
    order = orders.order_of_checkout(event.reference.removeprefix("checkout:"))
    if order is not None and order.status != order.Status.CANCELLED:
        _tell(order.pk, "payment_reminder", f"payment:{event.payment_key}:reminder")


@subscribe(PromiseKept, name="messaging.thank_for_payment")
def thank_for_payment(event: PromiseKept) -> None:
    order = orders.order_of_checkout(event.reference.removeprefix("checkout:"))
    if order is not None and order.status != order.Status.CANCELLED:
        _tell(order.pk, "payment_received", f"payment:{event.payment_key}:received")


@subscribe(ConfirmationNeeded, name="messaging.ask_to_confirm_payment")
def ask_to_confirm_payment(event: ConfirmationNeeded) -> None:
    customer = customers.customer_by_id(event.customer_id)
    if customer is None or customer.user is None:
        return
    language = customer.language or settings.LANGUAGE_CODE
    url = f"{settings.PUBLIC_URL}/pay/link/{link_token(event.payment_key)}/"
    operations.write(
        key=f"payment:{event.payment_key}:confirm",
        kind="confirm_payment",
        to=customer.user.email,
        language=language,
        letter=confirmation_letter(language=language, amount=event.amount, description=event.description, url=url),
        at=clock.now(),
    )


@subscribe(PasswordChanged, name="messaging.tell_password_changed")
def tell_password_changed(event: PasswordChanged) -> None:
    _warn(event.user_id, event.email, "password_changed", str(event.change))


@subscribe(EmailChanged, name="messaging.tell_email_changed")
def tell_email_changed(event: EmailChanged) -> None:
    """To the old address: whoever took an account over must not be the only one to know."""
    _warn(event.user_id, event.old_email, "email_changed", str(event.change), hint_of(event.new_email))


@subscribe(PasskeyAdded, name="messaging.tell_passkey_added")
def tell_passkey_added(event: PasskeyAdded) -> None:
    _warn(event.user_id, event.email, "passkey_added", str(event.passkey_id), event.passkey_name)


@subscribe(PasskeyRemoved, name="messaging.tell_passkey_removed")
def tell_passkey_removed(event: PasskeyRemoved) -> None:
    _warn(event.user_id, event.email, "passkey_removed", str(event.passkey_id), event.passkey_name)


@subscribe(SecondProofSetUp, name="messaging.tell_second_proof_set_up")
def tell_second_proof_set_up(event: SecondProofSetUp) -> None:
    _warn(event.user_id, event.email, "second_proof_set_up", str(event.change))


@subscribe(SecondProofTakenAway, name="messaging.tell_second_proof_taken_away")
def tell_second_proof_taken_away(event: SecondProofTakenAway) -> None:
    _warn(event.user_id, event.email, "second_proof_taken_away", str(event.change))


def _warn(user_id: int, email: str, kind: str, change: str, detail: str = "") -> None:
    customer = customers.customer_of_user(user_id)
    language = (customer and customer.language) or settings.LANGUAGE_CODE
    operations.write(
        key=f"user:{user_id}:{kind}:{change}",
        kind=kind,
        to=email,
        language=language,
        letter=notice_letter(kind, language=language, detail=detail),
        at=clock.now(),
    )


def _tell(order_id: int, kind: str, key: str, *, package_id: int | None = None, **about: Any) -> None:
    detail = orders.detail(orders.order_by_id(order_id))
    operations.write(
        key=key,
        kind=kind,
        to=detail.order.email,
        language=detail.order.language,
        letter=order_letter(detail, kind, package_id=package_id, **about),
        at=clock.now(),
    )
