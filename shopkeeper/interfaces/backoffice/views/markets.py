"""Where the shop sells, in which currency, and what tax it adds: the first thing a new shop needs."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shopkeeper.commerce.opening.operations import open_shop
from shopkeeper.commerce.pricing import markets_desk
from shopkeeper.commerce.pricing.markets_desk import MarketTold
from shopkeeper.commerce.tax import queries as tax
from shopkeeper.commerce.tax.regions import states
from shopkeeper.foundation import clock
from shopkeeper.foundation.errors import Conflict, InvalidInput
from shopkeeper.foundation.money import MoneyError
from shopkeeper.interfaces.backoffice import forms, render
from shopkeeper.interfaces.backoffice.forms import trouble_of
from shopkeeper.interfaces.backoffice.guard import Staff, staff
from shopkeeper.interfaces.backoffice.present import markets as present

HOME = "/office/markets/"


@require_GET
@staff("settings.edit")
def markets(request: HttpRequest, who: Staff) -> HttpResponse:
    return _page(request, who)


def _page(
    request: HttpRequest,
    who: Staff,
    wrong: InvalidInput | None = None,
    form: str = "",
    status: int = 200,
) -> HttpResponse:
    on = clock.now().date()
    found = markets_desk.every_market()
    shown = present.markets_page(
        found,
        markets_desk.tax_rates(),
        markets_desk.countries_without_tax(found, on),
        tax.identity(),
        on,
        present.Again(form, request.POST.dict(), trouble_of(wrong)) if wrong else None,
    )
    return render.page(request, who, "markets.html", shown, title="Markets and tax", status=status)


@require_POST
@staff("settings.edit")
def opening(request: HttpRequest, who: Staff) -> HttpResponse:
    """The first market of a new shop, with everything it needs to sell."""
    typed = request.POST
    try:
        done = open_shop(
            country=typed.get("country", ""),
            name=typed.get("name", ""),
            currency=typed.get("currency", ""),
            delivery=typed.get("delivery", "").strip().replace(",", "."),
            actor=who.actor,
            at=clock.now(),
        )
    except MoneyError as refusal:
        wrong = InvalidInput("The shop was not opened.", {"delivery": refusal.message})
        return _page(request, who, wrong, "opening", 422)
    except InvalidInput as refusal:
        return _page(request, who, refusal, "opening", 422)
    messages.success(request, f"{done.market.name} is open. Look over tax, delivery and returns before the first sale.")
    return HttpResponseRedirect(HOME)


@require_http_methods(["GET", "POST"])
@staff("settings.edit")
def new_market(request: HttpRequest, who: Staff) -> HttpResponse:
    if request.method == "GET":
        return render.page(request, who, "market.html", present.market_page(None), title="New market")
    try:
        made = markets_desk.open_market(
            told=_told(request), currency=request.POST.get("currency", "").strip().upper(), actor=who.actor
        )
    except InvalidInput as wrong:
        shown = present.market_page(
            None, present.Again("market", request.POST.dict(), trouble_of(wrong)), _chosen(request)
        )
        return render.page(request, who, "market.html", shown, title="New market", status=422)
    messages.success(request, f"{made.name} is open. It needs prices in {made.currency}, and a delivery zone.")
    return HttpResponseRedirect(HOME)


@require_http_methods(["GET", "POST"])
@staff("settings.edit")
def market(request: HttpRequest, who: Staff, market_id: int) -> HttpResponse:
    found = markets_desk.market_by_id(market_id)
    if request.method == "GET":
        return render.page(request, who, "market.html", present.market_page(found), title=found.name)
    try:
        markets_desk.edit_market(market=found, told=_told(request), actor=who.actor)
    except InvalidInput as wrong:
        again = present.Again("market", request.POST.dict(), trouble_of(wrong))
        shown = present.market_page(markets_desk.market_by_id(market_id), again, _chosen(request))
        return render.page(request, who, "market.html", shown, title=found.name, status=422)
    messages.success(request, f"{found.name} is saved. Customers see it within seconds.")
    return HttpResponseRedirect(HOME)


@require_POST
@staff("settings.edit")
def add_rate(request: HttpRequest, who: Staff) -> HttpResponse:
    typed = request.POST
    try:
        rate = markets_desk.add_tax_rate(
            country=typed.get("rate_country", ""),
            region=_region(typed.get("rate_country", ""), typed.get("rate_region", "")),
            percent=_percent(typed.get("percent", "")),
            valid_from=_day(typed.get("valid_from", "")),
            tax_class=typed.get("tax_class", "").strip().lower(),
            name=typed.get("rate_name", ""),
            actor=who.actor,
        )
    except InvalidInput as wrong:
        return _page(request, who, wrong, "rate", 422)
    except Conflict as wrong:
        return _page(request, who, InvalidInput(wrong.message, {"valid_from": wrong.message}), "rate", 422)
    messages.success(request, f"{present.rate_words(rate)} is saved.")
    return HttpResponseRedirect(f"{HOME}#tax")


@require_POST
@staff("settings.edit")
def remove_rate(request: HttpRequest, who: Staff, rate_id: int) -> HttpResponse:
    markets_desk.remove_tax_rate(rate_id=rate_id, actor=who.actor)
    messages.success(request, "The rate is removed. Orders keep what was agreed.")
    return HttpResponseRedirect(f"{HOME}#tax")


def _told(request: HttpRequest) -> MarketTold:
    home = request.POST.get("default_country", "")
    chosen = _chosen(request)
    countries = (home, *(code for code in chosen if code != home)) if home in chosen else tuple(chosen)
    return MarketTold(
        name=request.POST.get("name", ""),
        countries=countries,
        tax_display=request.POST.get("tax_display", ""),
        is_active="is_active" in request.POST,
    )


def _chosen(request: HttpRequest) -> list[str]:
    known = set(present.COUNTRIES)
    return [code for code in request.POST.getlist("countries") if code in known]


def _region(country: str, text: str) -> str:
    """The code of a state that is taxed by itself, from its code or name."""
    wanted = text.strip().casefold()
    known = states(country)
    if not wanted:
        return ""
    found = next((code for code, name in known if wanted in (code.casefold(), name.casefold())), "")
    if not found:
        listed = ", ".join(code for code, _name in known[:20])
        told = (
            f"This country has the regions {listed}." if listed else "This country is taxed as a whole; leave it empty."
        )
        raise InvalidInput("The rate was not saved.", {"rate_region": told})
    return found


def _percent(text: str) -> Decimal:
    try:
        return Decimal(text.strip().removesuffix("%").strip().replace(",", "."))
    except InvalidOperation:
        raise InvalidInput("The rate was not saved.", {"percent": "Write a percentage, such as 21 or 5.5."}) from None


def _day(text: str) -> date:
    """Today when nothing is typed; what cannot be read is never taken for today."""
    found = forms.day(text) if text.strip() else clock.now().date()
    if found is None:
        raise InvalidInput("The rate was not saved.", {"valid_from": "Write the day like 2027-01-01."})
    return found
