"""The cart: lines, what is the matter with them, the sum, and when it would arrive."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shopkeeper.commerce.cart import problems
from shopkeeper.commerce.cart.queries import LineView
from shopkeeper.commerce.checkout.queries import PricedCart
from shopkeeper.commerce.content.models import ReturnPolicy
from shopkeeper.commerce.pricing.quote import QuotedLine
from shopkeeper.commerce.shipping.queries import DeliveryOption, Destination
from shopkeeper.foundation.money import Money
from shopkeeper.interfaces.storefront import pages
from shopkeeper.interfaces.storefront.present.pictures import shown
from shopkeeper.interfaces.storefront.present.promises import arrival, cost, place, return_cost
from shopkeeper.interfaces.storefront.present.words import percent

THUMB_WIDTH = 320
LINE_LIMIT = 99
FIX_URL = "/cart/fix"


def cart_page(
    priced: PricedCart,
    *,
    destination: Destination,
    language: str,
    key: str,
    is_guest: bool,
    returns: ReturnPolicy | None,
    messages: Mapping[int, pages.Problem] | None = None,
) -> pages.CartPage:
    """The whole cart. ``messages`` are refusals about lines (by offer); 0 is about the cart. ``key`` makes each
    form's idempotency key."""
    told = dict(messages or {})
    quoted = {line.key: line for line in priced.quote.lines}
    views = priced.cart.lines
    lines = tuple(cart_line(one, quoted.get(one.key), priced, language, key, told.get(one.offer_id)) for one in views)
    top = [problem for offer_id, problem in told.items() if offer_id not in {one.offer_id for one in views}]
    top += [
        problem for one in views for problem in line_problems(one, language)[1 if one.offer_id not in told else 0 :]
    ]
    if views and priced.delivery is None:
        top.append(_undeliverable(priced, destination, language))
    return pages.CartPage(
        parcels=(pages.Parcel(title="", lines=lines),) if lines else (),
        checkout_url="/checkout/",
        continue_url="/",
        summary=summary(priced, destination, language) if lines else None,
        problems=tuple(top),
        delivery_line=delivery_line(priced.delivery, destination, language),
        returns_line=_returns_line(returns, language),
        returns_url="/returns/",
        is_guest=is_guest,
        sign_in_url="/account/sign-in/?next=/cart/",
    )


def cart_line(
    one: LineView,
    quoted: QuotedLine | None,
    priced: PricedCart,
    language: str,
    key: str,
    refused: pages.Problem | None = None,
) -> pages.CartLine:
    """One line, with its first problem."""
    currency = priced.cart.market.currency
    unit = Money(one.price.amount_minor, currency).display(language) if one.price else "–"
    total = Money(quoted.total_minor, currency) if quoted else None
    reference = one.price.reference_minor if one.price and one.price.reduction_percent else None
    found = line_problems(one, language)
    return pages.CartLine(
        id=str(one.offer_id),
        title=one.title,
        url=f"/p/{one.product_slug}/",
        picture=shown(one.picture, one.title, widest=THUMB_WIDTH),
        options=" · ".join(one.options.values()),
        quantity=one.quantity,
        unit_price=unit,
        total=total.display(language) if total else "–",
        total_minor=total.minor if total else 0,
        url_quantity=f"/cart/lines/{one.offer_id}",
        url_remove=f"/cart/lines/{one.offer_id}/remove",
        idempotency_key=f"{key}-{one.offer_id}",
        list_total=Money(reference * one.quantity, currency).display(language) if reference else "",
        max_quantity=max(1, min(LINE_LIMIT, one.available)),
        problem=refused or (found[0] if found else None),
    )


def line_problems(one: LineView, language: str) -> list[pages.Problem]:
    return [_problem(problem, one.quantity, language) for problem in one.problems]


def _problem(found: problems.Problem, wanted: int, language: str) -> pages.Problem:
    code = problems.Code
    was, now = (money.display(language) if money else "" for money in (found.was, found.now))
    prices = {"was": was, "now": now}
    titles = {
        code.NOT_SOLD: _("No longer sold here"),
        code.SOLD_OUT: _("Sold out since you put it in"),
        code.TOO_FEW_LEFT: ngettext(
            "Only %(left)s of the %(wanted)s is left", "Only %(left)s of the %(wanted)s are left", found.left
        )
        % {"left": found.left, "wanted": wanted},
        code.PRICE_ROSE: _("The price rose from %(was)s to %(now)s") % prices,
        code.PRICE_FELL: _("The price fell from %(was)s to %(now)s") % prices,
    }
    labels = {
        problems.Fix.REMOVE: _("Remove it"),
        problems.Fix.TAKE_WHAT_IS_LEFT: _("Take %(left)s") % {"left": found.left},
        problems.Fix.ACCEPT_PRICE: _("Fine by me")
        if found.code == code.PRICE_FELL
        else _("Take it at %(now)s") % prices,
    }
    return pages.Problem(
        code=found.code.value,
        title=titles[found.code],
        fixes=tuple(
            pages.Fix(label=labels[fix], url=FIX_URL, name="fix", value=f"{fix.value}:{found.offer_id}")
            for fix in found.fixes
        ),
    )


def refusal(code: str, title: str, text: str = "") -> pages.Problem:
    """What a form was refused for."""
    return pages.Problem(code=code, title=title, text=text)


def _undeliverable(priced: PricedCart, destination: Destination, language: str) -> pages.Problem:
    return pages.Problem(
        code="undeliverable",
        title=_("This cannot go to %(place)s") % {"place": place(destination, language)},
        text=priced.undeliverable,
        fixes=(pages.Fix(label=_("Choose another place"), url="/market/?next=/cart/"),),
    )


def summary(priced: PricedCart, destination: Destination, language: str) -> pages.CartSummary:
    """Every amount that makes up the total."""
    quote, option = priced.quote, priced.delivery
    count = priced.cart.count

    def shown_amount(minor: int) -> str:
        return Money(minor, quote.currency).display(language)

    rows = [
        pages.SummaryRow(
            label=ngettext("%(num)s item", "%(num)s items", count) % {"num": count},
            amount=shown_amount(quote.lines_minor),
        )
    ]
    if quote.discount_minor:
        rows.append(
            pages.SummaryRow(label=_("Reductions"), amount=f"−{shown_amount(quote.discount_minor)}", is_reduction=True)
        )
    if option:
        reason = _("%(name)s, to %(place)s") % {"name": option.name, "place": place(destination, language)}
        rows.append(pages.SummaryRow(label=_("Delivery"), amount=cost(option, language), reason=reason))
    taxes = ", ".join(f"{row.name} {percent(row.rate, language)}" for row in quote.tax_rows)
    if quote.tax_minor and not quote.prices_include_tax:
        rows.append(pages.SummaryRow(label=_("Tax"), amount=shown_amount(quote.tax_minor), reason=taxes))
    note, part = free_delivery(option, quote.lines_minor - quote.discount_minor, language)
    return pages.CartSummary(
        rows=tuple(rows),
        total=shown_amount(quote.total_minor),
        total_minor=quote.total_minor,
        currency=quote.currency,
        tax_note=_tax_note(quote.tax_minor, taxes, shown_amount(quote.tax_minor), quote.prices_include_tax),
        item_count=count,
        is_estimate=True,
        free_delivery_note=note,
        free_delivery_percent=part,
    )


def _tax_note(minor: int, taxes: str, amount: str, is_inclusive: bool) -> str:
    if not minor or not is_inclusive:
        return ""
    return _("Includes %(amount)s %(taxes)s") % {"amount": amount, "taxes": taxes}


def free_delivery(option: DeliveryOption | None, goods_minor: int, language: str) -> tuple[str, int]:
    """What is missing for free delivery, and how far it has come in percent; nothing where it is never free."""
    if option is None or option.free_from is None or not option.free_from.minor:
        return "", 0
    missing = option.free_from.minor - goods_minor
    if missing <= 0:
        return _("Delivery is free."), 100
    amount = Money(missing, option.free_from.currency).display(language)
    return _("%(amount)s to go until delivery is free.") % {
        "amount": amount
    }, goods_minor * 100 // option.free_from.minor


def delivery_line(option: DeliveryOption | None, destination: Destination, language: str) -> str:
    if option is None:
        return ""
    words = {"dates": arrival(option, destination, language), "place": place(destination, language)}
    return _("Arrives %(dates)s to %(place)s if you order today.") % words


def _returns_line(policy: ReturnPolicy | None, language: str) -> str:
    if policy is None or not policy.is_returnable:
        return ""
    words = {"days": policy.window_days, "cost": return_cost(policy, language)}
    return _("Return within %(days)s days, %(cost)s.") % words


def drawer(
    priced: PricedCart,
    offer_id: int | None,
    *,
    destination: Destination,
    language: str,
    key: str,
    problem: pages.Problem | None = None,
) -> pages.CartDrawer:
    """What was just added (or why not), and the sum so far."""
    quoted = {line.key: line for line in priced.quote.lines}
    added = next((one for one in priced.cart.lines if one.offer_id == offer_id), None)
    return pages.CartDrawer(
        line=cart_line(added, quoted.get(added.key), priced, language, key) if added else None,
        summary=summary(priced, destination, language),
        cart_url="/cart/",
        checkout_url="/checkout/",
        problem=problem,
    )
