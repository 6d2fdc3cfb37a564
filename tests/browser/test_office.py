"""The office's catalogue in a real browser: with script, without it, and by keyboard alone."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.rooms import collection, picture
from tests.browser.shop import DESK, PASSWORD, PHONE, Shop

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("demo shop")]
FIND = "SELECT id, rule FROM catalogue_collection WHERE slug = 'under-25'"


@pytest.fixture
def desk(chromium: Any, shop: Shop) -> Any:
    """Opens a page of the owner's, on the screen and with the script asked for."""
    made = []

    def opened(**options: Any) -> Any:
        context = chromium.new_context(**{"viewport": DESK, **options})
        made.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.goto(f"{shop.url}/office/sign-in")
        page.fill("input[type=email]", "owner@lindenrow.example")
        page.fill("input[type=password]", PASSWORD)
        page.click("main form button.btn")
        page.wait_for_url("**/office/")
        return page

    yield opened
    for context in made:
        context.close()


def found(page: Any) -> str:
    return str(page.locator("#found strong").first.inner_text())


def test_what_a_rule_finds_is_counted_while_it_is_typed_and_nothing_is_saved(desk: Any, shop: Shop) -> None:
    page, before = desk(), shop.rows(FIND)
    page.goto(f"{shop.url}/office/collections/{before[0][0]}/")
    many = found(page)

    page.fill("#rule-c0-to", "5.00")
    page.wait_for_function("(old) => document.querySelector('#found strong')?.innerText !== old", arg=many)
    few = found(page)
    page.fill("#rule-c0-to", "cheap")
    page.wait_for_selector("#found:has-text('decimal'), #found:has-text('amount')")

    assert int(few.split()[0]) < int(many.split()[0])
    assert page.input_value("#rule-c0-to") == "cheap"
    assert shop.rows(FIND) == before


def test_a_rule_is_written_without_script_and_by_keyboard(desk: Any, shop: Shop) -> None:
    page = desk(java_script_enabled=False, viewport=PHONE)
    page.goto(f"{shop.url}/office/collections/")
    page.fill("#new-name", "Written by hand")
    page.select_option("#new-kind", "rule")
    page.press("#new-name", "Enter")

    page.select_option("#rule-adding", "in_stock")
    page.locator("button[value=add]").press("Enter")
    page.select_option("#rule-adding", "price")
    page.locator("button[value=add]").press("Enter")
    page.fill("#rule-c1-to", "12,00")
    page.press("#rule-c1-to", "Enter")
    assert "products" in found(page), "Enter shows what it finds"
    page.locator("button[value=save]").press("Enter")

    assert "The rule is saved." in page.locator("[data-flashes]").inner_text()
    slug = page.locator("a:has-text('See it in the shop')").get_attribute("href")
    page.goto(shop.url + slug)
    assert page.locator(".card").count() > 3


def test_things_are_put_in_order_without_script(desk: Any, shop: Shop) -> None:
    page = desk(java_script_enabled=False, viewport=PHONE)
    collection("last-pieces")(page, shop)
    titles = page.locator(".places__title").all_inner_texts()

    page.locator("button[name=down]").first.press("Enter")

    assert page.locator(".places__title").all_inner_texts() == [titles[1], titles[0], *titles[2:]]
    page.locator("button[name=up]").nth(1).press("Enter")
    assert page.locator(".places__title").all_inner_texts() == titles


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=["desk", "phone"])
def test_a_press_on_the_picture_sets_its_focus_there_without_script(
    desk: Any, shop: Shop, screen: dict[str, int]
) -> None:
    page = desk(java_script_enabled=False, viewport=screen)
    page.goto(shop.url + picture(shop))
    box = page.locator("input[type=image]").bounding_box()

    page.locator("input[type=image]").click(position={"x": box["width"] * 0.75, "y": box["height"] * 0.25})

    assert page.locator("[data-flashes]").inner_text().strip() == "The picture is saved."
    assert abs(int(page.input_value("#picture-focus_x")) - 75) <= 2
    assert abs(int(page.input_value("#picture-focus_y")) - 25) <= 2
