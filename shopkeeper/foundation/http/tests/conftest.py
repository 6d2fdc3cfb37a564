"""The foundation is tested without a door's own pages."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture(autouse=True)
def _plain_refusals(settings: Any) -> None:
    settings.REFUSAL_PAGE = ""
