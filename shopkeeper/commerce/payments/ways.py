"""Which ways to pay a customer may choose from, and what their choice means. Forms carry ``provider:token``; only what
was offered is taken from one, so nobody pays with a token that was never theirs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings

from shopkeeper.commerce.payments.models import SavedMethod
from shopkeeper.commerce.payments.ports import KeepsCards
from shopkeeper.commerce.payments.promises import PROVIDERS
from shopkeeper.commerce.payments.providers import provider
from shopkeeper.foundation.errors import InvalidInput
from shopkeeper.foundation.money import Money

SAVED = "saved"
# Its choices are test outcomes, which the door words itself; it refuses what it does not know.
OPEN_TO_ANY_TOKEN = "sandbox"  # noqa: S105 - a provider's name


@dataclass(frozen=True)
class Way:
    """One choice on the payment page. ``can_keep``: it can be kept for next time."""

    provider: str
    token: str
    label: str
    detail: str = ""
    icon: str = "card"
    can_keep: bool = False

    @property
    def value(self) -> str:
        return f"{self.provider}:{self.token}"


def offered(*, amount: Money, country: str) -> list[Way]:
    """What can pay ``amount`` for an order to ``country``. One query for each provider with terms."""
    return [way for name in settings.PAYMENT_PROVIDERS for way in _ways_of(name, amount, country)]


def _ways_of(name: str, amount: Money, country: str) -> Iterator[Way]:
    ways = getattr(provider(name), "ways", None)
    if ways is not None:
        yield from ways(amount, country)


def saved_of(customer_id: int | None) -> list[SavedMethod]:
    """The customer's own, the usual one first. One query; none for guests."""
    if customer_id is None:
        return []
    own = SavedMethod.objects.filter(customer=customer_id, provider__in=settings.PAYMENT_PROVIDERS)
    return list(own.order_by("-is_default", "-pk"))


def can_keep(name: str) -> bool:
    """Whether a provider keeps cards for its customers."""
    return name in settings.PAYMENT_PROVIDERS and isinstance(provider(name), KeepsCards)


def pays_at_once(way: Way) -> bool:
    """Not what staff confirm days later: that is for whole orders only."""
    return way.provider not in PROVIDERS


def chosen(
    value: str, *, amount: Money, country: str, customer_id: int | None, at_once: bool = False
) -> tuple[str, str]:
    """The provider and the token behind what a form sent. Raises InvalidInput for what was not offered; ``at_once``
    takes nothing that staff would confirm days later."""
    name, _, token = value.partition(":")
    if name == SAVED:
        own = next((one for one in saved_of(customer_id) if one.public_id == token), None)
        if own is not None:
            return own.provider, own.token
    elif name == OPEN_TO_ANY_TOKEN and name in settings.PAYMENT_PROVIDERS:
        return name, token[:120]
    elif any(way.value == value for way in offered(amount=amount, country=country) if pays_at_once(way) or not at_once):
        return name, token
    raise InvalidInput("Choose one of the ways to pay on this page.", {"payment": "Choose a way to pay."})
