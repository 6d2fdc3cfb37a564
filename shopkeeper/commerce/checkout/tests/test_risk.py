"""Orders that somebody should look at, with reasons; and those nobody needs to."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from shopkeeper.commerce.checkout import saga
from shopkeeper.commerce.checkout.makers import DETAILS, make_checkout, make_offer, make_shop, pay_request
from shopkeeper.commerce.checkout.risk import Facts, assess
from shopkeeper.commerce.content.models import Block
from shopkeeper.commerce.orders import holds
from shopkeeper.commerce.orders import operations as orders
from shopkeeper.commerce.orders.models import Order, OrderEvent
from shopkeeper.commerce.payments.declines import Payer
from shopkeeper.foundation.errors import InvalidInput
from shopkeeper.foundation.money import Money
from shopkeeper.foundation.remember import forget_all

pytestmark = pytest.mark.django_db
USUAL = [3000 + 10 * at for at in range(40)]


def facts(**changed: Any) -> Facts:
    told = {"total": Money(4000, "EUR"), "email": "ada@example.com", "ships_to": "NL", "bills_to": "NL", "usual": USUAL}
    return Facts(**{**told, **changed})


def test_an_ordinary_order_stands_out_by_nothing() -> None:
    assert assess(facts()).score == 0
    assert assess(facts()).reasons == ()


@pytest.mark.parametrize(
    ("changed", "score", "word"),
    [
        ({"declined": 2}, 0, ""),
        ({"declined": 3}, 25, "declined"),
        ({"declined": 6}, 40, "declined"),
        ({"cards": 2}, 0, ""),
        ({"cards": 3}, 40, "cards"),
        ({"total": Money(15900, "EUR")}, 0, ""),
        ({"total": Money(16000, "EUR")}, 25, "usual"),
        ({"total": Money(99900, "EUR"), "usual": USUAL[:10]}, 0, ""),
        ({"bills_to": "FR"}, 20, "FR"),
        ({"bills_to": ""}, 0, ""),
        ({"lately": 3}, 20, "3 other orders"),
        ({"email": "a1b2c3d4e5f6g7@example.com"}, 10, "made up"),
        ({"email": "xkcdqwrtplmnb@example.com"}, 10, "made up"),
        ({"email": "schmidtschulz1987@example.com"}, 0, ""),
        ({"declined": 6, "cards": 3, "bills_to": "FR", "lately": 9}, 100, "declined"),
        ({"declined": 6, "good_orders": 2}, 10, "earlier orders"),
        ({"good_orders": 2}, 0, "earlier orders"),
    ],
)
def test_each_rule_has_its_points_and_says_why(changed: dict[str, Any], score: int, word: str) -> None:
    found = assess(facts(**changed))

    assert found.score == score
    assert word in " ".join(one.text for one in found.reasons)


def buy(*scripts: str) -> Order:
    """One customer tries these cards one after the other; the last one pays."""
    now = timezone.now()
    typed = {**DETAILS, "billing_country": "DE"}
    checkout = make_checkout(make_shop(), make_offer(at=now), quantity=2, at=now, typed=typed)
    payer = Payer(session="browser")
    for script in scripts:
        wanted = pay_request(checkout, script, payer=payer, at=now)
        progress = saga.pay(checkout_id=checkout.public_id, request=wanted, at=now)
        # As if they had waited as long as they were told to.
        now = now + timezone.timedelta(minutes=20)
    assert progress.order is not None
    return progress.order


def test_whoever_tries_card_after_card_has_their_order_looked_at_before_it_is_packed() -> None:
    order = buy("decline.1111", "decline.2222", "decline.3333", "approve.4444")

    held = holds.standing(order)[0]
    assert (held.kind, held.score) == ("risk", 65)
    assert any("4 different cards" in one for one in held.reasons)
    with pytest.raises(orders.Held):
        orders.pack(package=order.packages.get(), actor=orders.SYSTEM, at=timezone.now())


def test_one_card_that_is_approved_is_nobodys_business() -> None:
    order = buy("decline.1111", "approve.1111")

    assert holds.standing(order) == []


def test_somebody_says_what_they_looked_at_and_the_order_goes_on() -> None:
    order = buy("decline.1111", "decline.2222", "decline.3333", "approve.4444")
    anna = orders.Actor("staff", "Anna")
    with pytest.raises(InvalidInput):
        holds.release_risk(order=order, actor=anna, at=timezone.now(), note=" ")

    for _ in range(2):
        holds.release_risk(order=order, actor=anna, at=timezone.now(), note="Telephoned; she had her cards mixed up.")

    orders.pack(package=order.packages.get(), actor=orders.SYSTEM, at=timezone.now())
    assert OrderEvent.objects.filter(order=order, kind="released_risk").count() == 1


def test_a_held_order_can_be_cancelled() -> None:
    order = buy("decline.1111", "decline.2222", "decline.3333", "approve.4444")

    orders.cancel(order=order, actor=orders.SYSTEM, reason="Not their card", at=timezone.now())
    assert holds.held("risk") == []


def test_the_shop_says_from_when_on_it_looks() -> None:
    Block.objects.create(key="risk", data={"hold_from": 101})
    forget_all()

    order = buy("decline.1111", "decline.2222", "decline.3333", "approve.4444")

    assert holds.standing(order) == []
