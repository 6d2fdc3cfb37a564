"""What carts hold about people: what they thought of buying."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from shopkeeper.commerce.cart.models import Cart, CartLine
from shopkeeper.foundation.privacy.ports import Person, Silent


class Carts(Silent):
    name = "cart"
    tables: Sequence[str] = ("cart_cart",)

    def export(self, person: Person) -> Mapping[str, Any]:
        rows = CartLine.objects.filter(cart__customer__user_id=person.user_id, cart__status=Cart.Status.OPEN)
        return {"cart": list(rows.values("offer__variant__product__title", "quantity", "added_at"))}

    def erase(self, person: Person, *, at: datetime) -> None:
        if not person.user_id:
            return
        own = Cart.objects.filter(customer__user_id=person.user_id)
        CartLine.objects.filter(cart__in=own, cart__status=Cart.Status.OPEN).delete()
        own.update(customer=None)
