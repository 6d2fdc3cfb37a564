"""Delivery and returns in words, from the rules that orders follow."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from babel.lists import format_list
from babel.numbers import format_decimal
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shopkeeper.commerce.content.models import ReturnPolicy
from shopkeeper.commerce.shipping import rates
from shopkeeper.commerce.shipping.models import ShippingMethod, ShippingZone
from shopkeeper.foundation.money import Money
from shopkeeper.interfaces.storefront import pages
from shopkeeper.interfaces.storefront.present.promises import return_cost
from shopkeeper.interfaces.storefront.present.words import country_list, locale_of, weight


def zones(
    found: Sequence[tuple[ShippingZone, tuple[ShippingMethod, ...]]], currency: str, language: str
) -> tuple[pages.DeliveryZone, ...]:
    """Every zone with its ways of delivery in the visitor's currency (in any, where it has none in that)."""
    made = []
    for zone, methods in found:
        shown = [method for method in methods if method.currency == currency] or list(methods)
        made.append(
            pages.DeliveryZone(
                name=zone.name,
                countries=country_list(zone.countries, language),
                methods=tuple(_method(method, language) for method in shown),
                exclusions=_exclusions(zone, language),
            )
        )
    return tuple(made)


def _method(method: ShippingMethod, language: str) -> pages.DeliveryMethod:
    return pages.DeliveryMethod(
        name=method.name,
        carrier=method.carrier,
        costs=_costs(method, language),
        free_from=_("from %(amount)s") % {"amount": Money(method.free_from_minor, method.currency).display(language)}
        if method.free_from_minor is not None
        else "",
        days=working_days(method.transit_days_min, method.transit_days_max),
        cutoff=_("orders before %(hour)s:00 (%(zone)s) count as that working day")
        % {"hour": method.cutoff_hour, "zone": method.time_zone.rpartition("/")[2].replace("_", " ")},
    )


def _costs(method: ShippingMethod, language: str) -> tuple[str, ...]:
    steps = rates.table(method.rates)
    made = []
    for limit, minor in steps:
        amount = Money(minor, method.currency).display(language)
        if len(steps) == 1 and limit is None:
            made.append(amount)
        elif limit is None:
            made.append(_("%(amount)s above that") % {"amount": amount})
        else:
            words = {"amount": amount, "weight": _limit(method, limit, language)}
            made.append(_("%(amount)s up to %(weight)s") % words)
    return tuple(made)


def _limit(method: ShippingMethod, limit: int, language: str) -> str:
    """Up to what a step of a table goes: a weight, the value of the goods, a number of items, or a volume."""
    if method.basis == ShippingMethod.Basis.WEIGHT:
        return weight(limit, language)
    if method.basis == ShippingMethod.Basis.VALUE:
        return Money(limit, method.currency).display(language)
    if method.basis == ShippingMethod.Basis.UNITS:
        return ngettext("%(num)s item", "%(num)s items", limit) % {"num": limit}
    return _("%(num)s litres") % {"num": format_decimal(Decimal(limit) / 1000, locale=locale_of(language))}


def working_days(least: int, most: int) -> str:
    if least == most:
        return ngettext("%(num)s working day after it leaves", "%(num)s working days after it leaves", most) % {
            "num": most
        }
    return _("%(least)s to %(most)s working days after it leaves") % {"least": least, "most": most}


def _exclusions(zone: ShippingZone, language: str) -> str:
    if not zone.excluded_postcodes:
        return ""
    listed = format_list([str(one) for one in zone.excluded_postcodes], locale=locale_of(language))
    words = {"postcodes": listed, "reason": zone.excluded_reason}
    return _("Not to postcodes that begin with %(postcodes)s. %(reason)s") % words


def rules(found: Sequence[ReturnPolicy], types: dict[str, str], language: str) -> tuple[pages.ReturnRule, ...]:
    """Every policy in words. ``types`` maps a product type's slug to its name."""
    return tuple(_rule(policy, types, language) for policy in found)


def _rule(policy: ReturnPolicy, types: dict[str, str], language: str) -> pages.ReturnRule:
    kinds = [types.get(slug, slug) for slug in policy.product_types]
    applies = format_list(kinds, locale=locale_of(language)) if kinds else _("Everything not named otherwise")
    if policy.countries:
        applies = _("%(goods)s, sent to %(places)s") % {
            "goods": applies,
            "places": country_list(policy.countries, language),
        }
    in_shop = policy.method == ReturnPolicy.Method.STORE
    return pages.ReturnRule(
        name=policy.name,
        applies_to=applies,
        window=ngettext("%(num)s day after it arrives", "%(num)s days after it arrives", policy.window_days)
        % {"num": policy.window_days},
        cost=return_cost(policy, language),
        method=_("bring it to the shop") if in_shop else _("by post"),
        refund=ngettext(
            "back within %(num)s day of its return", "back within %(num)s days of its return", policy.refund_days
        )
        % {"num": policy.refund_days},
        reason=policy.reason,
        is_returnable=policy.is_returnable,
    )
