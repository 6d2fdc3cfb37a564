"""Whatever customers, banks and staff do in whatever order: stock, money and books agree after every step."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from shopkeeper.foundation.remember import forget_all
from tests.invariants.histories import Story, broken, told

# Each step checks every invariant on the whole database.
HISTORIES, STEPS = 40, 55
n = st.integers(min_value=0, max_value=2999)


class Histories(RuleBasedStateMachine):
    story: Story | None = None

    @initialize(inclusive=st.booleans())
    def open_shop(self, inclusive: bool) -> None:
        call_command("flush", interactive=False, verbosity=0)
        forget_all()
        self.story = Story.begin(inclusive=inclusive)
        self.settled = True

    def _step(self, name: str, *numbers: int) -> None:
        assert self.story is not None
        told(getattr(self.story, name), *numbers)
        self.settled = name == "wait"

    @rule(which=n, quantity=n, script=n, card=n)
    def buy(self, which: int, quantity: int, script: int, card: int) -> None:
        self._step("buy", which, quantity, script, card)

    @rule(number=n, line=n, offer=n, quantity=n, script=n)
    def change_items(self, number: int, line: int, offer: int, quantity: int, script: int) -> None:
        self._step("change_items", number, line, offer, quantity, script)

    @rule(number=n, place=n, script=n)
    def change_address(self, number: int, place: int, script: int) -> None:
        self._step("change_address", number, place, script)

    @rule(number=n, script=n)
    def change_payment(self, number: int, script: int) -> None:
        self._step("change_payment", number, script)

    @rule(number=n)
    def cancel(self, number: int) -> None:
        self._step("cancel", number)

    @rule(number=n, steps=n)
    def move(self, number: int, steps: int) -> None:
        self._step("move", number, steps)

    @rule(number=n, line=n, quantity=n, reason=n, instead=n, where=n)
    def send_back(self, number: int, line: int, quantity: int, reason: int, instead: int, where: int) -> None:
        self._step("send_back", number, line, quantity, reason, instead, where)

    @rule(number=n, outcome=n)
    def take_in(self, number: int, outcome: int) -> None:
        self._step("take_in", number, outcome)

    @rule(number=n)
    def call_off(self, number: int) -> None:
        self._step("call_off", number)

    @rule(hours=n)
    def wait(self, hours: int) -> None:
        self._step("wait", hours)

    @invariant()
    def everything_agrees(self) -> None:
        if self.story is not None:
            assert broken(settled=self.settled) == {}


@pytest.mark.django_db(transaction=True)
def test_stock_money_and_books_agree_after_every_step_of_any_history() -> None:
    run_state_machine_as_test(
        Histories,
        settings=settings(
            max_examples=HISTORIES,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
