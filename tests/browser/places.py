"""How to reach every page a shopper can meet, by its name; the office's rooms with them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.browser.rooms import ROOMS, Reach
from tests.browser.shop import PHONE, Shop, arrive, choose, goods, pay, put_in_cart, sign_in, to_delivery, to_payment


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


def details_of_a_company(page: Any, shop: Shop) -> None:
    details(page, shop)
    page.click("text=I am buying for a company")
    page.fill("#f-company", "Muster GmbH")
    page.fill("#f-vat_number", "DE1")
    page.click("text=Continue to delivery")
    page.wait_for_selector("#f-vat_number[aria-invalid]")


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


def order_form(tail: str) -> Reach:
    def reach(page: Any, shop: Shop) -> None:
        status(page, shop)
        page.goto(page.url + tail)

    return reach


def changing(page: Any, shop: Shop) -> None:
    order_form("address")(page, shop)
    page.fill("#f-line1", "Singel 2")
    page.click("form.form .cluster button")
    page.wait_for_url("**/change/**")


def changing_nothing(page: Any, shop: Shop) -> None:
    order_form("items")(page, shop)
    page.click("form.form .cluster button")
    page.wait_for_selector("[data-error-summary]")


def sending_back(page: Any, shop: Shop) -> None:
    status(page, shop)
    arrive(shop, page.inner_text("h1").split()[-1])
    page.goto(page.url + "return")


def sending_back_checked(page: Any, shop: Shop) -> None:
    sending_back(page, shop)
    page.locator("select[name^=line_]").first.select_option("1")
    page.click("form.form .cluster button")
    page.wait_for_selector("input[name=stage][value=confirm]", state="attached")


def sent_back(page: Any, shop: Shop) -> None:
    sending_back_checked(page, shop)
    page.click("form.form .cluster button")
    page.wait_for_url("**/returns/**")


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
    "details of a company": details_of_a_company,
    "delivery": delivery,
    "payment": payment,
    "payment declined": declined,
    "bank waits": bank_waits,
    "confirming": confirming,
    "thanks": thanks,
    "order status": status,
    "cancelling": cancelling,
    "changing items": order_form("items"),
    "changing nothing": changing_nothing,
    "paying another way": order_form("payment"),
    "changing": changing,
    "sending back": sending_back,
    "sending back, checked": sending_back_checked,
    "sent back": sent_back,
    "order lookup": at("/orders/find/"),
    "sign-in": at("/account/sign-in/"),
    "password": at("/account/sign-in/password"),
    "code": code,
    "account": signed_in("/account/"),
    "account orders": signed_in("/account/orders/"),
    "account order": own_order,
    "addresses": signed_in("/account/addresses/"),
    "new address": signed_in("/account/addresses/new"),
    "payment methods": signed_in("/account/payment-methods/"),
    "profile": signed_in("/account/profile"),
    "signing in": signed_in("/account/safety"),
    "goodbye": at("/goodbye/"),
    "privacy": signed_in("/account/privacy"),
    "deleting the account": signed_in("/account/privacy/delete"),
    "new e-mail address": signed_in("/account/email"),
    "contact": at("/contact/"),
    "shipping": at("/shipping/"),
    "returns": at("/returns/"),
    "words": at("/pages/about/"),
    "not found": at("/no-such-page/"),
    "market": at("/market/"),
    "design": at("/design/"),
    "demo mail": at("/demo/mail/"),
    **ROOMS,
}
