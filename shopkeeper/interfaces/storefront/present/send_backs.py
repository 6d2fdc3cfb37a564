"""Sending something back, as its customer sees it: what can be, what it comes to, and where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

import segno
from django.utils.translation import gettext as _

from shopkeeper.commerce.changes.goods import Goods
from shopkeeper.commerce.orders.models import Order
from shopkeeper.commerce.returns.assess import Returnable
from shopkeeper.commerce.returns.models import Return, ReturnLine
from shopkeeper.commerce.returns.operations import Preview
from shopkeeper.commerce.returns.queries import ReturnDetail
from shopkeeper.commerce.returns.settling import is_unpaid
from shopkeeper.foundation.ids import token
from shopkeeper.foundation.money import Money
from shopkeeper.interfaces.storefront.pages import (
    CartLine,
    CheckPage,
    Choice,
    EditLine,
    EditPage,
    Field,
    FieldError,
    Link,
    Problem,
    ReturnPage,
    SummaryRow,
    TimelineEntry,
)
from shopkeeper.interfaces.storefront.present.days import day, instant
from shopkeeper.interfaces.storefront.present.orders import bought_line, zone_of
from shopkeeper.interfaces.storefront.present.service import offer_label, payment_choices, refund_choices

Kind, Status = Return.Kind, Return.Status


def reason_words() -> dict[str, str]:
    """The reasons, in the visitor's language."""
    return {
        "changed_mind": _("I changed my mind"),
        "too_small": _("Too small"),
        "too_large": _("Too large"),
        "not_as_described": _("Not as described"),
        "damaged": _("Arrived damaged"),
        "faulty": _("Does not work"),
        "wrong_item": _("Not what I ordered"),
        "late": _("Arrived too late"),
        "other": _("Something else"),
    }


def choose_page(
    order: Order,
    found: Sequence[Returnable],
    variants: Mapping[int, Sequence[Goods]],
    typed: Mapping[str, str],
    problems: Mapping[str, str],
    *,
    url: str,
    back_url: str,
    language: str,
    today: date,
) -> EditPage:
    """Every line with how many come back, why, and what the customer would like instead."""
    return EditPage(
        title=_("Send something of order %(number)s back") % {"number": order.number},
        intro=_("Choose what comes back. You see what you get for it before anything is final."),
        action_url=url,
        back_url=back_url,
        idempotency_key=token(),
        submit_label=_("See what I get"),
        lines=tuple(_line(order, one, variants, typed, problems, language, today) for one in found),
        errors=tuple(FieldError(field=name, text=text) for name, text in problems.items()),
    )


def _line(
    order: Order,
    one: Returnable,
    variants: Mapping[int, Sequence[Goods]],
    typed: Mapping[str, str],
    problems: Mapping[str, str],
    language: str,
    today: date,
) -> EditLine:
    line = bought_line(one.line, order, language)
    if one.eligibility.why_not:
        return EditLine(line=line, why_not=one.eligibility.why_not)
    return EditLine(
        line=line,
        note=_until(one, today, language),
        fields=(
            _how_many(one, typed, problems),
            _why(one, typed),
            *_instead(one, variants, typed, language),
            Field(
                name=f"comment_{one.line.pk}",
                label=_("Anything we should know?"),
                value=typed.get(f"comment_{one.line.pk}", ""),
                is_required=False,
                max_length=1000,
            ),
        ),
    )


def _until(one: Returnable, today: date, language: str) -> str:
    until = one.eligibility.until
    if until and today <= until:
        free = _("Sending it back is free.") if one.eligibility.free else ""
        return f"{_('It can come back until %(day)s.') % {'day': day(until, language)}} {free}".strip()
    return _("It can come back when something is wrong with it.")


def _how_many(one: Returnable, typed: Mapping[str, str], problems: Mapping[str, str]) -> Field:
    name = f"line_{one.line.pk}"
    chosen = typed.get(name, "0")
    choices = tuple(
        Choice(value=str(number), label=str(number) if number else _("Keep it"), is_selected=chosen == str(number))
        for number in range(one.eligibility.units + 1)
    )
    return Field(name=name, label=_("How many come back"), choices=choices, error=problems.get(name, ""))


def _why(one: Returnable, typed: Mapping[str, str]) -> Field:
    name = f"reason_{one.line.pk}"
    chosen = typed.get(name, "")
    choices = tuple(
        Choice(value=value, label=words, is_selected=value == chosen) for value, words in reason_words().items()
    )
    return Field(name=name, label=_("Why"), choices=choices)


def _instead(
    one: Returnable, variants: Mapping[int, Sequence[Goods]], typed: Mapping[str, str], language: str
) -> Iterable[Field]:
    others = variants.get(one.line.product_id, ())
    if not others:
        return
    name = f"instead_{one.line.pk}"
    chosen = typed.get(name, "")
    entries = [
        Choice(value=str(other.offer_id), label=offer_label(other, language), is_selected=chosen == str(other.offer_id))
        for other in others
    ]
    yield Field(
        name=name,
        label=_("What would you like instead?"),
        choices=(Choice(value="", label=_("My money back")), *entries),
        is_required=False,
    )


def check_page(
    order: Order,
    seen: Preview,
    carried: Sequence[tuple[str, str]],
    *,
    url: str,
    back_url: str,
    chosen: str,
    refund_to: str,
    customer_id: int | None,
    language: str,
    problem: Problem | None = None,
) -> CheckPage:
    """What it comes to, line by line, and where the money goes or comes from."""
    exchange, due = seen.kind == Kind.EXCHANGE, Money(max(0, -seen.goes_back.minor), order.currency)
    usual, more = payment_choices(due, customer_id, chosen, language) if due else ((), ())
    back = seen.goes_back if seen.goes_back.minor > 0 else None
    return CheckPage(
        title=_("Exchange it?") if exchange else _("Send it back?"),
        intro=_("We keep the other one for you from now on and send it once yours is here.") if exchange else "",
        action_url=url,
        back_url=back_url,
        back_label=_("Leave it as it is"),
        idempotency_key=token(),
        submit_label=_button(exchange, due, language),
        rows=tuple(_rows(seen, language)),
        result=_result(seen, due, language),
        carried=(*carried, ("goes_back_minor", str(seen.goes_back.minor)), ("stage", "confirm")),
        methods=usual,
        more_methods=more,
        destinations=refund_choices(customer_id, refund_to, bonus_percent=seen.bonus_percent) if back else (),
        problem=problem,
        small_print=_("You get your money once what you sent is here and was looked at.")
        if back and not seen.instant_credit
        else "",
    )


def _button(exchange: bool, due: Money, language: str) -> str:
    if due:
        return _("Exchange it and pay %(amount)s") % {"amount": due.display(language)}
    return _("Exchange it") if exchange else _("Send it back")


def _rows(seen: Preview, language: str) -> Iterable[SummaryRow]:
    for one, wish, value in seen.lines:
        yield SummaryRow(
            label=f"{wish.quantity} × {one.line.title}",
            amount=Money(value.paid_minor, seen.value.currency).display(language),
            reason=reason_words()[wish.reason],
        )
        if wish.instead is not None:
            other = seen.instead[wish.instead]
            price = other.price * wish.quantity if other.price else Money(0, seen.value.currency)
            yield SummaryRow(
                label=_("Instead: %(what)s") % {"what": other.variant_title or other.title},
                amount=f"−{price.display(language)}",
                is_reduction=True,
            )
    if seen.delivery:
        yield SummaryRow(label=_("Delivery you paid"), amount=seen.delivery.display(language))
    if seen.fee:
        yield SummaryRow(label=_("Return fee"), amount=f"−{seen.fee.display(language)}", is_reduction=True)


def _result(seen: Preview, due: Money, language: str) -> SummaryRow:
    if due:
        return SummaryRow(label=_("To pay now"), amount=due.display(language))
    return SummaryRow(label=_("You get"), amount=seen.goes_back.display(language))


def return_page(detail: ReturnDetail, *, base_url: str, shop_address: Sequence[str], language: str) -> ReturnPage:
    """A return, its label, and what happens next."""
    made = detail.made
    url = f"{base_url}returns/{made.public_id}"
    requested = made.status == Status.REQUESTED
    return ReturnPage(
        number=made.number,
        status=_standing(made, language),
        lines=tuple(_coming_back(one, made.order, language) for one in detail.lines),
        rows=tuple(_told_rows(detail, language)),
        result=_told_result(detail, language),
        timeline=_timeline(made, language),
        back_url=base_url,
        idempotency_key=token(),
        how=_how() if requested else (),
        send_to=tuple(shop_address),
        code=made.number,
        code_svg=segno.make(f"RETURN {made.number}", error="m").svg_data_uri(scale=4, border=1) if requested else "",
        call_off_url=f"{url}/call-off" if requested and not made.is_instant else "",
        pay_url=f"{url}/pay" if is_unpaid(made) else "",
        credit_note=Link(label=_("Credit note"), url=f"{url}/credit-note.pdf") if detail.credit_note else None,
        problem=Problem(code="return", title=made.problem) if made.problem else None,
    )


def _coming_back(one: ReturnLine, order: Order, language: str) -> CartLine:
    """The bought line, with as many of it as come back and what was paid for those."""
    value = Money(one.value_minor, order.currency)
    line = bought_line(one.line, order, language)
    return replace(line, quantity=one.quantity, total=value.display(language), total_minor=value.minor)


def pay_page(
    made: Return,
    *,
    url: str,
    back_url: str,
    chosen: str,
    customer_id: int | None,
    language: str,
    problem: Problem | None = None,
) -> CheckPage:
    """What the other goods cost more, to be paid before they go out."""
    due = -made.estimate
    usual, more = payment_choices(due, customer_id, chosen, language)
    return CheckPage(
        title=_("Pay the difference of exchange %(number)s") % {"number": made.number},
        intro=_("The other one is kept for you, and goes out once this is paid and yours is here."),
        action_url=url,
        back_url=back_url,
        back_label=_("Back to the return"),
        idempotency_key=token(),
        submit_label=_("Pay %(amount)s") % {"amount": due.display(language)},
        rows=(),
        result=SummaryRow(label=_("To pay now"), amount=due.display(language)),
        methods=usual,
        more_methods=more,
        problem=problem,
    )


def _told_rows(detail: ReturnDetail, language: str) -> Iterable[SummaryRow]:
    currency = detail.made.order.currency
    words = reason_words()
    for one in detail.lines:
        yield SummaryRow(
            label=f"{one.quantity} × {one.line.title}",
            amount=Money(one.value_minor, currency).display(language),
            reason=one.outcome_note or words[one.reason],
        )
        if one.replacement:
            price = Money(one.replacement["unit_minor"] * one.quantity, currency)
            what = one.replacement["variant_title"] or one.replacement["title"]
            yield SummaryRow(
                label=_("Instead: %(what)s") % {"what": what},
                amount=f"−{price.display(language)}",
                is_reduction=True,
            )
    if detail.made.delivery_minor:
        yield SummaryRow(
            label=_("Delivery you paid"), amount=Money(detail.made.delivery_minor, currency).display(language)
        )
    if detail.made.fee_minor:
        fee = Money(detail.made.fee_minor, currency).display(language)
        yield SummaryRow(label=_("Return fee"), amount=f"−{fee}", is_reduction=True)


def _told_result(detail: ReturnDetail, language: str) -> SummaryRow:
    made, amount = detail.made, detail.comes_back
    if amount.minor < 0:
        return SummaryRow(label=_("You pay"), amount=(-amount).display(language))
    where = _("as store credit") if made.refund_to else _("back the way you paid")
    bonus = _("and %(percent)s %% more") % {"percent": made.bonus_percent} if made.bonus_percent else ""
    reason = f"{where} {bonus}".strip() if amount.minor else ""
    return SummaryRow(label=_("You get"), amount=amount.display(language), reason=reason)


def _standing(made: Return, language: str) -> str:
    words = {
        Status.REQUESTED: _("Please send it by %(day)s.")
        % {"day": day(made.send_by, language) if made.send_by else ""},
        Status.RECEIVED: _("It is here and was looked at. What you get for it is on its way."),
        Status.SETTLING: _("It is here. What you get for it is on its way."),
        Status.SETTLED: _("Done. Your money is on its way back.")
        if made.kind != Kind.EXCHANGE
        else _("Done. The other one is being packed as order %(number)s.")
        % {"number": made.exchange_order.number if made.exchange_order else ""},
        Status.REFUSED: _("We could not accept it; it comes back to you."),
        Status.CALLED_OFF: _("Called off. You keep it."),
    }
    return words[Status(made.status)]


def _how() -> tuple[str, ...]:
    return (
        _("Pack it well; the box it came in will do."),
        _("Print this page and put it into the parcel, or write the return's number on it."),
        _("Hand it to any parcel service and keep the receipt."),
    )


def _timeline(made: Return, language: str) -> tuple[TimelineEntry, ...]:
    zone = zone_of(str(made.order.shipping_address.get("country", "")))
    asked = TimelineEntry(title=_("Asked for"), when=instant(made.requested_at, language, zone), state="done")
    if made.status == Status.CALLED_OFF:
        return (asked, TimelineEntry(title=_("Called off"), state="done"))
    received = TimelineEntry(
        title=_("It arrives and is looked at"),
        when=instant(made.received_at, language, zone) if made.received_at else "",
        state="done" if made.received_at else "now",
    )
    last = _("The other one is sent") if made.kind == Kind.EXCHANGE else _("You get your money")
    if made.status == Status.REFUSED:
        last = _("It comes back to you")
    settled = TimelineEntry(
        title=last,
        when=instant(made.settled_at, language, zone) if made.settled_at else "",
        state="done" if made.settled_at else "now" if made.received_at else "later",
    )
    return (asked, received, settled)
