"""What every test needs."""

from __future__ import annotations

import pytest

from shopkeeper.foundation.remember import forget_all


@pytest.fixture(autouse=True)
def _forget() -> None:
    forget_all()
