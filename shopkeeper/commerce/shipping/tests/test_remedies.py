"""A broken promise is made good as the policy says: once for each package, never more than was paid."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import transaction

from shopkeeper.commerce.checkout.makers import NOON, make_shop
from shopkeeper.commerce.checkout.verify import findings
from shopkeeper.commerce.orders import operations as orders
from shopkeeper.commerce.orders.models import Order
from shopkeeper.commerce.orders.tests.made import SAM, make_order
from shopkeeper.commerce.shipping import operations, remedy_desk, remedying
from shopkeeper.commerce.shipping.events import PromiseBroken
from shopkeeper.commerce.shipping.models import RemedyRule, RemedyStep
from shopkeeper.commerce.shipping.ports import RemedyAnswer, RemedyWanted
from shopkeeper.commerce.shipping.remedy_desk import RuleWanted
from shopkeeper.commerce.shipping.tests.made import at_once
from shopkeeper.foundation.audit.models import AuditEntry
from shopkeeper.foundation.audit.operations import Actor
from shopkeeper.foundation.errors import InvalidInput
from shopkeeper.foundation.events.testing import deliver_all, published
from shopkeeper.foundation.money import Money
from shopkeeper.insight.messaging.models import Message
from shopkeeper.interfaces.backoffice.makers import at_the_desk, make_staff

pytestmark = pytest.mark.django_db
MARIT = Actor(kind="user", id="1", label="Marit")
POLICY = {"message": RuleWanted(1), "charge": RuleWanted(3), "credit": RuleWanted(7, 10)}


@pytest.fixture(autouse=True)
def policy() -> None:
    remedy_desk.save_rules(wanted=POLICY, actor=MARIT, at=NOON)


@pytest.fixture
def order() -> Order:
    """18.00 with 4.95 delivery, promised until Friday 20 November 2026."""
    made = make_order(make_shop(), at_once())
    deliver_all()
    return made


def november(day: int) -> datetime:
    return datetime(2026, 11, day, 12, tzinfo=UTC)


def broken() -> list[PromiseBroken]:
    return [event for event in published() if isinstance(event, PromiseBroken)]


def steps() -> list[tuple[str, int, str]]:
    return list(RemedyStep.objects.order_by("pk").values_list("kind", "amount_minor", "status"))


def test_nothing_is_given_while_the_promise_stands(order: Order) -> None:
    assert operations.detect_broken(at=november(20)) == []
    assert broken() == []


def test_each_remedy_comes_on_its_day_and_once(order: Order) -> None:
    for day in (21, 21, 22, 23, 23, 26, 27, 28):
        operations.detect_broken(at=november(day))

    assert steps() == [("message", 0, "given"), ("charge", 495, "intended"), ("credit", 180, "intended")]
    assert [(event.days_late, list(event.remedies)) for event in broken()] == [
        (1, ["message"]),
        (3, ["charge"]),
        (7, ["credit"]),
    ]
    assert order.timeline.filter(kind="promise_broken").count() == 3


def test_a_package_found_late_at_once_gets_everything_in_one_letter(order: Order) -> None:
    operations.detect_broken(at=november(28))
    deliver_all()

    (event,) = broken()
    assert event.remedies == {"message": Money(0, "EUR"), "charge": Money(495, "EUR"), "credit": Money(180, "EUR")}
    letter = Message.objects.get(kind="promise_broken")
    assert "later than we promised" in letter.subject
    assert "You get the delivery charge of €4.95 back." in letter.text
    assert "You get €1.80 as store credit." in letter.text
    assert "is not with you yet" in letter.text


def test_a_package_that_came_late_is_made_good_by_how_late_it_was(order: Order) -> None:
    package = order.packages.get()
    orders.pack(package=package, actor=SAM, at=NOON)
    orders.ship(package=package, carrier="", tracking_number="", actor=SAM, at=NOON)
    orders.deliver(package=package, actor=SAM, at=november(22))
    deliver_all()

    operations.detect_broken(at=november(30))

    assert [kind for kind, _, _ in steps()] == ["message"]
    assert broken()[0].has_arrived


def test_cancelled_orders_are_owed_nothing(order: Order) -> None:
    orders.cancel(order=order, actor=SAM, reason="No longer needed", at=NOON)
    deliver_all()

    assert operations.detect_broken(at=november(30)) == []


def test_delivery_that_was_free_is_not_given_back(order: Order) -> None:
    Order.objects.filter(pk=order.pk).update(shipping_minor=0, total_minor=1800)

    operations.detect_broken(at=november(24))
    operations.detect_broken(at=november(24))

    assert [list(event.remedies) for event in broken()] == [["message"]]


class Generous:
    """Gives at once, and remembers what it was asked."""

    asked: list[RemedyWanted]

    def give(self, wanted: RemedyWanted) -> RemedyAnswer:
        Generous.asked.append(wanted)
        return RemedyAnswer(is_given=True, reference="credit:1")


@pytest.fixture
def generous(settings: object) -> list[RemedyWanted]:
    Generous.asked = []
    settings.DELIVERY_REMEDY = f"{__name__}.Generous"  # type: ignore[attr-defined]
    return Generous.asked


def test_money_is_asked_for_once_with_a_key(order: Order, generous: list[RemedyWanted]) -> None:
    operations.detect_broken(at=november(24))

    assert remedying.give_intended(at=november(24)) == 1
    assert remedying.give_intended(at=november(24)) == 0

    (wanted,) = generous
    assert (wanted.kind, wanted.amount, wanted.order_id) == ("charge", Money(495, "EUR"), order.pk)
    step = RemedyStep.objects.get(kind="charge")
    assert (wanted.key, step.status, step.reference) == (f"remedy:{step.pk}", "given", "credit:1")


def test_nobody_is_asked_for_money_inside_a_transaction(order: Order) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        remedying.give_intended(at=NOON)


def test_without_anybody_to_give_it_stands_in_the_office_until_staff_has(order: Order) -> None:
    operations.detect_broken(at=november(24))
    remedying.give_intended(at=november(24))
    step = RemedyStep.objects.get(kind="charge")
    assert step.status == "due"
    office = at_the_desk(make_staff())

    before = office.get("/office/promises/").content.decode()
    office.post(f"/office/promises/remedies/{step.pk}/given")
    after = office.get("/office/promises/").content.decode()

    assert "For you to give" in before
    assert "For you to give" not in after
    step.refresh_from_db()
    assert step.status == "given"
    assert AuditEntry.objects.filter(action="shipping.give_remedy").count() == 1


def test_the_policy_is_edited_in_the_office_and_what_is_wrong_is_said(order: Order) -> None:
    office = at_the_desk(make_staff())

    wrong = office.post("/office/promises/rules", {"credit-days": "5", "credit-percent": "150"})
    office.post("/office/promises/rules", {"message-days": "2", "credit-days": "5", "credit-percent": "15"})

    assert wrong.status_code == 422
    assert "Write 1 to 100 per cent." in wrong.content.decode()
    assert {rule.kind: (rule.days_late, rule.percent) for rule in RemedyRule.objects.all()} == {
        "message": (2, 0),
        "credit": (5, 15),
    }


def test_a_wrong_policy_changes_nothing() -> None:
    with pytest.raises(InvalidInput):
        remedy_desk.save_rules(wanted={"message": RuleWanted(0)}, actor=MARIT, at=NOON)

    assert remedy_desk.standing_rules() == POLICY


def test_what_was_late_before_there_was_a_remedy_is_not_made_good_by_it(order: Order) -> None:
    RemedyRule.objects.all().delete()
    remedy_desk.save_rules(wanted={"charge": RuleWanted(1)}, actor=MARIT, at=november(25))
    remedy_desk.save_rules(wanted={"charge": RuleWanted(2)}, actor=MARIT, at=november(28))

    assert operations.detect_broken(at=november(30)) == []
    assert str(RemedyRule.objects.get().since) == "2026-11-25"


def test_verify_names_an_order_that_was_given_more_than_was_paid(order: Order) -> None:
    operations.detect_broken(at=november(28))
    title = "Promises: no order is given more for broken ones than was paid for it"
    assert dict(findings())[title] == []

    RemedyStep.objects.filter(kind="charge").update(amount_minor=496)

    assert dict(findings())[title] == [f"order {order.number}: 496 as charge"]
