"""What may be changed about an order now, and why not. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shopkeeper.commerce.changes.goods import Goods
from shopkeeper.commerce.changes.plan import Edit
from shopkeeper.commerce.content.models import ChangePolicy
from shopkeeper.commerce.orders.models import Order, OrderLine, Package
from shopkeeper.foundation.errors import InvalidInput

MOST_OF_ONE = 10_000


@dataclass(frozen=True)
class Permitted:
    """For each way to change an order, why it is not possible; empty when it is."""

    items: str = ""
    address: str = ""
    payment: str = ""
    cancel: str = ""


def permitted(order: Order, packages: Sequence[Package], policy: ChangePolicy, item_changes: int) -> Permitted:
    """What the customer may change now; ``item_changes`` counts those already made."""
    standing = _standing(order, packages)
    if standing:
        return Permitted(standing, standing, standing, standing)
    items = cancel = ""
    if policy.most_item_changes is not None and item_changes >= policy.most_item_changes:
        items = "The items of this order have been changed already."
    if item_changes and not policy.cancel_after_item_change:
        cancel = "An order whose items were changed can no longer be cancelled. You can send it back when it is there."
    return Permitted(items=items, cancel=cancel)


def _standing(order: Order, packages: Sequence[Package]) -> str:
    if order.status == Order.Status.CANCELLED:
        return "This order is cancelled."
    if any(package.status not in {Package.Status.OPEN, Package.Status.CANCELLED} for package in packages):
        return "This order is already packed. Once it arrives you can send it back."
    return "" if order.status == Order.Status.PLACED else "This order is complete."


def check_edits(
    edits: Sequence[Edit], lines: Sequence[OrderLine], goods: dict[int, Goods], policy: ChangePolicy
) -> None:
    """Raises InvalidInput with every problem at once, by line (``line_<id>``)."""
    by_id = {line.pk: line for line in lines}
    problems: dict[str, str] = {}
    for edit in edits:
        name = f"line_{edit.line_id or 'new'}"
        problem = _problem(edit, by_id, goods, policy)
        if problem:
            problems[name] = problem
    if problems:
        raise InvalidInput("Please check what you want to change.", problems)
    changed = [edit for edit in edits if edit.line_id is None or _differs(edit, by_id[edit.line_id])]
    if not changed:
        raise InvalidInput("Nothing is different from what you ordered.")


def _differs(edit: Edit, line: OrderLine) -> bool:
    return (edit.offer_id, edit.quantity) != (line.offer_id, line.quantity)


def _more_of_it(extra: int, one: Goods | None) -> str:
    """Why there cannot be ``extra`` more units; fewer are always possible."""
    if extra <= 0:
        return ""
    if one is None or one.price is None:
        return "There is no more of this for sale."
    return f"Only {one.available} more left." if one.available < extra else ""


def _problem(edit: Edit, by_id: dict[int, OrderLine], goods: dict[int, Goods], policy: ChangePolicy) -> str:
    line = by_id.get(edit.line_id) if edit.line_id is not None else None
    if edit.line_id is not None and line is None:
        return "This item is not part of the order."
    if not 0 <= edit.quantity <= MOST_OF_ONE:
        return f"Choose a number from 0 to {MOST_OF_ONE:,}."
    if line is not None and edit.offer_id == line.offer_id:
        if policy.same_product_only:
            same = edit.quantity == line.quantity
            return (
                "Choose another variant than the one you ordered." if same else "Only its options can be changed here."
            )
        return _more_of_it(edit.quantity - line.quantity, goods.get(edit.offer_id))
    one = goods.get(edit.offer_id)
    if one is None or one.price is None:
        return "This is not for sale any more. Please choose something else."
    if policy.same_product_only and (line is None or one.product_id != line.product_id):
        return "An item can only become another variant of the same product."
    if one.available < edit.quantity:
        return f"Only {one.available} left." if one.available else "This is sold out."
    return ""
