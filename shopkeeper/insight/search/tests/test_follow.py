"""The index keeps up with markets, timetables and a database that is away for a moment."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import OperationalError

from shopkeeper.commerce.catalogue import desk
from shopkeeper.commerce.catalogue.models import Offer, Product
from shopkeeper.commerce.checkout.makers import make_offer, make_shop
from shopkeeper.commerce.pricing import markets_desk
from shopkeeper.commerce.pricing import operations as pricing
from shopkeeper.commerce.pricing.markets_desk import MarketTold
from shopkeeper.commerce.pricing.models import Market
from shopkeeper.commerce.pricing.operations import NewPrice
from shopkeeper.foundation import clock
from shopkeeper.foundation.audit.operations import SYSTEM
from shopkeeper.foundation.money import Money
from shopkeeper.insight.search import follow
from shopkeeper.insight.search.follow import ShopIndex

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _always_look(settings: Any) -> None:
    settings.SEARCH_REFRESH_SECONDS = 0


def price_of(index: ShopIndex, offer: Offer) -> dict[str, int]:
    """What the index says an offer's product costs, by market; nothing while it is not in it."""
    current = index.current()
    ordinal = current.ordinal_of.get(offer.variant.product_id)
    document = None if ordinal is None else current.documents[ordinal]
    return {code: price.lowest_minor for code, price in document.prices.items()} if document else {}


def built() -> ShopIndex:
    index = ShopIndex()
    index.current()
    return index


def sets(offer: Offer, minor: int, at: datetime, starts_at: datetime | None = None) -> None:
    pricing.set_prices(prices=[NewPrice(offer.pk, Money(minor, "EUR"), starts_at=starts_at)], at=at)


def test_a_market_that_opens_is_filled_at_the_next_look() -> None:
    make_shop()
    offer = make_offer(at=clock.now())
    index = built()

    told = MarketTold(name="Austria", countries=("AT",), tax_display=Market.TaxDisplay.INCLUSIVE)
    market = markets_desk.open_market(told=told, currency="EUR", actor=SYSTEM)

    assert market.code in price_of(index, offer)


def test_a_product_scheduled_while_the_shop_runs_comes_in_at_its_time() -> None:
    make_shop()
    now = clock.now()
    offer = make_offer(at=now)
    index = built()
    product = Product.objects.get(pk=offer.variant.product_id)

    desk.set_publication(product=product, status="live", publish_at=now + timedelta(hours=1), actor=SYSTEM)

    assert price_of(index, offer) == {}
    with time_machine.travel(now + timedelta(hours=1, seconds=5), tick=True):
        assert price_of(index, offer)


def test_a_sale_that_begins_while_another_price_changes_is_not_missed() -> None:
    market = make_shop()
    now = clock.now()
    offer, other = make_offer(at=now), make_offer(at=now)
    index = built()
    sets(offer, 100, now, starts_at=now + timedelta(hours=1))
    assert price_of(index, offer) == {market.code: 1800}

    with time_machine.travel(now + timedelta(hours=1, seconds=5), tick=True):
        sets(other, 1500, clock.now())

        assert price_of(index, offer) == {market.code: 100}
        assert price_of(index, other) == {market.code: 1500}


def test_a_database_that_is_away_for_a_moment_costs_no_change(monkeypatch: pytest.MonkeyPatch) -> None:
    market = make_shop()
    now = clock.now()
    offer = make_offer(at=now)
    index = built()
    sets(offer, 777, now)

    def away(*_: object, **__: object) -> None:
        raise OperationalError("database is locked")

    with monkeypatch.context() as patch:
        patch.setattr(follow, "summaries", away)
        assert price_of(index, offer) == {market.code: 1800}

    assert price_of(index, offer) == {market.code: 777}
