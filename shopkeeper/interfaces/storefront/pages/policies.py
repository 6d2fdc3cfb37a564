"""What the pages about delivery and returns print, straight from the rules that orders follow."""

from __future__ import annotations

from dataclasses import dataclass

from shopkeeper.interfaces.storefront.pages.frame import Choice, Field, Link


@dataclass(frozen=True, kw_only=True)
class DeliveryMethod:
    """One way of delivery: ``costs`` holds one line for each step of weight."""

    name: str
    carrier: str
    costs: tuple[str, ...]
    free_from: str
    days: str
    cutoff: str


@dataclass(frozen=True, kw_only=True)
class DeliveryZone:
    """Countries served alike, the ways there, and what cannot be reached."""

    name: str
    countries: str
    methods: tuple[DeliveryMethod, ...]
    exclusions: str = ""


@dataclass(frozen=True, kw_only=True)
class ShippingPage:
    """Where the shop delivers, how, when and for how much. ``now_line`` is today's promise for the visitor."""

    title: str
    intro: str
    zones: tuple[DeliveryZone, ...]
    breadcrumbs: tuple[Link, ...] = ()
    now_line: str = ""


@dataclass(frozen=True, kw_only=True)
class ReturnRule:
    """One returns policy in words."""

    name: str
    applies_to: str
    window: str
    cost: str
    method: str
    refund: str
    reason: str = ""
    is_returnable: bool = True


@dataclass(frozen=True, kw_only=True)
class ReturnsPage:
    """What may come back, until when, and who pays."""

    title: str
    intro: str
    rules: tuple[ReturnRule, ...]
    breadcrumbs: tuple[Link, ...] = ()
    contact_url: str = "/contact/"


@dataclass(frozen=True, kw_only=True)
class MarketPage:
    """Choosing where goods go and in which currency prices are shown."""

    title: str
    action_url: str
    next_url: str
    markets: tuple[Choice, ...]
    postcode: Field
