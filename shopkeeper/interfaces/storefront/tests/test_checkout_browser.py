"""A purchase in a real browser: by keyboard alone, without script, and with a passkey afterwards."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest

from shopkeeper.commerce.checkout.makers import make_cart, make_offer, make_shop
from shopkeeper.commerce.orders.models import Order
from shopkeeper.foundation import clock
from shopkeeper.foundation.tasks.worker import run_until_idle
from shopkeeper.insight.messaging.models import Message

playwright = pytest.importorskip("playwright.sync_api")
CHROMIUM = shutil.which("chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic", "--no-first-run"]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium"),
]
# The browser's driver runs an event loop in this thread; the database is only asked between its calls.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
TYPED = ("ada@example.com", "Ada Lovelace", "Keizersgracht 1")


@pytest.fixture
def chromium() -> Iterator[Any]:
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


def shopper(chromium: Any, live_server: Any, **options: Any) -> Any:
    token = make_cart(make_shop(), make_offer(), quantity=2, at=clock.now()).token
    context = chromium.new_context(viewport={"width": 390, "height": 844}, reduced_motion="reduce", **options)
    context.add_cookies([{"name": "cart", "value": token, "url": base(live_server)}])
    return context.new_page()


def base(live_server: Any) -> str:
    return str(live_server.url).replace("127.0.0.1", "localhost")


def tab_to(page: Any, query: str) -> None:
    """Press Tab until the focus is on ``query``; every stop on the way must be visible."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("query => document.activeElement.matches(query)", query):
            box = page.evaluate("JSON.parse(JSON.stringify(document.activeElement.getBoundingClientRect()))")
            assert box["width"] > 0
            return
    raise AssertionError(f"Tab never reached {query}.")


def test_the_whole_purchase_by_keyboard(chromium: Any, live_server: Any) -> None:
    page = shopper(chromium, live_server)
    page.goto(base(live_server) + "/checkout/")

    for query, text in zip(("#f-email", "#f-name", "#f-line1"), TYPED, strict=True):
        tab_to(page, query)
        page.keyboard.type(text)
    tab_to(page, "#f-postal_code")
    page.keyboard.type("1015 CJ")
    tab_to(page, "#f-city")
    page.keyboard.type("Amsterdam")
    page.keyboard.press("Enter")
    page.wait_for_url("**/delivery")
    tab_to(page, "button.btn--big")
    page.keyboard.press("Enter")
    page.wait_for_url("**/payment")
    tab_to(page, "input[name=method]")
    tab_to(page, "button.btn--big")
    page.keyboard.press("Enter")
    page.wait_for_url("**/thanks")

    assert Order.objects.get().email == TYPED[0]


def test_the_whole_purchase_without_script(chromium: Any, live_server: Any) -> None:
    page = shopper(chromium, live_server, java_script_enabled=False)
    page.goto(base(live_server) + "/checkout/")

    page.click("text=Continue to delivery")
    assert page.locator("[data-error-summary] li").count() == 5
    for query, text in zip(("#f-email", "#f-name", "#f-line1"), TYPED, strict=True):
        page.fill(query, text)
    page.select_option("#f-country", "DE")
    page.click("text=Change the country")
    assert page.input_value("#f-country") == "DE"
    page.select_option("#f-country", "NL")
    page.fill("#f-postal_code", "1015 CJ")
    page.fill("#f-city", "Amsterdam")
    page.click("text=Continue to delivery")
    page.click("text=Continue to payment")
    page.click("text=asks your bank")
    page.click("button:has-text('Pay €')")
    page.click("text=Confirm €")
    page.wait_for_url("**/thanks")
    page.click("text=See or change the order")

    assert Order.objects.get().number in page.content()


def test_an_impatient_finger_orders_once(chromium: Any, live_server: Any) -> None:
    page = shopper(chromium, live_server)
    page.goto(base(live_server) + "/checkout/")
    for query, text in zip(("#f-email", "#f-name", "#f-line1"), TYPED, strict=True):
        page.fill(query, text)
    page.fill("#f-postal_code", "1015 CJ")
    page.fill("#f-city", "Amsterdam")
    page.click("text=Continue to delivery")
    page.click("text=Continue to payment")

    page.evaluate(
        "() => { const pay = document.querySelector('form.form button'); for (let i = 0; i < 5; i++) pay.click(); }"
    )
    page.wait_for_url("**/thanks")
    page.go_back()
    page.wait_for_load_state()

    assert Order.objects.count() == 1
    assert "/thanks" in page.url


def test_a_passkey_is_made_and_signs_in(chromium: Any, live_server: Any, settings: Any) -> None:
    settings.PUBLIC_URL = base(live_server)
    page = shopper(chromium, live_server)
    page.goto(base(live_server) + "/account/sign-in/")
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    page.fill("#f-email", TYPED[0])
    page.click("text=Send me a code")
    page.wait_for_url("**/code")
    run_until_idle()
    page.fill("#f-code", Message.objects.get().text[:6])
    page.click("form.form button")
    page.wait_for_url("**/account/")

    page.goto(base(live_server) + "/account/safety")
    page.click("text=Add a passkey")
    page.wait_for_selector("text=Remove")
    with page.expect_navigation():
        page.click(".side-nav__out button")
    page.goto(base(live_server) + "/account/sign-in/")
    page.click("text=Sign in with a passkey")

    page.wait_for_selector("text=Hello")
    assert urlsplit(page.url).path == "/account/"
