"""Two people price the same thing at once."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest

from shopkeeper.commerce.checkout.makers import NOON, make_offer, make_shop
from shopkeeper.commerce.pricing import operations
from shopkeeper.commerce.pricing.models import Price, PriceHistory
from shopkeeper.commerce.pricing.operations import NewPrice
from shopkeeper.foundation.money import Money
from tests.threads import at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("starts_in_days", [None, 3], ids=["regular", "planned"])
def test_of_prices_set_at_once_one_stands_and_none_breaks(starts_in_days: int | None) -> None:
    make_shop()
    offers = [make_offer(price="18.00").pk for _ in range(3)]
    at = NOON + timedelta(days=1)
    start = at + timedelta(days=starts_in_days) if starts_in_days else None

    def put(minor: int) -> None:
        order = offers if minor % 2 else offers[::-1]
        operations.set_prices(prices=[NewPrice(pk, Money(minor, "EUR"), None, start) for pk in order], at=at)

    found = at_once([partial(put, 1000 + number) for number in range(12)], threads=6)

    assert found == [None] * 12
    standing = Price.objects.filter(offer__in=offers, starts_at=start)
    assert standing.count() == 3
    assert len({price.amount_minor for price in standing}) == 1
    open_rows = PriceHistory.objects.filter(offer__in=offers, to_at=None, starts_at=start)
    assert sorted(open_rows.values_list("offer", "amount_minor")) == sorted(
        standing.values_list("offer", "amount_minor")
    )
