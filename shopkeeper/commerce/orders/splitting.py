"""Sending a part first: some lines of a package move to one of their own. What was agreed and charged stays."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from shopkeeper.commerce.orders.events import PackageMoved
from shopkeeper.commerce.orders.models import Order, OrderLine, Package
from shopkeeper.commerce.orders.operations import Actor, TooLate, note
from shopkeeper.foundation.errors import InvalidInput
from shopkeeper.foundation.events import publish


@transaction.atomic
def split(*, package: Package, line_ids: Sequence[int], actor: Actor, at: datetime) -> Package:
    """Move lines of an open package to a new one with the same promise. Both keep at least one line. Delivery is not
    charged again: the order's sums do not change. Raises TooLate once it is packed, InvalidInput. Announces
    PackageMoved for the new package."""
    # The order's row first, as cancelling and packing do.
    Order.objects.select_for_update().filter(pk=package.order_id).first()
    package = Package.objects.select_related("order").get(pk=package.pk)
    if package.status != Package.Status.OPEN:
        raise TooLate(f"This package is {package.get_status_display().lower()} already. Unpack it to split it.")
    own = set(OrderLine.objects.filter(package=package).values_list("pk", flat=True))
    wanted = set(line_ids)
    if not wanted or not wanted < own:
        raise InvalidInput("Choose what goes into the second package, and leave something in the first.")
    made = Package.objects.create(
        order=package.order,
        seller_id=package.seller_id,
        promised_from=package.promised_from,
        promised_to=package.promised_to,
        carrier=package.carrier,
    )
    OrderLine.objects.filter(pk__in=wanted, package=package).update(package=made)
    moved = len(wanted)
    note(
        order=package.order,
        kind="package_split",
        actor=actor,
        at=at,
        reason=f"{moved} item{'s' if moved > 1 else ''} in a package of their own",
        data={"package": package.pk, "new": made.pk},
    )
    publish(PackageMoved(order_id=package.order_id, package_id=made.pk, status=made.status))
    return made
