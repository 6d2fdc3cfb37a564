"""Money that waits for a person: what customers pay by themselves, held orders, disputes, payouts that differ."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_GET, require_POST

from shopkeeper.commerce.checkout import waiting
from shopkeeper.commerce.checkout.money import order_numbers_of
from shopkeeper.commerce.checkout.to_pay import reference_of
from shopkeeper.commerce.orders import holds
from shopkeeper.commerce.payments import disputes, payouts, promises
from shopkeeper.commerce.payments.board import money_troubles
from shopkeeper.commerce.payments.models import Promise
from shopkeeper.foundation import clock
from shopkeeper.foundation.errors import InvalidInput, NotFound, ShopError
from shopkeeper.foundation.idempotency.door import answered_once
from shopkeeper.foundation.money import Money, MoneyError
from shopkeeper.interfaces.backoffice import render
from shopkeeper.interfaces.backoffice.forms import trouble_of
from shopkeeper.interfaces.backoffice.guard import Staff, scope_of, staff
from shopkeeper.interfaces.backoffice.present import money as present
from shopkeeper.interfaces.backoffice.present.today import trouble_rows


@require_GET
@staff("orders.view")
def money(request: HttpRequest, who: Staff) -> HttpResponse:
    at = clock.now()
    awaited, disputed = promises.awaited(), disputes.open_ones()
    troubles = money_troubles(at=at)
    references = {one.payment.reference for one in awaited} | {one.payment.reference for one in disputed}
    numbers = order_numbers_of(references | {one.reference for one in troubles})
    sees_books = who.may("ledger.view")
    shown = present.MoneyPage(
        troubles=trouble_rows(troubles, numbers),
        awaited=tuple(present.awaited_row(one, numbers, at.date()) for one in awaited),
        held=tuple(present.held_row(one) for one in holds.held(holds.Kind.RISK)),
        disputes=tuple(present.dispute_row(one, numbers) for one in disputed),
        lines=tuple(present.line_row(one) for one in payouts.differences()) if sees_books else (),
        payouts=tuple(present.payout_row(one) for one in payouts.latest()) if sees_books else (),
    )
    return render.page(request, who, "money.html", shown, title="Money")


@require_GET
@staff("orders.view")
def promise(request: HttpRequest, who: Staff, promise_id: int) -> HttpResponse:
    return _shown(request, who, _found(promise_id))


@require_POST
@staff("orders.refund")
@answered_once(scope=scope_of)
def received(request: HttpRequest, who: Staff, promise_id: int) -> HttpResponse:
    """Money for it stands on the statement."""
    found = _found(promise_id)

    def act(key: str, note: str) -> promises.Awaited:
        try:
            amount = Money.parse(request.POST.get("amount", ""), found.currency)
        except MoneyError as wrong:
            raise InvalidInput("Please check the amount.", {"amount": wrong.message}) from None
        return waiting.money_came(
            payment_key=found.key, amount=amount, key=key, note=note, actor=who.actor, at=clock.now()
        )

    return _done(request, who, found, act)


@require_POST
@staff("orders.refund")
@answered_once(scope=scope_of)
def given_up(request: HttpRequest, who: Staff, promise_id: int) -> HttpResponse:
    """What is missing will not come."""
    found = _found(promise_id)
    return _done(
        request,
        who,
        found,
        lambda key, note: waiting.give_up_rest(
            payment_key=found.key, key=key, note=note, actor=who.actor, at=clock.now()
        ),
    )


@require_POST
@staff("orders.refund")
@answered_once(scope=scope_of)
def sent_back(request: HttpRequest, who: Staff, promise_id: int) -> HttpResponse:
    """What was too much, or is owed after a refund, has been transferred."""
    found = _found(promise_id)
    return _done(
        request,
        who,
        found,
        lambda key, note: promises.send_back(
            payment_key=found.key, key=key, note=note, actor=who.actor, at=clock.now()
        ),
    )


@require_POST
@staff("ledger.view")
@answered_once(scope=scope_of)
def explained(request: HttpRequest, who: Staff, line_id: int) -> HttpResponse:
    """Somebody has found out why a line of a payout differs."""
    try:
        payouts.explain(line_id=line_id, text=request.POST.get("text", ""))
    except InvalidInput as wrong:
        messages.error(request, wrong.message)
    else:
        messages.success(request, "Noted. The line is off the list.")
    return HttpResponseRedirect("/office/money/")


def _found(promise_id: int) -> Promise:
    found = Promise.objects.filter(pk=promise_id).first()
    if found is None:
        raise NotFound("Nobody promised this.")
    return found


def _done(
    request: HttpRequest, who: Staff, found: Promise, act: Callable[[str, str], promises.Awaited]
) -> HttpResponse:
    """Do it and say what is open now; what was typed comes back when something is wrong."""
    key = f"office:{found.pk}:{request.POST.get('idempotency_key', '')[:60]}"
    try:
        standing = act(key, request.POST.get("note", "")[:200])
    except InvalidInput as wrong:
        return _shown(request, who, found, typed=request.POST.dict(), wrong=wrong)
    except ShopError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _said(standing))
    return HttpResponseRedirect(f"/office/money/promises/{found.pk}/")


def _said(standing: promises.Awaited) -> str:
    if standing.missing:
        return f"Noted. {standing.missing.display()} are still missing."
    if standing.surplus:
        return f"Noted. {standing.surplus.display()} are too much; please send them back."
    return "Noted. Nothing is open any more."


def _shown(
    request: HttpRequest,
    who: Staff,
    found: Promise,
    *,
    typed: dict[str, str] | None = None,
    wrong: InvalidInput | None = None,
) -> HttpResponse:
    standing = promises.one(found.key)
    numbers = order_numbers_of({standing.payment.reference})
    number = numbers.get(standing.payment.reference, "")
    shown = present.promise_page(
        standing,
        numbers,
        clock.now().date(),
        reference_of(number) if number else "",
        typed=typed,
        trouble=trouble_of(wrong) if wrong else None,
    )
    title = f"Payment for {number}" if number else "Payment"
    return render.page(request, who, "promise.html", shown, title=title, status=422 if wrong else 200)
