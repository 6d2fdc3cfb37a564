"""When it arrives, what that costs, and how it goes back."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from shopkeeper.commerce.content.models import ReturnPolicy
from shopkeeper.commerce.shipping.queries import DeliveryOption, Destination
from shopkeeper.foundation.money import Money
from shopkeeper.interfaces.storefront.pages import DeliveryPromise, ReturnsPromise
from shopkeeper.interfaces.storefront.present.words import country_name, date_range, duration

# A cut-off further off than this is no reason to hurry.
COUNTDOWN = timedelta(hours=24)


def delivery_promise(
    option: DeliveryOption, destination: Destination, *, language: str, at: datetime
) -> DeliveryPromise:
    """The promise of one way of delivery, for goods ordered at ``at``."""
    left = option.promise.order_by - at
    return DeliveryPromise(
        dates=arrival(option, destination, language),
        place=place(destination, language),
        cost=cost(option, language),
        free_from=option.free_from.display(language) if option.free_from and option.amount else "",
        order_within=duration(left) if timedelta(0) < left < COUNTDOWN else "",
        url="/shipping/",
    )


def arrival(option: DeliveryOption, destination: Destination, language: str) -> str:
    return date_range(option.promise.earliest, option.promise.latest, language, destination.country)


def place(destination: Destination, language: str) -> str:
    name = country_name(destination.country, language)
    return f"{name}, {destination.postal_code}" if destination.postal_code else name


def cost(option: DeliveryOption, language: str) -> str:
    return option.amount.display(language) if option.amount else _("free")


def returns_promise(policy: ReturnPolicy | None, language: str) -> ReturnsPromise | None:
    """The window and who pays, in one line; none where no policy was written."""
    if policy is None:
        return None
    return ReturnsPromise(
        days=policy.window_days,
        cost=return_cost(policy, language),
        url="/returns/",
        is_returnable=policy.is_returnable,
    )


def return_cost(policy: ReturnPolicy, language: str) -> str:
    """Who pays to send it back."""
    if policy.fees == ReturnPolicy.Fees.FREE:
        return _("free of charge")
    if policy.fees == ReturnPolicy.Fees.FIXED and policy.fee_currency:
        return _("you pay %(amount)s") % {"amount": Money(policy.fee_minor, policy.fee_currency).display(language)}
    return _("you pay the postage")
