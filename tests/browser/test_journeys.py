"""Whole purchases in a real browser, from the home page to the office: by keyboard, without script, on a phone."""

from __future__ import annotations

import time
from typing import Any

import pytest

from tests.browser.shop import (
    DESK,
    OWNER,
    PASSWORD,
    PHONE,
    TYPED,
    Shop,
    choose,
    fill_details,
    goods,
    pay,
    put_in_cart,
    to_payment,
)

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("demo shop")]

# What a sighted keyboard user must be able to see: the focused thing is there, uncovered, and marked.
FOCUS = """() => {
  const node = document.activeElement;
  if (!node || node === document.body) return { what: "nothing" };
  let marked = node, box = node.getBoundingClientRect();
  // An input drawn by its label (a swatch, a radio card) is marked there.
  if (box.width <= 2 || box.height <= 2 || getComputedStyle(node).opacity === "0" || node.matches("input[type=radio]"))
    marked = node.closest("label") || node;
  if (marked !== node) box = marked.getBoundingClientRect();
  const shown = (one) => { const style = getComputedStyle(one);
    return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1) || style.boxShadow !== "none"; };
  let ring = [node, marked, ...marked.querySelectorAll("*")].some(shown);
  // A card is outlined as a whole when its link has the focus.
  for (let at = node.parentElement; at && !ring; at = at.parentElement)
    ring = getComputedStyle(at).outlineStyle !== "none" && parseFloat(getComputedStyle(at).outlineWidth) >= 1;
  const x = Math.min(Math.max(box.left + box.width / 2, 1), innerWidth - 2);
  const y = Math.min(Math.max(box.top + box.height / 2, 1), innerHeight - 2);
  const top = document.elementFromPoint(x, y);
  const covered = !(top && (marked.contains(top) || top.contains(marked) || top.closest("label") === marked));
  return { what: node.outerHTML.slice(0, 160), width: box.width, height: box.height, ring, covered,
    inside: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth };
}"""


def tab_to(page: Any, query: str, *, most: int = 90) -> None:
    """Press Tab until the focus is on ``query``; every stop on the way must be visible, uncovered and marked."""
    for _ in range(most):
        page.keyboard.press("Tab")
        seen = page.evaluate(FOCUS)
        if seen["what"] == "nothing":
            continue
        assert seen["width"] > 0, f"The focus is on something invisible: {seen}"
        assert seen["height"] > 0, f"The focus is on something invisible: {seen}"
        assert seen["ring"], f"The focus does not show: {seen}"
        assert seen["inside"], f"The focus is out of sight: {seen}"
        assert not seen["covered"], f"The focus is behind something: {seen}"
        if page.evaluate("query => document.activeElement.matches(query)", query):
            return
    raise AssertionError(f"Tab never reached {query} on {page.url}.")


def type_details(page: Any) -> None:
    for name, text in TYPED.items():
        tab_to(page, f"#f-{name}")
        page.keyboard.type(text)


def placed(shop: Shop) -> int:
    return int(shop.rows("SELECT COUNT(*) FROM orders_order")[0][0])


def number_on(page: Any) -> str:
    """The order's number, as the confirmation prints it."""
    return str(page.locator(".page-head .eyebrow").inner_text()).split()[-1]


def ship_in_office(chromium: Any, shop: Shop, number: str) -> None:
    """The owner finds the order and sends its parcel; nothing to do while the office has no pages for orders."""
    context = chromium.new_context(viewport=DESK, reduced_motion="reduce")
    page = context.new_page()
    if page.request.get(f"{shop.url}/office/orders/").status == 404:
        context.close()
        pytest.skip("Bought; the rest waits for the office's order pages: /office/orders/ answers 404.")
    page.goto(f"{shop.url}/office/orders/")
    page.fill("input[type=email]", OWNER)
    page.fill("input[type=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/office/orders/**")
    page.goto(f"{shop.url}/office/orders/?view=all&q={number}")
    page.click(f"a:has-text('{number}')")
    page.wait_for_url(f"**/office/orders/{number}/**")
    page.click("button:text-is('Pack')")
    page.click("button:text-is('Ship')")
    page.wait_for_selector("text=Shipped")
    context.close()
    found = "SELECT p.status FROM orders_package p JOIN orders_order o ON o.id = p.order_id WHERE o.number = ?"
    assert {status for (status,) in shop.rows(found, number.replace("-", ""))} <= {"shipped"}


def test_a_guest_buys_with_the_keyboard_alone(chromium: Any, shop: Shop) -> None:
    context = chromium.new_context(viewport=DESK, reduced_motion="reduce")
    page = context.new_page()
    before = placed(shop)
    page.goto(shop.url)

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    tab_to(page, "nav.nav a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/c/**")
    tab_to(page, "[data-list] a", most=140)
    page.keyboard.press("Enter")
    page.wait_for_url("**/p/**")
    if not page.locator("form.buy input[name=sku]").get_attribute("value"):
        _choose_options(page)
    tab_to(page, "form.buy button[name=next]")
    page.keyboard.press("Enter")
    page.wait_for_selector("#cart-dialog[open]")
    assert page.evaluate("document.activeElement.closest('dialog') !== null"), "The drawer does not take the focus."
    page.keyboard.press("Escape")
    page.wait_for_selector("#cart-dialog:not([open])", state="attached")
    assert page.evaluate("document.activeElement.closest('form.buy') !== null"), "Escape does not give the focus back."
    page.keyboard.press("Enter")
    page.wait_for_selector("#cart-dialog[open]")
    tab_to(page, "#cart-dialog a[href='/checkout/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/details")

    page.keyboard.press("Tab")
    tab_to(page, "button.btn--big")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-error-summary] li")
    assert page.evaluate("document.activeElement.hasAttribute('data-error-summary')"), "Errors do not take the focus."
    type_details(page)
    page.keyboard.press("Enter")
    page.wait_for_url("**/delivery")
    tab_to(page, "input[type=radio]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    tab_to(page, "button.btn--big")
    page.keyboard.press("Enter")
    page.wait_for_url("**/payment")
    tab_to(page, "input[name=method]")
    tab_to(page, "button.btn--big")
    page.keyboard.press("Enter")
    page.wait_for_url("**/thanks")

    number = number_on(page)
    tab_to(page, "a[href*='/orders/s/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/orders/s/**")
    assert number in page.inner_text("h1")
    assert placed(shop) == before + 1
    context.close()


def _choose_options(page: Any) -> None:
    """One value of every option, by keyboard."""
    for index in range(page.locator(".option-form fieldset").count()):
        tab_to(page, f".option-form fieldset:nth-of-type({index + 1}) input")
        page.keyboard.press("Space")
        page.wait_for_load_state("networkidle")


def test_a_guest_buys_without_script(chromium: Any, shop: Shop) -> None:
    context = chromium.new_context(viewport=DESK, java_script_enabled=False)
    page = context.new_page()
    page.goto(shop.url)

    page.locator("nav.nav a").nth(1).click()
    page.locator("#filter-form input[type=checkbox]:enabled").first.check()
    page.click("#filter-form button.btn")
    assert "?" in page.url
    page.goto(f"{shop.url}/search/?q=linen")
    page.locator("[data-list] a").first.click()
    page.goto(f"{shop.url}/p/{goods(shop)[0]}/")
    page.click("form.buy button[name=next]")
    page.wait_for_url("**/cart/")
    page.click("a[href='/checkout/']")
    page.wait_for_url("**/details")
    fill_details(page)
    page.click("text=Continue to delivery")
    page.click("text=Continue to payment")
    page.click("button:has-text('Pay €')")
    page.wait_for_url("**/thanks")

    number = number_on(page)
    page.click("text=See or change the order")
    page.wait_for_url("**/orders/s/**")
    assert number in page.inner_text("h1")
    context.close()


def test_a_guest_buys_on_a_phone_and_the_shop_sends_it(chromium: Any, shop: Shop) -> None:
    context = chromium.new_context(viewport=PHONE, has_touch=True, is_mobile=True, reduced_motion="reduce")
    page = context.new_page()
    page.goto(shop.url)

    page.tap(".menu summary")
    page.locator(".menu__panel a").first.tap()
    page.wait_for_url("**/c/**")
    page.tap("a[data-sheet=filters]")
    page.wait_for_selector("dialog.sheet[open]")
    page.keyboard.press("Escape")
    page.goto(f"{shop.url}/p/{goods(shop)[1]}/")
    page.tap("form.buy button[name=next]")
    page.wait_for_selector("#cart-dialog[open]")
    page.tap("#cart-dialog a[href='/checkout/']")
    page.wait_for_url("**/details")
    fill_details(page)
    page.tap("text=Continue to delivery")
    page.wait_for_url("**/delivery")
    page.tap("text=Continue to payment")
    page.wait_for_url("**/payment")
    page.tap("form.form button:has-text('Pay €')")
    page.wait_for_url("**/thanks")
    number = number_on(page)
    page.tap("text=See or change the order")
    page.wait_for_url("**/orders/s/**")

    assert number in page.inner_text("h1")
    context.close()
    ship_in_office(chromium, shop, number)


def test_a_guest_fills_in_eight_fields_at_most(chromium: Any, shop: Shop) -> None:
    context = chromium.new_context(viewport=PHONE, reduced_motion="reduce")
    page = context.new_page()
    put_in_cart(page, shop, goods(shop)[2])
    page.goto(f"{shop.url}/checkout/")

    visible = [
        box for box in page.locator("main form.form").locator("input, select, textarea").all() if box.is_visible()
    ]

    assert 0 < len(visible) <= 8
    context.close()


def test_a_double_click_on_pay_is_one_order_and_back_shows_it(chromium: Any, shop: Shop) -> None:
    context = chromium.new_context(viewport=DESK, reduced_motion="reduce")
    page = context.new_page()
    put_in_cart(page, shop, goods(shop)[3])
    to_payment(page, shop)
    before = placed(shop)

    page.dblclick("form.form button:has-text('Pay €')", no_wait_after=True)
    page.wait_for_url("**/thanks")
    page.go_back()
    page.wait_for_load_state()

    assert "/thanks" in page.url
    assert placed(shop) == before + 1
    context.close()


def test_a_double_click_without_script_is_one_order(chromium: Any, shop: Shop) -> None:
    context = chromium.new_context(viewport=DESK, java_script_enabled=False)
    page = context.new_page()
    put_in_cart(page, shop, goods(shop)[3])
    to_payment(page, shop)
    before, charged = placed(shop), len(shop.rows("SELECT 1 FROM payments_sandboxcharge"))

    page.dblclick("form.form button:has-text('Pay €')", no_wait_after=True)
    page.wait_for_url("**/thanks")

    assert placed(shop) == before + 1
    assert len(shop.rows("SELECT 1 FROM payments_sandboxcharge")) == charged + 1
    context.close()


def test_a_declined_card_keeps_everything_and_another_try_works(chromium: Any, shop: Shop) -> None:
    context = chromium.new_context(viewport=DESK, reduced_motion="reduce")
    page = context.new_page()
    put_in_cart(page, shop, goods(shop)[4])
    to_payment(page, shop)
    before = placed(shop)

    choose(page, "decline")
    pay(page)
    page.wait_for_selector("[role=alert]:has-text('not enough money')")
    assert placed(shop) == before
    choose(page, "approve")
    pay(page)
    page.wait_for_url("**/thanks")

    assert placed(shop) == before + 1
    context.close()


def test_the_last_piece_sold_to_somebody_else_is_told_before_paying(chromium: Any, shop: Shop) -> None:
    context = chromium.new_context(viewport=PHONE, reduced_motion="reduce")
    page = context.new_page()
    put_in_cart(page, shop, goods(shop, 9)[8])
    to_payment(page, shop)
    before = placed(shop)
    sold = "UPDATE inventory_bucket SET taken = total WHERE kind = 'unit' AND resource_id = ?"
    (offer,) = shop.rows("SELECT offer_id FROM cart_cartline ORDER BY id DESC LIMIT 1")[0]
    taken = shop.rows("SELECT id, taken FROM inventory_bucket WHERE kind = 'unit' AND resource_id = ?", offer)

    shop.change(sold, offer)
    try:
        pay(page)
        page.wait_for_url("**/cart/")
        assert page.locator(".line .notice, .line [role=alert], .line .problem").count() > 0
        assert placed(shop) == before
    finally:
        for bucket, was in taken:
            shop.change("UPDATE inventory_bucket SET taken = ? WHERE id = ?", was, bucket)
    context.close()


def test_what_was_typed_survives_a_closed_browser(chromium: Any, shop: Shop) -> None:
    context = chromium.new_context(viewport=DESK, reduced_motion="reduce")
    page = context.new_page()
    put_in_cart(page, shop, goods(shop)[0])
    page.goto(f"{shop.url}/checkout/")
    page.fill("#f-email", TYPED["email"])
    page.fill("#f-name", TYPED["name"])
    page.keyboard.press("Tab")
    time.sleep(0.4)
    kept = context.storage_state()
    context.close()

    again = chromium.new_context(viewport=DESK, storage_state=kept)
    page = again.new_page()
    page.goto(f"{shop.url}/checkout/")

    assert page.input_value("#f-email") == TYPED["email"]
    assert page.input_value("#f-name") == TYPED["name"]
    again.close()
