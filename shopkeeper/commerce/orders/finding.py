"""How an order is found: by the beginning of any word it is known by. Kept by a handler, moments after the fact."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import reduce
from operator import and_

from django.db import transaction
from django.db.models import Q

from shopkeeper.commerce.orders.models import Order, OrderLine, OrderWord, Package
from shopkeeper.foundation.ids import normalise_order_number
from shopkeeper.foundation.text import plain, storable

MOST_WORDS = 6
SHORTEST_BEGINNING = 3
_HIGHEST = "\U0010ffff"
_PIECES = re.compile(r"[\s,;]+")
_INNER = re.compile(r"[-'’.]")


def fold(text: str) -> str:
    """Lower case without accents: “Élise” and “elise” are one word."""
    return storable(plain(text))[:100]


def words_of(
    *, number: str, email: str, names: Iterable[str], postal_code: str, skus: Iterable[str], tracking: Iterable[str]
) -> set[str]:
    """Every word an order is found by. A double-barrelled name counts whole and in parts."""
    words = {fold(number), fold(number.replace("-", "")), fold(email), fold(postal_code.replace(" ", ""))}
    words |= {fold(one) for one in (*skus, *tracking)}
    for name in names:
        for piece in _PIECES.split(name):
            words |= {fold(piece), *(fold(part) for part in _INNER.split(piece))}
    return words - {""}


@transaction.atomic
def index_order(*, order_id: int) -> None:
    """Write down the words of an order; asked again, only new ones are added."""
    order = Order.objects.get(pk=order_id)
    words = words_of(
        number=order.number,
        email=order.email,
        names=(order.shipping_address.get("name", ""), order.billing_address.get("name", "")),
        postal_code=order.shipping_address.get("postal_code", ""),
        skus=OrderLine.objects.filter(order=order).values_list("sku", flat=True),
        tracking=Package.objects.filter(order=order).values_list("tracking_number", flat=True),
    )
    OrderWord.objects.bulk_create((OrderWord(order=order, word=word) for word in sorted(words)), ignore_conflicts=True)


def matching(typed: str) -> Q:
    """The condition that an order carries every word of ``typed``; words of three letters and more match beginnings.

    A number is known however it was typed, its own row aside from the words, so an order is found by it at once.
    """
    if len("".join(ch for ch in typed if ch.isalnum())) == 8 and len(typed.split()) <= 2:
        number = normalise_order_number(typed)
        if Order.objects.filter(number=number).exists():
            return Q(number=number)
    words = [fold(piece) for piece in _PIECES.split(typed) if fold(piece)][:MOST_WORDS]
    return reduce(and_, (Q(pk__in=OrderWord.objects.filter(_begins(word)).values("order_id")) for word in words), Q())


def _begins(word: str) -> Q:
    if len(word) < SHORTEST_BEGINNING:
        return Q(word=word)
    return Q(word__gte=word, word__lt=word + _HIGHEST)
