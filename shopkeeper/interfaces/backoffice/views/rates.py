"""Rate tables as a whole, and goods that are not carried."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST

from shopkeeper.commerce.catalogue import queries as catalogue
from shopkeeper.commerce.shipping import rate_desk
from shopkeeper.commerce.shipping.models import CarriageRule
from shopkeeper.commerce.shipping.rate_desk import RuleTold
from shopkeeper.foundation.errors import InvalidInput
from shopkeeper.interfaces.backoffice import render
from shopkeeper.interfaces.backoffice.forms import Choice, Field, Trouble, trouble_of
from shopkeeper.interfaces.backoffice.guard import Staff, staff
from shopkeeper.interfaces.backoffice.present import words

CARRIAGE = "/office/policies/carriage"


@dataclass(frozen=True)
class RatesPage:
    table: Field
    trouble: Trouble | None


@dataclass(frozen=True)
class RuleRow:
    goods: str
    told: str
    ways: str
    remove_url: str


@dataclass(frozen=True)
class CarriagePage:
    rules: tuple[RuleRow, ...]
    fields: tuple[Field, ...]
    ways: tuple[Field, ...]
    trouble: Trouble | None


@require_http_methods(["GET", "POST"])
@staff("settings.edit")
def rates(request: HttpRequest, who: Staff) -> HttpResponse:
    """Every rate in one table, to look over, take away as CSV and bring back."""
    if request.method == "GET":
        return _rates(request, who, rate_desk.current_table())
    text = request.POST.get("table", "")
    try:
        changed = rate_desk.import_table(text=text, actor=who.actor)
    except InvalidInput as wrong:
        return _rates(request, who, text, trouble_of(wrong))
    said = (
        words.plural(changed, "way of delivery has", "ways of delivery have") + " new rates. The shop says so at once."
    )
    messages.success(request, said if changed else "Nothing was different.")
    return HttpResponseRedirect("/office/policies/rates")


def _rates(request: HttpRequest, who: Staff, text: str, trouble: Trouble | None = None) -> HttpResponse:
    field = Field(
        name="table",
        label="Rates",
        kind="textarea",
        rows=18,
        value=text,
        error=dict(trouble.fields).get("table", "") if trouble else "",
        hint="One step a line, the least first. By weight (grams), value (an amount), units or volume (litres). An "
        "empty limit means any. Ways that are not in it keep their rates.",
    )
    status = 422 if trouble else 200
    return render.page(request, who, "rates.html", RatesPage(field, trouble), title="Rates", status=status)


@require_http_methods(["GET", "POST"])
@staff("settings.edit")
def carriage(request: HttpRequest, who: Staff) -> HttpResponse:
    if request.method == "GET":
        return _carriage(request, who)
    typed = request.POST.dict()
    try:
        rate_desk.add_rule(told=_told(typed), actor=who.actor)
    except InvalidInput as wrong:
        return _carriage(request, who, typed, trouble_of(wrong))
    messages.success(request, "Saved. The shop says so at once.")
    return HttpResponseRedirect(CARRIAGE)


@require_POST
@staff("settings.edit")
def remove_carriage(request: HttpRequest, who: Staff, rule_id: int) -> HttpResponse:
    rate_desk.remove_rule(rule_id=rule_id, actor=who.actor)
    messages.success(request, "Removed. These goods are carried again.")
    return HttpResponseRedirect(CARRIAGE)


def _told(typed: Mapping[str, str]) -> RuleTold:
    return RuleTold(
        tag=typed.get("tag", ""),
        product_type=typed.get("product_type", ""),
        methods=tuple(name.removeprefix("way-") for name in typed if name.startswith("way-")),
        abroad_only="abroad_only" in typed,
        reason=typed.get("reason", ""),
        advice=typed.get("advice", ""),
    )


def _carriage(
    request: HttpRequest, who: Staff, typed: Mapping[str, str] | None = None, trouble: Trouble | None = None
) -> HttpResponse:
    types, ways = catalogue.product_type_names(), rate_desk.method_codes()
    shown = CarriagePage(
        rules=tuple(_row(rule, types, ways) for rule in rate_desk.rules()),
        fields=_fields(types, typed or {}, dict(trouble.fields) if trouble else {}),
        ways=tuple(
            Field(
                name=f"way-{code}", label=name, kind="checkbox", value="yes" if f"way-{code}" in (typed or {}) else ""
            )
            for code, name in ways.items()
        ),
        trouble=trouble,
    )
    status = 422 if trouble else 200
    return render.page(request, who, "carriage.html", shown, title="What is not carried", status=status)


def _row(rule: CarriageRule, types: Mapping[str, str], ways: Mapping[str, str]) -> RuleRow:
    goods = f"Tagged “{rule.tag}”" if rule.tag else types.get(rule.product_type, rule.product_type)
    where = ", abroad only" if rule.abroad_only else ""
    return RuleRow(
        goods=goods,
        told=f"“…” {rule.reason}. {rule.advice}".strip(),
        ways=(", ".join(ways.get(code, code) for code in rule.methods) or "By no way") + where,
        remove_url=f"{CARRIAGE}/{rule.pk}/remove",
    )


def _fields(types: Mapping[str, str], typed: Mapping[str, str], wrong: Mapping[str, str]) -> tuple[Field, ...]:
    kinds = (Choice("", "By tag instead"), *(Choice(slug, name) for slug, name in types.items()))

    def field(name: str, label: str, hint: str = "", *, is_optional: bool = False) -> Field:
        return Field(
            name=name,
            label=label,
            value=typed.get(name, ""),
            error=wrong.get(name, ""),
            hint=hint,
            is_optional=is_optional,
        )

    return (
        field("tag", "Goods with the tag", "Such as dangerous-goods.", is_optional=True),
        Field(
            name="product_type",
            label="Or of the type",
            kind="select",
            value=typed.get("product_type", ""),
            error=wrong.get("product_type", ""),
            choices=kinds,
        ),
        field("reason", "Why not", "Completes “The vase …”: is too large for the post."),
        field("advice", "What to do", "A sentence: Choose freight, or collect it.", is_optional=True),
        Field(
            name="abroad_only",
            label="Only to other countries",
            kind="checkbox",
            value="yes" if "abroad_only" in typed else "",
        ),
    )
