"""How the ways to pay that staff confirm are offered: policy."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods
from stdnum import bic, iban
from stdnum.exceptions import ValidationError

from shopkeeper.commerce.customers.addresses import is_country
from shopkeeper.commerce.payments import promises
from shopkeeper.foundation import clock
from shopkeeper.foundation.errors import InvalidInput, NotFound
from shopkeeper.interfaces.backoffice import forms, render
from shopkeeper.interfaces.backoffice.forms import trouble_of
from shopkeeper.interfaces.backoffice.guard import Staff, staff
from shopkeeper.interfaces.backoffice.present import money as present
from shopkeeper.interfaces.backoffice.present.order import WAYS


@require_http_methods(["GET", "POST"])
@staff("settings.edit")
def terms(request: HttpRequest, who: Staff, name: str) -> HttpResponse:
    if name not in promises.PROVIDERS:
        raise NotFound("There is no such way to pay.")
    title = WAYS[name]
    if request.method == "GET":
        return render.page(request, who, "terms.html", present.terms_page(name, promises.terms(name)), title=title)
    typed = request.POST.dict()
    try:
        promises.set_terms(provider=name, changes=_read(name, typed), actor=who.actor, at=clock.now())
    except InvalidInput as wrong:
        shown = present.terms_page(name, promises.terms(name), typed, trouble_of(wrong))
        return render.page(request, who, "terms.html", shown, title=title, status=422)
    messages.success(request, f"“{title}” is saved.")
    return HttpResponseRedirect("/office/policies/")


def _read(name: str, typed: dict[str, str]) -> dict[str, object]:
    """The fields as they are kept. Raises InvalidInput."""
    countries = typed.get("countries", "").upper().replace(",", " ").split()
    unknown = [one for one in countries if not is_country(one)]
    if unknown:
        raise InvalidInput("Please check the countries.", {"countries": f"“{unknown[0]}” is no country code."})
    found: dict[str, object] = {
        "is_offered": "is_offered" in typed,
        "countries": countries,
        "most_minor": forms.number(typed, "most", lowest=1) if typed.get("most", "").strip() else 0,
    }
    if name != "cod":
        found |= {
            "due_days": _days(typed, "due_days"),
            "remind_days": _days(typed, "remind_days"),
            "holder": typed.get("holder", "").strip()[:70],
            "iban": _iban(typed.get("iban", ""), is_needed="is_offered" in typed),
            "bic": _bic(typed.get("bic", "")),
        }
    if name == "transfer":
        found["cancel_days"] = _days(typed, "cancel_days") if typed.get("cancel_days", "").strip() else None
    return found


def _days(typed: dict[str, str], name: str) -> int:
    days = forms.number(typed, name, what="days")
    if days > 365:
        raise InvalidInput("Please check the days.", {name: "Use 365 days at most."})
    return days


def _iban(text: str, *, is_needed: bool) -> str:
    """Checked by its own digits (ISO 13616)."""
    if not text.strip() and not is_needed:
        return ""
    try:
        return str(iban.validate(text))
    except ValidationError:
        message = "This is no account number; please look at every digit."
        raise InvalidInput("Please check the account number.", {"iban": message}) from None


def _bic(text: str) -> str:
    if not text.strip():
        return ""
    try:
        return str(bic.validate(text))
    except ValidationError:
        raise InvalidInput("Please check the BIC.", {"bic": "A BIC has 8 or 11 letters and digits."}) from None
