"""Gift cards and store credit: finding one, giving one, stopping one."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_GET, require_POST

from shopkeeper.commerce.credit import desk, queries
from shopkeeper.commerce.credit.models import CreditAccount
from shopkeeper.commerce.pricing import queries as pricing
from shopkeeper.foundation import clock
from shopkeeper.foundation.errors import InvalidInput
from shopkeeper.foundation.idempotency.door import answered_once
from shopkeeper.foundation.money import Money, MoneyError
from shopkeeper.interfaces.backoffice import forms, render
from shopkeeper.interfaces.backoffice.forms import trouble_of
from shopkeeper.interfaces.backoffice.guard import Staff, scope_of, staff
from shopkeeper.interfaces.backoffice.present import credit as present


@require_GET
@staff("customers.view")
def credit(request: HttpRequest, who: Staff) -> HttpResponse:
    return _page(request, who)


def _page(request: HttpRequest, who: Staff, wrong: InvalidInput | None = None, status: int = 200) -> HttpResponse:
    text = request.GET.get("q", "").replace("\x00", "")[:120].strip()
    currencies = list(dict.fromkeys(market.currency for market in pricing.markets()))
    trouble = trouble_of(wrong) if wrong else None
    shown = present.credit_page(queries.find(text), text, currencies, request.POST.dict(), trouble)
    return render.page(request, who, "credit.html", shown, title="Credit", status=status)


@require_POST
@staff("orders.refund")
@answered_once(scope=scope_of)
def give(request: HttpRequest, who: Staff) -> HttpResponse:
    """A card from the house. Its code is shown once, on the next page."""
    typed = request.POST
    try:
        amount = Money.parse(typed.get("amount", "").strip().replace(",", "."), typed.get("currency", "")[:3])
    except MoneyError as refused:
        return _page(request, who, InvalidInput("No card was made.", {"amount": refused.message}), 422)
    try:
        account, code = desk.give_card(
            amount=amount,
            expires_on=forms.day(typed.get("expires_on", "")),
            reason=typed.get("reason", "").replace("\x00", ""),
            actor=who.actor,
            at=clock.now(),
        )
    except InvalidInput as refused:
        return _page(request, who, refused, 422)
    messages.success(request, f"The code is {code}. Write it down now: it is shown this once and kept nowhere.")
    return HttpResponseRedirect(f"/office/credit/{account.token}/")


@require_GET
@staff("customers.view")
def one(request: HttpRequest, who: Staff, token: str) -> HttpResponse:
    return _room(request, who, queries.account_by_token(token))


def _room(
    request: HttpRequest, who: Staff, account: CreditAccount, wrong: InvalidInput | None = None, status: int = 200
) -> HttpResponse:
    trouble = trouble_of(wrong) if wrong else None
    shown = present.credit_room(queries.credit(account), queries.history(account), request.POST.dict(), trouble)
    return render.page(request, who, "credit_one.html", shown, title=account.label, status=status)


def _done(request: HttpRequest, who: Staff, token: str, told: str, do: Callable[[CreditAccount], None]) -> HttpResponse:
    account = queries.account_by_token(token)
    try:
        do(account)
    except InvalidInput as refused:
        return _room(request, who, account, refused, 422)
    messages.success(request, told)
    return HttpResponseRedirect(f"/office/credit/{token}/")


@require_POST
@staff("orders.refund")
def block(request: HttpRequest, who: Staff, token: str) -> HttpResponse:
    reason = request.POST.get("reason", "").replace("\x00", "")

    def do(account: CreditAccount) -> None:
        desk.block(account=account, reason=reason, actor=who.actor, at=clock.now())

    return _done(request, who, token, "Blocked. Nobody can spend it.", do)


@require_POST
@staff("orders.refund")
def unblock(request: HttpRequest, who: Staff, token: str) -> HttpResponse:
    def do(account: CreditAccount) -> None:
        desk.unblock(account=account, actor=who.actor, at=clock.now())

    return _done(request, who, token, "It can be spent again.", do)
