"""Changing an order, as its customer sees it: the form, and exactly what it comes to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from shopkeeper.commerce.changes.goods import Goods
from shopkeeper.commerce.changes.models import Change
from shopkeeper.commerce.changes.saga import to_charge
from shopkeeper.commerce.credit import queries as credit
from shopkeeper.commerce.customers.addresses import PostalAddress
from shopkeeper.commerce.orders.models import Order, OrderLine
from shopkeeper.foundation.ids import token
from shopkeeper.foundation.money import Money
from shopkeeper.interfaces.storefront.pages import (
    CheckPage,
    Choice,
    EditLine,
    EditPage,
    Field,
    FieldError,
    Link,
    Problem,
    RadioCard,
    SummaryRow,
)
from shopkeeper.interfaces.storefront.present.orders import bought_line
from shopkeeper.interfaces.storefront.present.payment import ways_at_once

# More of one line than this is a new order.
MOST = 20


def items_page(
    order: Order,
    lines: Sequence[OrderLine],
    variants: Mapping[int, Sequence[Goods]],
    typed: Mapping[str, str],
    problems: Mapping[str, str],
    *,
    url: str,
    back_url: str,
    same_product_only: bool,
    language: str,
) -> EditPage:
    """The lines with how many of each, and which variant. Taking the number to 0 takes the line out."""
    made = []
    for line in lines:
        fields = [] if same_product_only else [_quantity(line, typed, problems)]
        others = [one for one in variants.get(line.product_id, ()) if one.offer_id != line.offer_id]
        if others:
            fields.append(_variant(line, others, typed, problems if same_product_only else {}, language))
        told = "" if fields else _("This comes in one kind only.")
        made.append(EditLine(line=bought_line(line, order, language), fields=tuple(fields), why_not=told))
    return EditPage(
        title=_("Change the items of order %(number)s") % {"number": order.number},
        intro=_("Nothing is packed yet. You see what it comes to before anything is changed."),
        action_url=url,
        back_url=back_url,
        idempotency_key=token(),
        submit_label=_("See what it comes to"),
        lines=tuple(made),
        errors=tuple(FieldError(field=name, text=text) for name, text in problems.items()),
    )


def _quantity(line: OrderLine, typed: Mapping[str, str], problems: Mapping[str, str]) -> Field:
    name = f"line_{line.pk}"
    chosen = typed.get(name, str(line.quantity))
    numbers = [str(number) for number in range(max(MOST, line.quantity) + 1)]
    if chosen not in numbers:
        numbers.append(chosen)
    choices = tuple(
        Choice(value=one, label=_("0 – take it out") if one == "0" else one, is_selected=one == chosen)
        for one in numbers
    )
    return Field(name=name, label=_("How many"), choices=choices, error=problems.get(name, ""))


def _variant(
    line: OrderLine, others: Iterable[Goods], typed: Mapping[str, str], problems: Mapping[str, str], language: str
) -> Field:
    name = f"variant_{line.pk}"
    chosen = typed.get(name, "")
    choices = [Choice(value="", label=_("%(variant)s, as ordered") % {"variant": line.variant_title or line.title})]
    choices += [
        Choice(value=str(one.offer_id), label=offer_label(one, language), is_selected=chosen == str(one.offer_id))
        for one in others
    ]
    return Field(
        name=name,
        label=_("Which one"),
        choices=tuple(choices),
        error=problems.get(f"line_{line.pk}", ""),
        is_required=False,
    )


def offer_label(one: Goods, language: str) -> str:
    """A variant with its price, as an entry of a list."""
    price = one.price.display(language) if one.price else ""
    return " · ".join(part for part in (one.variant_title or one.title, price) if part)


def not_possible(title: str, why_not: str, *, back_url: str, link: Link | None = None) -> EditPage:
    """Why nothing can be changed here any more, with the way on."""
    return EditPage(
        title=title,
        intro="",
        action_url="",
        back_url=back_url,
        idempotency_key=token(),
        submit_label="",
        why_not=why_not,
        why_not_link=link,
    )


def change_page(
    change: Change,
    *,
    url: str,
    back_url: str,
    chosen: str = "",
    customer_id: int | None,
    language: str,
    problem: Problem | None = None,
) -> CheckPage:
    """What a change will do, and what it costs or gives back. The sum is on the button."""
    order = change.order
    due, difference = to_charge(change), change.difference
    back = -difference if difference.minor < 0 else Money(0, order.currency)
    usual, more = payment_choices(due, customer_id, chosen, language) if due else ((), ())
    return CheckPage(
        title=_("Change order %(number)s?") % {"number": order.number},
        intro="" if change.kind != Change.Kind.PAYMENT else _("What you paid before goes back once this is paid."),
        action_url=url,
        back_url=back_url,
        back_label=_("Leave it as it is"),
        idempotency_key=token(),
        submit_label=_submit(due, back, language),
        rows=(
            SummaryRow(label=_("Order until now"), amount=order.total.display(language)),
            SummaryRow(label=_("Order from now on"), amount=(order.total + difference).display(language)),
        ),
        result=_result(change, due, back, language),
        carried=(("difference_minor", str(change.difference_minor)),),
        before=_before(change),
        after=_after(change),
        methods=usual,
        more_methods=more,
        destinations=refund_choices(customer_id, "", bonus_percent=0) if back else (),
        problem=problem,
    )


def _submit(due: Money, back: Money, language: str) -> str:
    if due:
        return _("Change it and pay %(amount)s") % {"amount": due.display(language)}
    if back:
        return _("Change it, %(amount)s goes back") % {"amount": back.display(language)}
    return _("Change it")


def _result(change: Change, due: Money, back: Money, language: str) -> SummaryRow:
    if due:
        return SummaryRow(label=_("To pay now"), amount=due.display(language))
    if back:
        return SummaryRow(label=_("Goes back to you"), amount=back.display(language))
    return SummaryRow(label=_("To pay"), amount=_("Nothing"))


def _before(change: Change) -> tuple[str, ...]:
    if change.kind == Change.Kind.ADDRESS:
        return tuple(PostalAddress.from_json(change.before["shipping_address"]).lines())
    if change.kind == Change.Kind.PAYMENT:
        return ()
    return tuple(_words(one) for one in change.before["lines"])


def _after(change: Change) -> tuple[str, ...]:
    if change.kind == Change.Kind.ADDRESS:
        return tuple(PostalAddress.from_json(change.plan["shipping_address"]).lines())
    if change.kind == Change.Kind.PAYMENT:
        return ()
    return tuple(_words({**one["draft"], "quantity": one["quantity"]}) for one in change.plan["lines"])


def _words(line: Mapping[str, Any]) -> str:
    named = " · ".join(part for part in (line["title"], line["variant_title"]) if part)
    return f"{line['quantity']} × {named}"


def payment_choices(
    due: Money, customer_id: int | None, chosen: str, language: str
) -> tuple[tuple[RadioCard, ...], tuple[RadioCard, ...]]:
    """Ways to pay ``due``: the customer's credit where there is enough of it, then the shop's other ways."""
    own = credit.of_customer(customer_id, currency=due.currency) if customer_id else []
    cards = tuple(
        RadioCard(
            value=f"credit:{one.token}",
            label=one.label,
            detail=_("%(amount)s on it") % {"amount": one.available.display(language)},
            is_selected=chosen == f"credit:{one.token}",
        )
        for one in own
        if one.available >= due
    )
    usual, more = ways_at_once(due, customer_id=customer_id, chosen=chosen)
    return (*cards, *usual), more


def refund_choices(customer_id: int | None, chosen: str, *, bonus_percent: int) -> tuple[RadioCard, ...]:
    """Where money may go: the way it came, or the customer's credit at the shop."""
    worth = _("Worth %(percent)s %% more.") % {"percent": bonus_percent} if bonus_percent else ""
    use = _("To spend here whenever you like.") if customer_id else _("You get a code to spend here when you like.")
    return (
        RadioCard(
            value="",
            label=_("Back the way I paid"),
            detail=_("Your bank usually shows it within a few days."),
            is_selected=chosen != "credit",
        ),
        RadioCard(
            value="credit",
            label=_("As store credit"),
            detail=f"{worth} {use}".strip(),
            is_selected=chosen == "credit",
        ),
    )
