"""In every bucket 0 <= taken <= total, whatever is done in whatever order (invariant 1)."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule, run_state_machine_as_test

from shopkeeper.commerce.checkout.makers import NOON
from shopkeeper.commerce.checkout.verify import findings
from shopkeeper.commerce.inventory import operations, queries
from shopkeeper.commerce.inventory.allocation import Want
from shopkeeper.commerce.inventory.models import Allocation, Bucket, Hold, Location, Movement
from shopkeeper.foundation.errors import Conflict
from shopkeeper.foundation.events.models import Delivery, OutboxEvent

THINGS, PLACES = (1, 2, 3), ("leiden", "porto")


class Stockroom(RuleBasedStateMachine):
    """Takes, releases, confirms, ships, expires and recounts at random; the clock only goes forward."""

    references = Bundle("references")

    def __init__(self) -> None:
        super().__init__()
        for model in (Allocation, Hold, Movement, Bucket, Delivery, OutboxEvent):
            model.objects.all().delete()
        for slug in PLACES:
            Location.objects.get_or_create(slug=slug, defaults={"name": slug, "country": "NL"})
        self.now = NOON
        self.next = 0

    @rule(thing=st.sampled_from(THINGS), place=st.sampled_from(PLACES), units=st.integers(0, 8))
    def count(self, thing: int, place: str, units: int) -> None:
        with_conflict(
            lambda: operations.set_on_hand(
                resource_id=thing, location=place, on_hand=units, reason="count", actor="test", at=self.now
            )
        )

    @rule(
        target=references,
        wanted=st.dictionaries(st.sampled_from(THINGS), st.integers(1, 5), min_size=1),
        minutes=st.integers(0, 30),
    )
    def take(self, wanted: dict[int, int], minutes: int) -> str:
        self.next += 1
        reference = f"test:{self.next}"
        wants = [Want(str(thing), thing, units) for thing, units in wanted.items()]
        before = list(Bucket.objects.order_by("pk").values_list("taken", flat=True))
        until = self.now + timedelta(minutes=minutes)
        short = [thing for thing, units in wanted.items() if queries.available([thing])[thing] < units]
        with pytest.raises(operations.OutOfStock) if short else nullcontext() as refused:
            operations.take(reference=reference, wants=wants, at=self.now, expires_at=until)
        if short:
            assert {shortage.resource_id for shortage in refused.value.shortages} == set(short)
            assert list(Bucket.objects.order_by("pk").values_list("taken", flat=True)) == before
        return reference

    @rule(reference=references, thing=st.sampled_from(THINGS), units=st.integers(1, 4))
    def take_again_for_something_else(self, reference: str, thing: int, units: int) -> None:
        if Hold.objects.filter(reference=reference).exclude(status__in=("held", "released")).exists():
            return
        with_conflict(
            lambda: operations.take(
                reference=reference,
                wants=[Want(str(thing), thing, units)],
                at=self.now,
                expires_at=self.now + timedelta(minutes=5),
            )
        )

    @rule(reference=references)
    def release(self, reference: str) -> None:
        operations.release(reference=reference)
        assert operations.release(reference=reference) == 0

    @rule(reference=references)
    def confirm(self, reference: str) -> None:
        try:
            first = operations.confirm(reference=reference)
        except operations.HoldGone:
            return
        assert operations.confirm(reference=reference) == first

    @rule(reference=consumes(references))
    def ship(self, reference: str) -> None:
        ids = list(Hold.objects.filter(reference=reference, status="confirmed").values_list("pk", flat=True))
        operations.fulfil(hold_ids=ids, reference=reference, actor="test", at=self.now)

    @rule(reference=references)
    def cancel(self, reference: str) -> None:
        operations.cancel_confirmed(hold_ids=Hold.objects.filter(reference=reference).values_list("pk", flat=True))

    @rule(minutes=st.integers(1, 40))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)
        operations.expire_due(at=self.now)
        assert not Hold.objects.filter(status="held", expires_at__lte=self.now).exists()

    @invariant()
    def the_books_are_right(self) -> None:
        wrong = {title: found for title, found in findings() if found and title.startswith("Stock")}
        assert not wrong


def with_conflict(action: object) -> None:
    try:
        action()  # type: ignore[operator]
    except (Conflict, operations.OutOfStock):
        return


@pytest.mark.django_db
def test_no_order_of_events_oversells_or_loses_a_unit() -> None:
    run_state_machine_as_test(
        Stockroom,
        settings=settings(
            max_examples=25, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
