"""Every page a shopper can meet, and rooms of the office, judged by axe-core: in light and dark, on desk and phone, in
forced colours, mirrored, narrow and with large text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from tests.browser.shop import (
    DESK,
    PHONE,
    Shop,
    choose,
    goods,
    pay,
    put_in_cart,
    sign_in,
    sign_in_at_the_office,
    to_delivery,
    to_payment,
)

AXE = Path(__file__).parent / "node_modules/axe-core/axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("demo shop"),
    pytest.mark.skipif(not AXE.is_file(), reason="needs axe-core: PUPPETEER_SKIP_DOWNLOAD=1 npm ci in tests/browser"),
]
Reach = Callable[[Any, Shop], object]
SAID = """async (without) => {
  const rules = Object.fromEntries(without.map((name) => [name, { enabled: false }]));
  const found = await axe.run(document, { runOnly: { type: "tag", values: %s }, rules, resultTypes: ["violations"] });
  return found.violations.map((one) => one.id + ": " + one.help + "\\n" + one.nodes.slice(0, 4).map((node) =>
    "    " + node.html.slice(0, 220) + "\\n      " + node.any.concat(node.all, node.none)
      .map((why) => why.message).slice(0, 1)).join("\\n"));
}"""
WIDE = """() => {
  const width = document.documentElement.clientWidth;
  if (document.scrollingElement.scrollWidth <= width) return [];
  return [...document.querySelectorAll("body *")].filter((one) => one.getBoundingClientRect().right > width + 1
    && !one.closest(".visually-hidden")).slice(0, 4).map((one) => one.outerHTML.slice(0, 160));
}"""


def at(path: str) -> Reach:
    return lambda page, shop: page.goto(shop.url + path)


def with_first(find: Callable[[Shop], str]) -> Reach:
    return lambda page, shop: page.goto(f"{shop.url}/p/{find(shop)}/")


def sold_out(shop: Shop) -> str:
    """A product of which nothing is left; one is emptied when the demo has none."""
    gone = """SELECT p.slug FROM catalogue_product p JOIN catalogue_variant v ON v.product_id = p.id
        JOIN catalogue_offer o ON o.variant_id = v.id
        JOIN inventory_bucket b ON b.kind = 'unit' AND b.resource_id = o.id
        WHERE p.status = 'live' GROUP BY p.id HAVING SUM(b.total - b.taken) = 0 ORDER BY p.slug LIMIT 1"""
    return str(shop.rows(gone)[0][0])


def with_options(shop: Shop) -> str:
    """A product with something to choose."""
    many = """SELECT p.slug FROM catalogue_product p JOIN catalogue_variant v ON v.product_id = p.id
        WHERE p.status = 'live' GROUP BY p.id ORDER BY COUNT(*) DESC, p.slug LIMIT 1"""
    return str(shop.rows(many)[0][0])


def product_with_error(page: Any, shop: Shop) -> None:
    page.goto(f"{shop.url}/p/{goods(shop)[0]}/")
    page.evaluate(
        """() => { const form = document.querySelector("form.buy"); delete form.dataset.swap;
        const number = form.elements.quantity; number.removeAttribute("max");
        number.value = "100000"; form.noValidate = true; }"""
    )
    page.click("form.buy button[name=next]")
    page.wait_for_selector(".notice, [role=alert]")


def drawer_open(page: Any, shop: Shop) -> None:
    page.goto(f"{shop.url}/p/{goods(shop)[0]}/")
    page.click("form.buy button[name=next]")
    page.wait_for_selector("#cart-dialog[open] .lines-plain")


def filters_open(page: Any, shop: Shop) -> None:
    page.set_viewport_size(PHONE)
    page.goto(f"{shop.url}/c/kitchen/")
    page.click("a[data-sheet=filters]")
    page.wait_for_selector("dialog.sheet[open]")


def menu_open(page: Any, shop: Shop) -> None:
    page.set_viewport_size(PHONE)
    page.goto(shop.url)
    page.click(".menu summary")


def zoomed(page: Any, shop: Shop) -> None:
    page.goto(f"{shop.url}/p/{goods(shop)[0]}/")
    page.locator("[data-zoom]").first.click()
    page.wait_for_selector("dialog.zoom[open]")


def suggesting(page: Any, shop: Shop) -> None:
    page.goto(shop.url)
    page.locator("#search").press_sequentially("line")
    page.wait_for_selector(".suggest [role=option]")
    page.keyboard.press("ArrowDown")


def cart_full(page: Any, shop: Shop) -> None:
    put_in_cart(page, shop, goods(shop)[0], 2)
    put_in_cart(page, shop, goods(shop)[1])
    page.goto(f"{shop.url}/cart/")


def cart_with_problem(page: Any, shop: Shop) -> None:
    slug = goods(shop, 12)[11]
    put_in_cart(page, shop, slug, 2)
    find = """SELECT b.id, b.taken FROM inventory_bucket b JOIN catalogue_offer o ON b.resource_id = o.id
        JOIN catalogue_variant v ON v.id = o.variant_id JOIN catalogue_product p ON p.id = v.product_id
        WHERE b.kind = 'unit' AND p.slug = ?"""
    buckets = shop.rows(find, slug)
    for number, _taken in buckets:
        shop.change("UPDATE inventory_bucket SET taken = total WHERE id = ?", number)
    try:
        page.goto(f"{shop.url}/cart/")
        page.wait_for_selector(".line .notice")
    finally:
        for number, taken in buckets:
            shop.change("UPDATE inventory_bucket SET taken = ? WHERE id = ?", taken, number)


def details(page: Any, shop: Shop) -> None:
    put_in_cart(page, shop, goods(shop)[0])
    page.goto(f"{shop.url}/checkout/")


def details_with_errors(page: Any, shop: Shop) -> None:
    details(page, shop)
    page.fill("#f-email", "nobody@")
    page.click("text=Continue to delivery")
    page.wait_for_selector("[data-error-summary] li")


def delivery(page: Any, shop: Shop) -> None:
    put_in_cart(page, shop, goods(shop)[0])
    to_delivery(page, shop)


def payment(page: Any, shop: Shop) -> None:
    put_in_cart(page, shop, goods(shop)[0])
    to_payment(page, shop)


def declined(page: Any, shop: Shop) -> None:
    payment(page, shop)
    choose(page, "decline")
    pay(page)
    page.wait_for_selector("[role=alert]:has-text('not enough money')")


def bank_waits(page: Any, shop: Shop) -> None:
    payment(page, shop)
    choose(page, "three_d_secure")
    pay(page)
    page.wait_for_selector("text=Confirm €")
    page.goto(f"{shop.url}/checkout/")
    page.wait_for_url("**/confirming")


def confirming(page: Any, shop: Shop) -> None:
    payment(page, shop)
    choose(page, "late_webhook")
    pay(page)
    page.wait_for_url("**/confirming")


def thanks(page: Any, shop: Shop) -> None:
    payment(page, shop)
    pay(page)
    page.wait_for_url("**/thanks")


def status(page: Any, shop: Shop) -> None:
    thanks(page, shop)
    page.click("text=See or change the order")
    page.wait_for_url("**/orders/s/**")


def cancelling(page: Any, shop: Shop) -> None:
    status(page, shop)
    page.goto(page.url + "cancel")


def code(page: Any, shop: Shop) -> None:
    page.goto(f"{shop.url}/account/sign-in/")
    page.fill("#f-email", "someone@example.com")
    page.click("text=Send me a code")
    page.wait_for_url("**/code")


def signed_in(path: str) -> Reach:
    def reach(page: Any, shop: Shop) -> None:
        page.context.add_cookies(_customer(page, shop))
        page.goto(shop.url + path)

    return reach


_kept: list[dict[str, Any]] = []


def _customer(page: Any, shop: Shop) -> list[dict[str, Any]]:
    """The session of the demo's customer, signed in once."""
    if not _kept:
        other = page.context.browser.new_context()
        sign_in(other.new_page(), shop)
        _kept.extend(other.cookies())
        other.close()
    return [one for one in _kept if one["name"] == "session"]


def own_order(page: Any, shop: Shop) -> None:
    signed_in("/account/orders/")(page, shop)
    page.locator("main a[href^='/account/orders/']:not([href='/account/orders/'])").first.click()
    page.wait_for_url("**/account/orders/*/")


def at_desk(find: Callable[[Shop], str]) -> Reach:
    """A room of the office, as the shop's owner."""

    def reach(page: Any, shop: Shop) -> None:
        page.context.add_cookies(_owner(page, shop))
        page.goto(shop.url + find(shop))

    return reach


_desk: list[dict[str, Any]] = []


def _owner(page: Any, shop: Shop) -> list[dict[str, Any]]:
    """The session of the demo's owner, signed in once."""
    if not _desk:
        other = page.context.browser.new_context()
        sign_in_at_the_office(other.new_page(), shop)
        _desk.extend(other.cookies())
        other.close()
    return [one for one in _desk if one["name"] == "session"]


def room(path: str) -> Reach:
    return at_desk(lambda shop: f"/office/{path}")


def collection(slug: str, tail: str = "") -> Reach:
    find = "SELECT id FROM catalogue_collection WHERE slug = ?"
    return at_desk(lambda shop: f"/office/collections/{shop.rows(find, slug)[0][0]}/{tail}")


def kind_of_product(shop: Shop) -> str:
    found = shop.rows("SELECT product_type_id, id FROM catalogue_attributedefinition WHERE kind = 'number' ORDER BY id")
    return "/office/products/kinds/{}/attributes/{}/".format(*found[0])


def picture(shop: Shop) -> str:
    found = shop.rows("SELECT product_id, id FROM catalogue_productmedia ORDER BY product_id, position")
    return "/office/products/{}/pictures/{}/".format(*found[0])


def product_at_desk(shop: Shop) -> str:
    return f"/office/products/{shop.rows('SELECT MIN(product_id) FROM catalogue_productmedia')[0][0]}/"


def rule_with_errors(page: Any, shop: Shop) -> None:
    collection("under-25")(page, shop)
    page.fill("#rule-c0-to", "cheap")
    page.click("button:has-text('Save the rule')")
    page.wait_for_selector("[data-summary]")


def pictures_refused(page: Any, shop: Shop) -> None:
    at_desk(product_at_desk)(page, shop)
    page.set_input_files("#upload-pictures", {"name": "evil.svg", "mimeType": "image/svg+xml", "buffer": b"<svg/>"})
    page.click("button:has-text('Add them')")
    page.wait_for_selector("[data-summary]")


def preview(page: Any, shop: Shop) -> None:
    """A product taken back to a draft for a moment."""
    slug = goods(shop, 9)[8]
    ((number,),) = shop.rows("SELECT id FROM catalogue_product WHERE slug = ?", slug)
    shop.change("UPDATE catalogue_product SET status = 'draft' WHERE id = ?", number)
    try:
        at_desk(lambda _shop: f"/office/products/{number}/")(page, shop)
        page.click("a:has-text('Preview it')")
        page.wait_for_selector(".notice:has-text('Preview')")
    finally:
        shop.change("UPDATE catalogue_product SET status = 'live' WHERE id = ?", number)


PAGES: dict[str, Reach] = {
    "home": at("/"),
    "category": at("/c/kitchen/"),
    "filtered list": at("/c/kitchen/?price_min=20&price_max=60"),
    "collection": at("/collections/made-in-portugal/"),
    "search": at("/search/?q=linen"),
    "search without results": at("/search/?q=qqqqzzzz"),
    "suggestions": suggesting,
    "product": with_first(lambda shop: goods(shop)[0]),
    "product with options": with_first(with_options),
    "sold-out product": with_first(sold_out),
    "product with error": product_with_error,
    "zoomed picture": zoomed,
    "empty cart": at("/cart/"),
    "cart": cart_full,
    "cart with a problem": cart_with_problem,
    "drawer": drawer_open,
    "filter sheet": filters_open,
    "menu": menu_open,
    "details": details,
    "details with errors": details_with_errors,
    "delivery": delivery,
    "payment": payment,
    "payment declined": declined,
    "bank waits": bank_waits,
    "confirming": confirming,
    "thanks": thanks,
    "order status": status,
    "cancelling": cancelling,
    "order lookup": at("/orders/find/"),
    "sign-in": at("/account/sign-in/"),
    "password": at("/account/sign-in/password"),
    "code": code,
    "account": signed_in("/account/"),
    "account orders": signed_in("/account/orders/"),
    "account order": own_order,
    "addresses": signed_in("/account/addresses/"),
    "new address": signed_in("/account/addresses/new"),
    "profile": signed_in("/account/profile"),
    "contact": at("/contact/"),
    "shipping": at("/shipping/"),
    "returns": at("/returns/"),
    "words": at("/pages/about/"),
    "not found": at("/no-such-page/"),
    "market": at("/market/"),
    "design": at("/design/"),
    "demo mail": at("/demo/mail/"),
    "preview": preview,
    "office products": room("products/"),
    "office product": at_desk(product_at_desk),
    "office product, pictures refused": pictures_refused,
    "office picture": at_desk(picture),
    "office kinds": room("products/kinds/"),
    "office kind": at_desk(lambda shop: kind_of_product(shop).split("attributes")[0]),
    "office attribute": at_desk(kind_of_product),
    "office collections": room("collections/"),
    "office collection by hand": collection("last-pieces", "?find=mug"),
    "office collection by rule": collection("made-in-portugal"),
    "office rule with errors": rule_with_errors,
    "office policies": room("policies/"),
    "office zone": room("policies/zones/2/"),
    "office new zone": room("policies/zones/new"),
    "office way of delivery": room("policies/methods/1/"),
    "office new way of delivery": room("policies/zones/1/methods/new"),
}
IN_THE_DARK = [name for index, name in enumerate(PAGES) if index % 2 == 0]


@pytest.fixture(scope="module")
def settings_of(chromium: Any) -> Iterator[Callable[..., Any]]:
    """A fresh visitor's page with the display settings asked for."""
    made: list[Any] = []

    def visitor(**options: Any) -> Any:
        context = chromium.new_context(**{"viewport": DESK, "reduced_motion": "reduce", "bypass_csp": True, **options})
        made.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        return page

    yield visitor
    for context in made:
        with suppress(Exception):
            context.close()


def judge(page: Any, without: tuple[str, ...] = ()) -> list[str]:
    """What axe finds wrong with the page as it stands."""
    page.evaluate(AXE.read_text())
    return list(page.evaluate(SAID % TAGS, list(without)))


def check(page: Any, without: tuple[str, ...] = ()) -> None:
    found = judge(page, without)
    too_wide = page.evaluate(WIDE)
    page.context.close()
    assert not found, "\n" + "\n".join(found)
    assert not too_wide, f"The page scrolls sideways: {too_wide}"


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_in_the_light(settings_of: Any, shop: Shop, name: str) -> None:
    page = settings_of(color_scheme="light")
    PAGES[name](page, shop)
    check(page)


@pytest.mark.parametrize("name", IN_THE_DARK)
def test_axe_finds_nothing_in_the_dark_on_a_phone(settings_of: Any, shop: Shop, name: str) -> None:
    page = settings_of(color_scheme="dark", viewport=PHONE, has_touch=True)
    PAGES[name](page, shop)
    check(page)


@pytest.mark.parametrize("name", ["category", "product with options", "details with errors"])
def test_axe_finds_nothing_in_forced_colours(settings_of: Any, shop: Shop, name: str) -> None:
    page = settings_of(forced_colors="active")
    PAGES[name](page, shop)
    # Axe reads -webkit-text-fill-color, which Chromium does not force; what is painted is compared here instead.
    faint = page.evaluate(
        """() => [...document.querySelectorAll("a, button, .badge, p, label, input, h1, h2")].filter((one) => {
        const style = getComputedStyle(one);
        return one.checkVisibility() && style.color === style.backgroundColor || style.forcedColorAdjust === "none"; })
        .slice(0, 5).map((one) => one.outerHTML.slice(0, 120))"""
    )
    assert not faint, faint
    check(page, without=("color-contrast",))


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_axe_finds_nothing_in_a_mirrored_page(settings_of: Any, shop: Shop, viewport: dict[str, int]) -> None:
    page = settings_of(viewport=viewport)
    page.goto(f"{shop.url}/design/?dir=rtl")
    page.evaluate("document.documentElement.dir = 'rtl'")
    check(page)


@pytest.mark.parametrize("name", ["home", "product with options", "cart"])
def test_mirrored_pages_do_not_scroll_sideways(settings_of: Any, shop: Shop, name: str) -> None:
    page = settings_of(viewport=PHONE)
    PAGES[name](page, shop)
    page.evaluate("document.documentElement.dir = 'rtl'")
    check(page)


def test_no_page_scrolls_sideways_at_320_pixels(settings_of: Any, shop: Shop) -> None:
    page = settings_of(viewport={"width": 320, "height": 640})
    too_wide = {}
    for name, reach in PAGES.items():
        page.context.clear_cookies()
        reach(page, shop)
        page.set_viewport_size({"width": 320, "height": 640})
        if found := page.evaluate(WIDE):
            too_wide[name] = found
    page.context.close()
    assert not too_wide, too_wide


@pytest.mark.parametrize("name", ["category", "product with options", "cart"])
def test_text_twice_as_large_loses_nothing(settings_of: Any, shop: Shop, name: str) -> None:
    page = settings_of(viewport={"width": 1280, "height": 900})
    PAGES[name](page, shop)
    page.add_style_tag(content="html { font-size: 200% !important; }")
    page.wait_for_timeout(100)
    clipped = page.evaluate(
        """() => [...document.querySelectorAll("main h1, main h2, main h3, main p, main a, main button, main label")]
        .filter((one) => !one.closest(".visually-hidden, dialog:not([open]), details:not([open])")
          && ["hidden", "clip"].includes(getComputedStyle(one).overflowX) && one.scrollWidth > one.clientWidth + 1
          && one.clientWidth > 2 && !one.classList.contains("skip"))
        .slice(0, 5).map((one) => one.outerHTML.slice(0, 160))"""
    )
    too_wide = page.evaluate(WIDE)
    page.context.close()
    assert not clipped, clipped
    assert not too_wide, too_wide


def test_wider_spacing_of_letters_words_and_lines_loses_nothing(settings_of: Any, shop: Shop) -> None:
    for name in ("home", "product with options", "details with errors"):
        page = settings_of(viewport=PHONE)
        PAGES[name](page, shop)
        page.add_style_tag(
            content="* { line-height: 1.5 !important; letter-spacing: .12em !important; } "
            "* { word-spacing: .16em !important; } "
            "p { margin-block-end: 2em !important; }"
        )
        too_wide = page.evaluate(WIDE)
        page.context.close()
        assert not too_wide, (name, too_wide)


def test_everything_to_press_is_24_pixels_or_has_room(settings_of: Any, shop: Shop) -> None:
    small = {}
    for name in ("home", "category", "product with options", "cart", "details", "payment"):
        page = settings_of(viewport=PHONE, has_touch=True)
        PAGES[name](page, shop)
        page.evaluate(AXE.read_text())
        found = page.evaluate(
            "axe.run(document, {runOnly: ['target-size'], rules: {'target-size': {enabled: true}}})"
            ".then((all) => all.violations.flatMap((one) => one.nodes.map((node) => node.html.slice(0, 160))))"
        )
        page.context.close()
        if found:
            small[name] = found
    assert not small, small


def test_nothing_moves_for_those_who_asked_for_calm(settings_of: Any, shop: Shop) -> None:
    page = settings_of(viewport=DESK, reduced_motion="reduce")
    page.goto(f"{shop.url}/design/")
    moving = page.evaluate(
        """() => [...document.querySelectorAll("*")].filter((one) => { const style = getComputedStyle(one);
        return [style.transitionDuration, style.animationDuration].some((all) => all.split(",")
          .some((time) => parseFloat(time) * (time.trim().endsWith("ms") ? 1 : 1000) > 1)); })
        .slice(0, 5).map((one) => one.outerHTML.slice(0, 120))"""
    )
    page.context.close()
    assert not moving, moving
