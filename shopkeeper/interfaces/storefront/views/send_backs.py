"""Sending something back, by signed link or from the account: choose, see what it comes to, confirm, follow."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from shopkeeper.commerce.changes.goods import Goods, variants_of
from shopkeeper.commerce.changes.operations import market_of
from shopkeeper.commerce.content import queries as content
from shopkeeper.commerce.content.models import ChangePolicy
from shopkeeper.commerce.documents import queries as documents
from shopkeeper.commerce.orders.models import Order
from shopkeeper.commerce.orders.operations import Actor
from shopkeeper.commerce.payments.models import Payment
from shopkeeper.commerce.returns import assess, operations, queries, rules, settling
from shopkeeper.commerce.returns.assess import Returnable
from shopkeeper.commerce.returns.models import Return
from shopkeeper.commerce.returns.operations import Preview, Wish
from shopkeeper.foundation import clock
from shopkeeper.foundation.errors import InvalidInput, NotFound, ShopError
from shopkeeper.foundation.http.limits import allow
from shopkeeper.foundation.http.refusals import status_of
from shopkeeper.foundation.money import Money
from shopkeeper.interfaces.storefront.frame import shop_name
from shopkeeper.interfaces.storefront.pages import EditPage, Link, Problem
from shopkeeper.interfaces.storefront.present import send_backs as present
from shopkeeper.interfaces.storefront.present.service import not_possible
from shopkeeper.interfaces.storefront.render import meta_for, page
from shopkeeper.interfaces.storefront.views.attempts import means_of
from shopkeeper.interfaces.storefront.views.entrance import see_other
from shopkeeper.interfaces.storefront.views.files import file_answer
from shopkeeper.interfaces.storefront.views.order_changes import at_both_doors, holder_id, refund_destination
from shopkeeper.interfaces.storefront.visit import visit

NAMES = ("line", "reason", "instead", "comment")


def _choose(request: HttpRequest, order: Order, base_url: str) -> HttpResponse:
    """The form, then the preview, then the confirmation: three stages of one address, none of which loses anything."""
    found = assess.returnable(order, today=clock.now().date())
    typed, problems = request.POST.dict(), {}
    title = _("Send something of order %(number)s back") % {"number": order.number}
    if all(one.eligibility.why_not for one in found):
        told = found[0].eligibility.why_not if found else ""
        return _edit(request, title, _too_late(title, told, base_url), 200 if request.method == "GET" else 409)
    if request.method == "GET" and request.GET.get("withdraw"):
        typed = _everything(found)
    if typed and typed.get("stage") != "edit":
        try:
            wishes = _wishes(found, typed)
            seen = operations.preview(order=order, wishes=wishes, at=clock.now())
            if typed.get("stage") == "confirm":
                return _confirmed(request, order, base_url, wishes, seen, typed)
            return _check(request, order, base_url, seen, typed)
        except InvalidInput as refused:
            problems = refused.fields or {"lines": refused.message}
        except ShopError as refused:
            return _edit(request, title, _too_late(title, refused.message, base_url), status_of(refused))
    made = present.choose_page(
        order,
        found,
        _variants(order, found),
        typed,
        problems,
        url=f"{base_url}return",
        back_url=base_url,
        language=visit(request).language,
        today=clock.now().date(),
    )
    return _edit(request, title, made, 422 if problems else 200)


def _everything(found: list[Returnable]) -> dict[str, str]:
    """The form as it would be filled in to withdraw from all that can still be withdrawn from: two presses in all
    (Directive (EU) 2023/2673 asks for a withdrawal function that is as easy as buying)."""
    today = clock.now().date()
    typed: dict[str, str] = {}
    for one in found:
        if one.eligibility.allows("changed_mind", today):
            typed |= {f"line_{one.line.pk}": str(one.eligibility.units), f"reason_{one.line.pk}": "changed_mind"}
    return typed


def _wishes(found: list[Returnable], typed: dict[str, str]) -> list[Wish]:
    """What was chosen. Raises InvalidInput by line for a number that is none."""
    wishes = []
    for one in found:
        key = one.line.pk
        quantity = typed.get(f"line_{key}", "0") or "0"
        instead = typed.get(f"instead_{key}", "")
        if not (quantity.isascii() and quantity.isdigit() and len(quantity) < 10):
            raise InvalidInput(_("Choose a number."), {f"line_{key}": _("Choose one of the entries of the list.")})
        if not int(quantity):
            continue
        wishes.append(
            Wish(
                key,
                int(quantity),
                typed.get(f"reason_{key}", ""),
                comment=typed.get(f"comment_{key}", "").replace("\x00", "")[:1000],
                instead=int(instead) if instead.isascii() and instead.isdigit() and len(instead) < 16 else None,
            )
        )
    return wishes


def _variants(order: Order, found: list[Returnable]) -> dict[int, list[Goods]]:
    market, at = market_of(order), clock.now()
    products = dict.fromkeys(one.line.product_id for one in found if not one.eligibility.why_not)
    return {pk: variants_of(pk, market=market, language=order.language, at=at) for pk in products}


def _check(
    request: HttpRequest,
    order: Order,
    base_url: str,
    seen: Preview,
    typed: dict[str, str],
    *,
    problem: Problem | None = None,
    status: int = 200,
) -> HttpResponse:
    carried = [(name, value) for name, value in typed.items() if name.partition("_")[0] in NAMES and value]
    made = present.check_page(
        order,
        seen,
        carried,
        url=f"{base_url}return",
        back_url=base_url,
        chosen=typed.get("method", ""),
        refund_to=typed.get("refund_to", ""),
        customer_id=holder_id(request, order),
        language=visit(request).language,
        problem=problem,
    )
    return page(request, "order/check.html", made, meta=meta_for(request, made.title, robots="noindex"), status=status)


def _confirmed(
    request: HttpRequest, order: Order, base_url: str, wishes: list[Wish], seen: Preview, typed: dict[str, str]
) -> HttpResponse:
    allow(f"return:{order.pk}", rate=30, per_seconds=600)
    shown = typed.get("goes_back_minor", "")
    if shown != str(seen.goes_back.minor):
        changed = Problem(code="changed", title=_("The sum has changed since you saw it. Please look at it again."))
        return _check(request, order, base_url, seen, typed, problem=changed, status=409)
    try:
        provider, means = means_of(
            typed.get("method", ""),
            amount=Money(abs(seen.goes_back.minor), order.currency),
            customer_id=holder_id(request, order),
        )
        made = operations.request(
            order=order,
            wishes=wishes,
            expected=Money(seen.goes_back.minor, order.currency),
            refund_to=refund_destination(request, order) if seen.goes_back.minor > 0 else "",
            pay_with={"provider": provider, "token": means} if provider else None,
            is_withdrawal=_is_withdrawal(wishes, seen),
            actor=Actor("customer", order.email),
            at=clock.now(),
        )
    except ShopError as refused:
        told = " ".join(dict.fromkeys([refused.message, *getattr(refused, "fields", {}).values()]))
        problem = Problem(code=refused.code, title=told)
        return _check(request, order, base_url, seen, typed, problem=problem, status=status_of(refused))
    return _charged(made, base_url)


def _charged(made: Return, base_url: str, *, always: bool = False) -> HttpResponse:
    """On to the return; by way of the bank, where that wants to be asked first."""
    url = f"{base_url}returns/{made.public_id}"
    at_request = content.change_policy().exchange_charged == ChangePolicy.Charged.REQUEST
    if made.estimate_minor < 0 and (at_request or always):
        payment = settling.charge_difference(made=made, at=clock.now(), return_url=url)
        if payment and payment.status == Payment.Status.REQUIRES_ACTION:
            return see_other(payment.action_url)
        if payment and payment.status == Payment.Status.FAILED:
            settling.note_unpaid(made=made, payment=payment)
    return see_other(url)


def _is_withdrawal(wishes: list[Wish], seen: Preview) -> bool:
    """Without anything wrong and within the law's days it is the withdrawal the law gives, whatever it is called."""
    today = clock.now().date()
    return all(
        wish.reason not in rules.FAULTS and one.eligibility.until is not None and today <= one.eligibility.until
        for one, wish, _value in seen.lines
    ) and bool(wishes)


def _status(request: HttpRequest, order: Order, base_url: str, return_id: str) -> HttpResponse:
    made = queries.return_of_order(return_id, order)
    if made.payment_key:
        settling.look_at_difference(made=made, at=clock.now())
        made = queries.return_of_order(return_id, order)
    shown = present.return_page(
        queries.detail(made),
        base_url=base_url,
        shop_address=(shop_name(), *_house()),
        language=visit(request).language,
    )
    meta = meta_for(request, _("Return %(number)s") % {"number": made.number}, robots="noindex")
    return page(request, "order/return.html", shown, meta=meta)


def _house() -> list[str]:
    """Where returns go, line by line; nothing until the shop has said so."""
    return [str(line) for line in content.block("returns_address").get("lines", ())]


def _pay(request: HttpRequest, order: Order, base_url: str, return_id: str) -> HttpResponse:
    """The difference of an exchange, paid another way than the one that was refused."""
    made = queries.return_of_order(return_id, order)
    url = f"{base_url}returns/{made.public_id}"
    if not settling.is_unpaid(made):
        return see_other(url)
    customer_id, problem, status = holder_id(request, order), None, 200
    if request.method == "POST":
        allow(f"return:{order.pk}", rate=30, per_seconds=600)
        try:
            chosen = request.POST.get("method", "")
            provider, means = means_of(chosen, amount=-made.estimate, customer_id=customer_id)
            made = settling.choose_means(made=made, provider=provider, token=means, at=clock.now())
            return _charged(made, base_url, always=True)
        except ShopError as refused:
            problem, status = Problem(code=refused.code, title=refused.message), status_of(refused)
    shown = present.pay_page(
        made,
        url=f"{url}/pay",
        back_url=url,
        chosen=request.POST.get("method", ""),
        customer_id=customer_id,
        language=visit(request).language,
        problem=problem,
    )
    return page(
        request, "order/check.html", shown, meta=meta_for(request, shown.title, robots="noindex"), status=status
    )


def _credit_note(request: HttpRequest, order: Order, base_url: str, return_id: str, kind: str) -> HttpResponse:
    """The credit note of a return as a file. There is none before it was settled."""
    note = queries.detail(queries.return_of_order(return_id, order)).credit_note
    if note is None:
        raise NotFound(_("There is no credit note yet; it is made when what you sent has arrived."))
    return file_answer(documents.credit_note_file(note, kind))


def _call_off(request: HttpRequest, order: Order, base_url: str, return_id: str) -> HttpResponse:
    made = queries.return_of_order(return_id, order)
    if request.method == "POST":
        operations.call_off(made=made, actor=Actor("customer", order.email), at=clock.now())
    return see_other(f"{base_url}returns/{made.public_id}")


def _too_late(title: str, why_not: str, base_url: str) -> EditPage:
    link = Link(label=_("How returns work"), url="/returns/")
    return not_possible(title, why_not, back_url=base_url, link=link)


def _edit(request: HttpRequest, title: str, made: EditPage, status: int) -> HttpResponse:
    return page(request, "order/edit.html", made, meta=meta_for(request, title, robots="noindex"), status=status)


choose, account_choose = at_both_doors(_choose)
status, account_status = at_both_doors(_status)
call_off, account_call_off = at_both_doors(_call_off)
pay, account_pay = at_both_doors(_pay)
credit_note, account_credit_note = at_both_doors(_credit_note)
