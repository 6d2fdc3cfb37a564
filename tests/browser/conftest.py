"""One shop for all browser tests of a run, and a Chromium for each file of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser.shop import CHROMIUM, FLAGS, Shop, demo_shop


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    if CHROMIUM is None:
        pytest.skip("These tests drive a real browser, and there is no chromium here: apt-get install chromium")
    with demo_shop(tmp_path_factory.mktemp("demo")) as running:
        yield running


@pytest.fixture(scope="module")
def chromium(shop: Shop) -> Iterator[Any]:
    # A driver per file: while one is open, no other test of this process could start its own.
    playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright: pip install playwright")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()
