"""Reading pages and policies."""

from __future__ import annotations

from typing import Any

from shopkeeper.commerce.content.models import Block, ChangePolicy, Page, ReturnPolicy
from shopkeeper.foundation.errors import NotFound
from shopkeeper.foundation.remember import remembered


@remembered(seconds=5)
def page(slug: str) -> Page:
    """The live page. Raises NotFound. One query, remembered for seconds."""
    found = Page.objects.filter(slug=slug, is_live=True).first()
    if found is None:
        raise NotFound("This page does not exist (any more).")
    return found


@remembered(seconds=5)
def pages() -> tuple[Page, ...]:
    return tuple(Page.objects.filter(is_live=True).order_by("slug"))


@remembered(seconds=5)
def block(key: str) -> dict[str, Any]:
    """A named piece of editorial data; empty when it was never written."""
    found = Block.objects.filter(key=key).first()
    return dict(found.data) if found else {}


@remembered(seconds=5)
def return_policies() -> tuple[ReturnPolicy, ...]:
    return tuple(ReturnPolicy.objects.order_by("pk"))


def return_policy(product_type: str, country: str) -> ReturnPolicy | None:
    """The policy for goods of ``product_type`` sent to ``country``: the most specific one; null when there is none."""
    fitting = [
        policy
        for policy in return_policies()
        if (not policy.product_types or product_type in policy.product_types)
        and (not policy.countries or country in policy.countries)
    ]
    return max(fitting, key=lambda policy: (bool(policy.product_types), bool(policy.countries)), default=None)


@remembered(seconds=5)
def change_policy() -> ChangePolicy:
    """What customers may change by themselves. One query, remembered for seconds."""
    return ChangePolicy.objects.order_by("pk").first() or ChangePolicy()
