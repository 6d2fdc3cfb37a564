from __future__ import annotations

import threading

import pytest

from shopkeeper.foundation import faults


def test_an_armed_fault_strikes_at_the_passing_it_names() -> None:
    with faults.armed("here:2:raise"):
        faults.faultpoint("here")
        faults.faultpoint("elsewhere")
        with pytest.raises(faults.FaultInjected):
            faults.faultpoint("here")
        faults.faultpoint("here")

    faults.faultpoint("here")


def test_a_held_place_keeps_the_first_thread_until_it_is_let_go() -> None:
    passed: list[str] = []

    def go(who: str) -> None:
        faults.faultpoint("here")
        passed.append(who)

    with faults.held("here") as latch:
        first = threading.Thread(target=go, args=("first",))
        first.start()
        assert latch.reached.wait(10)
        go("second")
        latch.open.set()
        first.join(10)

    assert passed == ["second", "first"]


def test_every_faultpoint_of_the_source_is_listed() -> None:
    names = faults.declared_names()

    assert "outbox.before_commit" in names
    assert "delivery.before_commit" in names
    assert names == sorted(set(names))


def test_an_unknown_action_is_refused() -> None:
    with pytest.raises(ValueError, match="explode"), faults.armed("here:1:explode"):
        pass
