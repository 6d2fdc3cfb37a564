"""Asking for a return, calling it off, taking the goods in. Each is one transaction; the money is ``settling``'s."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from shopkeeper.commerce.changes import taxing
from shopkeeper.commerce.changes.destinations import check_destination, check_means
from shopkeeper.commerce.changes.goods import Goods, goods
from shopkeeper.commerce.changes.operations import market_of
from shopkeeper.commerce.content import queries as content
from shopkeeper.commerce.inventory import operations as inventory
from shopkeeper.commerce.inventory.allocation import Want
from shopkeeper.commerce.orders.draft import DraftLine
from shopkeeper.commerce.orders.models import Order, OrderLine
from shopkeeper.commerce.orders.operations import SYSTEM, Actor, note
from shopkeeper.commerce.payments.providers import provider
from shopkeeper.commerce.returns import assess, rules
from shopkeeper.commerce.returns.assess import Returnable, Value
from shopkeeper.commerce.returns.events import ReturnMoved
from shopkeeper.commerce.returns.exchanging import Outgoing, quoted
from shopkeeper.commerce.returns.models import Return, ReturnLine
from shopkeeper.foundation import ids
from shopkeeper.foundation.errors import Conflict, InvalidInput
from shopkeeper.foundation.events import publish
from shopkeeper.foundation.money import Money

Kind, Status = Return.Kind, Return.Status
# How long the goods of an exchange are kept for the customer: until what they send back can be here.
KEPT_FOR = timedelta(days=30)


@dataclass(frozen=True)
class Wish:
    """Units of a line that shall come back, why, and the offer the customer wants instead of them, if any."""

    line_id: int
    quantity: int
    reason: str
    comment: str = ""
    photos: tuple[str, ...] = ()
    instead: int | None = None


@dataclass(frozen=True)
class Preview:
    """What a return would come to, before it is asked for. ``value`` is what was paid for the units, ``goes_back`` what
    the customer gets after the fee (and the dearer goods of an exchange: below zero they pay)."""

    kind: str
    value: Money
    delivery: Money
    fee: Money
    replacements: Money
    goes_back: Money
    bonus_percent: int
    instant_credit: bool
    lines: tuple[tuple[Returnable, Wish, Value], ...] = field(repr=False, default=())
    instead: Mapping[int, Goods] = field(repr=False, default_factory=dict)


def preview(*, order: Order, wishes: Sequence[Wish], at: datetime) -> Preview:
    """What sending this back would come to. Raises InvalidInput with every problem by line (``line_<id>``), Conflict
    when this order takes no more returns."""
    _refuse_too_many(order)
    standing = {one.line.pk: one for one in assess.returnable(order, today=at.date())}
    _check(wishes, standing, at)
    offers = [wish.instead for wish in wishes if wish.instead is not None]
    instead = _offered(order, offers, at) if offers else {}
    _check_instead(wishes, standing, instead)
    lines = tuple((standing[wish.line_id], wish, _value(order, standing[wish.line_id], wish)) for wish in wishes)
    exchange = bool(offers)
    coming = {wish.line_id: wish.quantity for wish in wishes}
    delivery = assess.delivery_of(order, {} if exchange else coming)
    value = Money(sum(one.paid_minor for _, _, one in lines), order.currency)
    fee = Money(0, order.currency) if exchange else assess.fee_of([(one, wish.reason) for one, wish, _ in lines], value)
    replacements = _price(wishes, instead, order, at.date())
    policies = [one.policy for one, _, _ in lines if one.policy]
    return Preview(
        kind=_kind(lines, exchange, at),
        value=value,
        delivery=Money(delivery.paid_minor, order.currency),
        fee=fee,
        replacements=replacements,
        goes_back=Money(value.minor + delivery.paid_minor - fee.minor - replacements.minor, order.currency),
        bonus_percent=min((policy.credit_bonus_percent for policy in policies), default=0),
        instant_credit=bool(policies) and all(policy.instant_credit for policy in policies),
        lines=lines,
        instead=instead,
    )


def _offered(order: Order, offer_ids: Sequence[int], at: datetime) -> dict[int, Goods]:
    """What could go out instead, at today's prices as the order counts them."""
    market = market_of(order)
    found = goods(offer_ids, market=market, language=order.language, at=at)
    terms = taxing.terms_here(order, found.values(), on=at.date())
    return taxing.as_the_order_counts(order, found, terms, inclusive=market.prices_include_tax)


def _refuse_too_many(order: Order) -> None:
    most = content.change_policy().most_returns
    if most is not None and Return.objects.filter(order=order).exclude(status=Status.CALLED_OFF).count() >= most:
        raise Conflict("Something of this order is on its way back already.")


def _check(wishes: Sequence[Wish], standing: Mapping[int, Returnable], at: datetime) -> None:
    if not wishes:
        raise InvalidInput("Choose what you want to send back.", {"lines": "Choose at least one item."})
    problems: dict[str, str] = {}
    for wish in wishes:
        problem = _problem(wish, standing.get(wish.line_id), at)
        if problem:
            problems[f"line_{wish.line_id}"] = problem
    if len({wish.line_id for wish in wishes}) != len(wishes):
        raise InvalidInput("Name each item once.")
    if problems:
        raise InvalidInput("Please check what you want to send back.", problems)


def _problem(wish: Wish, one: Returnable | None, at: datetime) -> str:
    if one is None:
        return "This item is not part of the order."
    if wish.reason not in rules.REASONS:
        return "Choose a reason."
    refused = rules.why_refused(one.eligibility, wish.reason, one.policy, at.date())
    if refused:
        return refused
    if not 1 <= wish.quantity <= one.eligibility.units:
        return f"Choose a number from 1 to {one.eligibility.units}."
    return ""


def _check_instead(wishes: Sequence[Wish], standing: Mapping[int, Returnable], instead: Mapping[int, Goods]) -> None:
    if not any(wish.instead is not None for wish in wishes):
        return
    problems = {}
    for wish in wishes:
        problem = _problem_instead(wish, standing[wish.line_id].line, instead)
        if problem:
            problems[f"line_{wish.line_id}"] = problem
    if problems:
        raise InvalidInput("Please check what you want instead.", problems)


def _problem_instead(wish: Wish, line: OrderLine, instead: Mapping[int, Goods]) -> str:
    if wish.instead is None:
        return "Choose what you want instead, or send it back in a return of its own."
    one = instead.get(wish.instead)
    if one is None or one.price is None:
        return "This is not for sale any more. Please choose something else."
    if one.product_id != line.product_id:
        return "It can be exchanged for another variant of the same product."
    if one.available < wish.quantity:
        return f"Only {one.available} left." if one.available else "This is sold out."
    return ""


def _value(order: Order, one: Returnable, wish: Wish) -> Value:
    return assess.value_of(order, one.line, one.next_units(wish.quantity))


def _price(wishes: Sequence[Wish], instead: Mapping[int, Goods], order: Order, today: date) -> Money:
    """What the other goods cost the customer, tax included: what the order that brings them will charge."""
    return Money(int(_quote(wishes, instead, order, today).get("total_minor", 0)), order.currency)


def _quote(wishes: Sequence[Wish], instead: Mapping[int, Goods], order: Order, today: date) -> dict[str, Any]:
    wanted = []
    for wish in wishes:
        if wish.instead is None:
            continue
        one = instead[wish.instead]
        unit = one.price.minor if one.price else 0
        wanted.append(Outgoing(str(wish.line_id), one.offer_id, unit, one.tax_class, wish.quantity))
    return quoted(order, wanted, today=today) if wanted else {}


def _kind(lines: Sequence[tuple[Returnable, Wish, Value]], exchange: bool, at: datetime) -> str:
    if exchange:
        return Kind.EXCHANGE
    if any(rules.is_fault(wish.reason) for _, wish, _ in lines):
        return Kind.CLAIM
    return Kind.RETURN


@transaction.atomic
def request(
    *,
    order: Order,
    wishes: Sequence[Wish],
    expected: Money,
    refund_to: str,
    refund_label: str = "",
    pay_with: Mapping[str, str] | None = None,
    is_withdrawal: bool = False,
    actor: Actor,
    at: datetime,
) -> Return:
    """Ask for a return. ``expected`` is the ``goes_back`` the customer saw; another is refused with the new one.

    Reserves what an exchange sends out. Raises InvalidInput, Conflict, OutOfStock. Announces ReturnMoved.
    """
    check_destination(order, refund_to, by_hand=content.change_policy().other_card_refunds and _is_exchange(wishes))
    # Two devices wait for each other here, so that no unit comes back twice.
    Order.objects.select_for_update().get(pk=order.pk)
    seen = preview(order=order, wishes=wishes, at=at)
    if seen.goes_back != expected:
        raise Conflict(f"It now comes to {seen.goes_back}. Please look at it again.")
    if seen.goes_back.minor < 0:
        _check_payment(order, pay_with, -seen.goes_back, at)
    made = Return.objects.create(
        public_id=ids.public_id("ret"),
        number=ids.order_number(),
        order=order,
        kind=Kind.WITHDRAWAL if is_withdrawal and seen.kind == Kind.RETURN else seen.kind,
        refund_to=refund_to,
        refund_label=refund_label[:120],
        bonus_percent=seen.bonus_percent if refund_to.startswith("credit:") else 0,
        is_instant=seen.instant_credit
        and refund_to.startswith("credit:")
        and seen.kind == Kind.RETURN
        and not _owes_goods(order),
        pay_with=dict(pay_with or {}),
        exchange_quote=_quote(wishes, seen.instead, order, at.date()),
        estimate_minor=seen.goes_back.minor,
        fee_minor=seen.fee.minor,
        delivery_minor=seen.delivery.minor,
        actor_kind=actor.kind,
        actor=actor.name[:120],
        send_by=at.date() + timedelta(days=rules.SEND_WITHIN_DAYS),
        requested_at=at,
    )
    holds = _reserve(made, wishes, at)
    ReturnLine.objects.bulk_create(
        ReturnLine(
            part_of=made,
            line=one.line,
            quantity=wish.quantity,
            units=list(one.next_units(wish.quantity)),
            reason=wish.reason,
            comment=wish.comment[:1000],
            photos=list(wish.photos),
            value_minor=value.paid_minor,
            tax_minor=value.tax_minor,
            replacement=_replacement(wish, seen.instead),
            hold_id=holds.get(str(wish.line_id)),
        )
        for one, wish, value in seen.lines
    )
    note(order=order, kind=f"return_{made.kind}", actor=actor, at=at, data={"return": made.number})
    _announce(made)
    return made


def _owes_goods(order: Order) -> bool:
    """Whether the customer had credit at once for something that is not back yet: one such return at a time."""
    unseen = Return.objects.filter(is_instant=True, received_at=None).exclude(status=Status.CALLED_OFF)
    own = Q(order=order) if order.customer_id is None else Q(order__customer_id=order.customer_id)
    return unseen.filter(own | Q(order__email_key=order.email_key)).exists()


def _is_exchange(wishes: Sequence[Wish]) -> bool:
    return any(wish.instead is not None for wish in wishes)


def _check_payment(order: Order, pay_with: Mapping[str, str] | None, amount: Money, at: datetime) -> None:
    if not pay_with:
        message = f"Choose how you want to pay the {amount.display()} that these cost more."
        raise InvalidInput(message, {"payment": message})
    provider(pay_with["provider"])
    check_means(order, pay_with["provider"], pay_with["token"], amount, at=at)


def _reserve(made: Return, wishes: Sequence[Wish], at: datetime) -> dict[str, int]:
    wants = [Want(str(wish.line_id), wish.instead, wish.quantity) for wish in wishes if wish.instead is not None]
    if not wants:
        return {}
    reference = held_for(made)
    inventory.take(reference=reference, wants=wants, at=at, expires_at=at + KEPT_FOR)
    return inventory.confirm(reference=reference)


def held_for(made: Return) -> str:
    """Under which name the goods of an exchange are kept."""
    return f"return:{made.pk}"


def _replacement(wish: Wish, instead: Mapping[int, Goods]) -> dict[str, Any]:
    if wish.instead is None:
        return {}
    one = instead[wish.instead]
    draft = DraftLine(
        key=str(wish.line_id),
        offer_id=one.offer_id,
        product_id=one.product_id,
        product_slug=one.product_slug,
        sku=one.sku,
        title=one.title,
        variant_title=one.variant_title,
        image_digest=one.image_digest,
        seller_id=one.seller_id,
    )
    price = one.price.minor if one.price else 0
    return {**asdict(draft), "unit_minor": price, "tax_class": one.tax_class}


@transaction.atomic
def call_off(*, made: Return, actor: Actor, at: datetime) -> Return:
    """The customer keeps it after all. Raises Conflict once the goods are back. Goods kept for an exchange are free."""
    if not Return.objects.filter(pk=made.pk, status=Status.REQUESTED, is_instant=False).update(
        status=Status.CALLED_OFF, settled_at=at, driven_at=at
    ):
        made.refresh_from_db()
        if made.status == Status.CALLED_OFF:
            return made
        raise Conflict("It is back with us already.")
    return _ended(made, "return_called_off", actor, at)


@transaction.atomic
def let_go(*, made: Return, at: datetime) -> Return:
    """The goods of an exchange were kept long enough: they are for sale again. What comes back after all is a return
    for money."""
    value = sum(one.value_minor for one in made.lines.all())
    moved = Return.objects.filter(pk=made.pk, status=Status.REQUESTED, kind=Kind.EXCHANGE).update(
        kind=Kind.RETURN, exchange_quote={}, estimate_minor=value, pay_with={}
    )
    if moved:
        holds = made.lines.exclude(hold_id=None).values_list("hold_id", flat=True)
        inventory.cancel_confirmed(hold_ids=[hold for hold in holds if hold is not None])
        made.lines.update(replacement={}, hold_id=None)
        note(order=made.order, kind="return_goods_let_go", actor=SYSTEM, at=at, data={"return": made.number})
    made.refresh_from_db()
    return made


@dataclass(frozen=True)
class Finding:
    """What staff found when they looked at what came back: an outcome for a line, with a word about it."""

    line_id: int
    outcome: str
    note: str = ""


@transaction.atomic
def receive(*, made: Return, findings: Sequence[Finding], actor: Actor, at: datetime) -> Return:
    """The goods are back and were looked at: each line goes on the shelf, is written off, or is sent back to the
    customer with the reason. Raises InvalidInput by line, Conflict when it was received before."""
    by_line = {finding.line_id: finding for finding in findings}
    lines = list(ReturnLine.objects.filter(part_of=made).select_related("line"))
    problems = {
        f"line_{one.line_id}": "Say what shall become of it."
        for one in lines
        if one.line_id not in by_line or by_line[one.line_id].outcome not in ReturnLine.Outcome.values
    }
    unsaid = {
        f"line_{one.line_id}": "Tell the customer why it is not accepted."
        for one in lines
        if one.line_id in by_line
        and by_line[one.line_id].outcome == ReturnLine.Outcome.SEND_BACK
        and not by_line[one.line_id].note.strip()
    }
    if problems or unsaid:
        raise InvalidInput("Please look at each item.", {**problems, **unsaid})
    if made.status == Status.SETTLED and made.is_instant and made.received_at is None:
        moved = Return.objects.filter(pk=made.pk, received_at=None).update(received_at=at)
    else:
        moved = Return.objects.filter(pk=made.pk, status=Status.REQUESTED).update(
            status=Status.RECEIVED, received_at=at, driven_at=at
        )
    if not moved:
        raise Conflict("This return was taken in already.")
    for one in lines:
        _take_in(made, one, by_line[one.line_id], actor, at)
    if made.is_instant and any(one.outcome == ReturnLine.Outcome.SEND_BACK for one in by_line.values()):
        told = "Credited before it was seen, and not accepted. Talk to the customer about the credit."
        Return.objects.filter(pk=made.pk).update(problem=told)
    if all(by_line[one.line_id].outcome == ReturnLine.Outcome.SEND_BACK for one in lines) and not made.is_instant:
        Return.objects.filter(pk=made.pk).update(status=Status.REFUSED, settled_at=at)
        return _ended(made, "return_refused", actor, at)
    note(order=made.order, kind="return_received", actor=actor, at=at, data={"return": made.number})
    made.refresh_from_db()
    _announce(made)
    return made


def _take_in(made: Return, one: ReturnLine, finding: Finding, actor: Actor, at: datetime) -> None:
    ReturnLine.objects.filter(pk=one.pk).update(outcome=finding.outcome, outcome_note=finding.note.strip()[:300])
    if finding.outcome == ReturnLine.Outcome.RESTOCK:
        bucket = inventory.locked_bucket(resource_id=one.line.offer_id, location=inventory.main_location().slug)
        inventory.adjust(
            bucket_id=bucket.pk,
            delta=one.quantity,
            reason="returned",
            reference=f"return:{made.number}",
            actor=actor.name,
            at=at,
        )
    if finding.outcome == ReturnLine.Outcome.SEND_BACK and one.hold_id is not None:
        inventory.cancel_confirmed(hold_ids=[one.hold_id])


def _ended(made: Return, kind: str, actor: Actor, at: datetime) -> Return:
    holds = ReturnLine.objects.filter(part_of=made, hold_id__isnull=False).values_list("hold_id", flat=True)
    inventory.cancel_confirmed(hold_ids=[hold for hold in holds if hold is not None])
    note(order=made.order, kind=kind, actor=actor, at=at, data={"return": made.number})
    made.refresh_from_db()
    _announce(made)
    return made


def _announce(made: Return) -> None:
    publish(ReturnMoved(return_id=made.pk, order_id=made.order_id, kind=made.kind, status=made.status))
