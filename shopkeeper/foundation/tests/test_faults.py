from __future__ import annotations

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


def test_every_faultpoint_of_the_source_is_listed() -> None:
    names = faults.declared_names()

    assert "outbox.before_commit" in names
    assert "delivery.before_commit" in names
    assert names == sorted(set(names))


def test_an_unknown_action_is_refused() -> None:
    with pytest.raises(ValueError, match="explode"), faults.armed("here:1:explode"):
        pass
