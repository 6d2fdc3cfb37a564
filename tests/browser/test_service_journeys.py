"""A guest changes their mind, with the keyboard alone and without an account: another address, one line less, one item
back, one exchanged. Each step tells them by mail."""

from __future__ import annotations

import time
from typing import Any

import pytest

from tests.browser.shop import DESK, PHONE, Shop, arrive, goods, put_in_cart, to_payment
from tests.browser.test_journeys import number_on, tab_to

pytestmark = pytest.mark.browser


def sized(shop: Shop) -> str:
    """A product of which several variants can be had, and which may come back."""
    many = """SELECT p.slug FROM catalogue_product p JOIN catalogue_variant v ON v.product_id = p.id
        JOIN catalogue_offer o ON o.variant_id = v.id
        JOIN inventory_bucket b ON b.kind = 'unit' AND b.resource_id = o.id
        WHERE p.status = 'live' AND p.title NOT LIKE 'Made-to-measure%' AND b.total - b.taken > 3
        GROUP BY p.id HAVING COUNT(DISTINCT v.id) > 1
        ORDER BY COUNT(DISTINCT v.id) DESC, p.slug LIMIT 1"""
    return str(shop.rows(many)[0][0])


def order_of_two(page: Any, shop: Shop) -> str:
    """An order of a plain product and two of one that comes in variants; its own page is open."""
    put_in_cart(page, shop, goods(shop)[0])
    page.goto(f"{shop.url}/p/{sized(shop)}/")
    for index in range(page.locator(".option-form fieldset").count()):
        page.locator(f".option-form fieldset:nth-of-type({index + 1}) label").first.click()
        page.wait_for_load_state("networkidle")
    page.fill("form.buy input[name=quantity]", "2")
    page.click("form.buy button[name=next]")
    page.wait_for_selector("#cart-dialog[open] .lines-plain")
    to_payment(page, shop)
    page.click("button:has-text('Pay €')")
    page.wait_for_url("**/thanks")
    number = number_on(page)
    page.click("text=See or change the order")
    page.wait_for_url("**/orders/s/**")
    return number


def press(page: Any, query: str) -> None:
    """Reach something with Tab and press Enter."""
    tab_to(page, query)
    page.keyboard.press("Enter")


def pick(page: Any, query: str, value: str) -> None:
    """Choose an entry of a select with the arrow keys."""
    tab_to(page, query)
    for _ in range(60):
        if page.eval_on_selector(query, "one => one.value") == value:
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"{query} never came to {value}.")


def mails(shop: Shop, kind: str, number: str) -> list[str]:
    """The letters of a kind that name an order or a return, waiting for the worker to write them."""
    for _ in range(100):
        found = shop.rows("SELECT text FROM messaging_message WHERE kind = ? AND subject LIKE ?", kind, f"%{number}%")
        if found:
            return [text for (text,) in found]
        time.sleep(0.1)
    raise AssertionError(f"No {kind} about {number}.")


def test_a_guest_changes_their_mind_with_the_keyboard_alone(chromium: Any, shop: Shop) -> None:
    context = chromium.new_context(viewport=DESK, reduced_motion="reduce")
    page = context.new_page()
    number = order_of_two(page, shop)
    base = page.url

    press(page, "a[href$='/address']")
    page.wait_for_url("**/address")
    tab_to(page, "#f-line1")
    page.keyboard.press("Control+A")
    page.keyboard.type("Singel 2")
    press(page, "form.form .cluster button")
    page.wait_for_url("**/change/**")
    assert "Singel 2" in page.inner_text(".before-after")
    press(page, "form.form .cluster button")
    page.wait_for_url(base)
    assert "Singel 2" in page.inner_text("main")
    assert "Singel 2" in mails(shop, "order_changed", number)[0]

    press(page, "a[href$='/items']")
    page.wait_for_url("**/items")
    first = page.locator("select[name^=line_]").first.get_attribute("name")
    tab_to(page, f"select[name={first}]")
    page.keyboard.press("ArrowUp")
    press(page, "form.form .cluster button")
    page.wait_for_url("**/change/**")
    assert "Goes back to you" in page.inner_text("main")
    press(page, "form.form .cluster button")
    page.wait_for_url(base)
    lines = "SELECT COUNT(*) FROM orders_orderline l JOIN orders_order o ON o.id = l.order_id WHERE o.number = ?"
    assert shop.rows(lines, number) == [(1,)]

    arrive(shop, number)
    page.goto(base)
    press(page, "a[href$='/return']")
    page.wait_for_url("**/return")
    line = page.locator("select[name^=line_]").first.get_attribute("name")
    pick(page, f"select[name={line}]", "1")
    press(page, "form.form .cluster button")
    page.wait_for_selector("input[name=stage][value=confirm]", state="attached")
    assert "You get" in page.inner_text("main")
    press(page, "form.form .cluster button")
    page.wait_for_url("**/returns/**")
    returned = page.inner_text("h1").split()[-1]
    assert "send it by" in page.inner_text("main")
    assert "Please send it by" in mails(shop, "return_requested", returned)[0]

    page.goto(base)
    press(page, "a[href$='/return']")
    page.wait_for_url("**/return")
    pick(page, f"select[name={line}]", "1")
    instead = line.replace("line_", "instead_")
    tab_to(page, f"select[name={instead}]")
    page.keyboard.press("ArrowDown")
    press(page, "form.form .cluster button")
    page.wait_for_selector("input[name=stage][value=confirm]", state="attached")
    assert "Exchange it" in page.inner_text("h1")
    press(page, "form.form .cluster button")
    page.wait_for_url("**/returns/**")
    exchanged = page.inner_text("h1").split()[-1]
    assert "We keep the other one" in mails(shop, "return_requested", exchanged)[0]
    held = "SELECT COUNT(*) FROM inventory_hold WHERE reference LIKE 'return:%' AND status = 'confirmed'"
    assert shop.rows(held)[0][0] >= 1
    context.close()


def test_a_purchase_is_withdrawn_from_with_two_presses(chromium: Any, shop: Shop) -> None:
    context = chromium.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    put_in_cart(page, shop, goods(shop)[1])
    to_payment(page, shop)
    page.click("button:has-text('Pay €')")
    page.wait_for_url("**/thanks")
    number = number_on(page)
    page.click("text=See or change the order")
    arrive(shop, number)
    page.reload()

    page.click("text=Withdraw from the purchase")
    page.click("form.form .cluster button")
    page.wait_for_url("**/returns/**")

    returned = page.inner_text("h1").split()[-1]
    assert "We have your withdrawal" in mails(shop, "return_requested", returned)[0]
    context.close()


def test_a_return_is_asked_for_on_a_phone_without_script(chromium: Any, shop: Shop) -> None:
    context = chromium.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    put_in_cart(page, shop, goods(shop)[0])
    to_payment(page, shop)
    page.click("button:has-text('Pay €')")
    page.wait_for_url("**/thanks")
    number = number_on(page)
    page.click("text=See or change the order")
    page.wait_for_url("**/orders/s/**")
    arrive(shop, number)
    page.reload()

    page.click("text=Send something back")
    page.click("form.form .cluster button")
    assert "Choose at least one item" in page.inner_text("[data-error-summary]")
    page.locator("select[name^=line_]").first.select_option("1")
    page.locator("input[name^=comment_]").first.fill("The glaze has a crack")
    page.click("form.form .cluster button")
    page.click("form.form .cluster button")
    page.wait_for_url("**/returns/**")

    assert shop.rows("SELECT comment FROM returns_returnline WHERE comment LIKE 'The glaze%'")
    context.close()
