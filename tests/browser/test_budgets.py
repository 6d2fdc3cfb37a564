"""What pages may weigh, what must be true of every one of them, and that looking changes nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest

from tests.browser.reading import Answer, get, links, read
from tests.browser.shop import DESK, PHONE, Shop, goods, put_in_cart

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("demo shop")]

KB = 1000
SCRIPT_MOST = 25 * KB
CSS_MOST = 14 * KB
PAGES = {
    # path: (most HTML compressed, most bytes of a first view)
    "/": (20 * KB, 350 * KB),
    "/c/kitchen/": (20 * KB, 350 * KB),
    "/search/?q=linen": (20 * KB, 350 * KB),
    "product": (15 * KB, 250 * KB),
    "/cart/": (15 * KB, 250 * KB),
    "/contact/": (15 * KB, 250 * KB),
}
CRAWLED_MOST = 60
# What looking must leave exactly as it was.
LOOKED_AT = (
    "catalogue_product",
    "inventory_bucket",
    "cart_cart",
    "cart_cartline",
    "orders_order",
    "orders_package",
    "payments_payment",
    "customers_customer",
    "customers_address",
    "checkout_checkout",
    "content_block",
    "content_contactmessage",
)


def named(name: str, shop: Shop) -> str:
    return f"/p/{goods(shop)[0]}/" if name == "product" else name


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_small(shop: Shop, name: str) -> None:
    answer = get(shop, named(name, shop))

    assert answer.status == 200
    assert answer.headers.get("content-encoding") == "br"
    assert answer.sent <= PAGES[name][0], f"{answer.sent} bytes of HTML"


@pytest.mark.parametrize("name", PAGES)
def test_script_and_style_are_small_and_our_own(shop: Shop, name: str) -> None:
    made = read(get(shop, named(name, shop)).text)

    assert all(urlsplit(url).netloc == "" for url in [*made.sheets, *(one["src"] for one in made.scripts)])
    sizes = {url: get(shop, url).sent for url in [*made.sheets, *(one["src"] for one in made.scripts)]}
    assert sum(sizes[one["src"]] for one in made.scripts) <= SCRIPT_MOST, sizes
    assert sum(sizes[url] for url in made.sheets) <= CSS_MOST, sizes


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("screen", ["desk", "phone"])
def test_a_first_view_is_light_quiet_and_still(chromium: Any, shop: Shop, name: str, screen: str) -> None:
    context = chromium.new_context(
        viewport=DESK if screen == "desk" else PHONE, device_scale_factor=1 if screen == "desk" else 2
    )
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    urls: dict[str, str] = {}
    bytes_of: dict[str, float] = {}
    session.on("Network.requestWillBeSent", lambda told: urls.update({told["requestId"]: told["request"]["url"]}))
    session.on("Network.loadingFinished", lambda told: bytes_of.update({told["requestId"]: told["encodedDataLength"]}))
    said: list[str] = []
    page.on("console", lambda told: said.append(told.text) if told.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.add_init_script(
        """addEventListener("securitypolicyviolation", (event) => console.error("CSP", event.violatedDirective));
        window.moved = 0; new PerformanceObserver((list) => list.getEntries().forEach((one) => { moved += one.value; }))
          .observe({ type: "layout-shift", buffered: true });"""
    )
    page.goto(shop.url + named(name, shop), wait_until="networkidle")
    moved = page.evaluate("window.moved")
    later = page.evaluate("[...document.querySelectorAll('img[loading=lazy]')].map((one) => one.currentSrc)")
    sideways = page.evaluate("document.scrollingElement.scrollWidth > document.documentElement.clientWidth")
    context.close()
    weights = {
        urls.get(one, "?"): round(size) for one, size in bytes_of.items() if urls.get(one, "").startswith("http")
    }

    assert not said
    assert not sideways
    assert moved <= 0.02
    assert all(url.startswith(shop.url) for url in weights), "something came from somebody else"
    # Browsers also fetch lazy pictures from well below the fold; those are counted in bytes only.
    assert len([url for url in weights if url not in later]) <= 15, weights
    assert sum(weights.values()) <= PAGES[name][1], sorted(weights.items(), key=lambda one: -one[1])[:8]


@pytest.mark.parametrize("name", ["/", "/c/kitchen/", "product"])
def test_exactly_one_picture_is_fetched_first(shop: Shop, name: str) -> None:
    images = read(get(shop, named(name, shop)).text).images

    assert len([one for one in images if one.get("fetchpriority") == "high"]) == 1
    assert all(one.get("loading") != "lazy" for one in images if one.get("fetchpriority") == "high")
    for one in images:
        assert one.get("width", "").isdigit(), one
        assert one.get("height", "").isdigit(), one
        assert "alt" in one, one


def _offers(told: Any) -> Iterator[dict[str, Any]]:
    if isinstance(told, list):
        for one in told:
            yield from _offers(one)
    elif isinstance(told, dict):
        if told.get("@type") == "Offer":
            yield told
        for one in told.values():
            yield from _offers(one)


def test_machines_are_told_the_same_price_as_people(chromium: Any, shop: Shop) -> None:
    context = chromium.new_context(viewport=DESK)
    page = context.new_page()
    for slug in goods(shop, 10):
        page.goto(f"{shop.url}/p/{slug}/")
        told = json.loads(page.locator("script[type='application/ld+json']").text_content())
        printed = page.locator(".product__panel .price").first.inner_text()
        prices = [str(one["price"]) for one in _offers(told)]

        assert prices, slug
        amounts = re.findall(r"\d[\d.,]*", printed)
        assert any(price == amount.replace(",", "") for price in prices for amount in amounts), (slug, prices, printed)
    context.close()


def _crawl(shop: Shop, cookie: str = "") -> dict[str, Answer]:
    """The first pages a visitor finds by following links, from the home page on."""
    seen: dict[str, Answer] = {}
    # Near and far kinds of page alike: one of each first.
    waiting = ["/", "/cart/", "/contact/", "/orders/find/", "/account/sign-in/", f"/p/{goods(shop)[0]}/"]
    while waiting and len(seen) < CRAWLED_MOST:
        path = waiting.pop(0)
        if path in seen:
            continue
        answer = get(shop, path, cookie)
        seen[path] = answer
        if answer.kind == "text/html":
            waiting += [path for path in links(shop, path, answer.text) if path not in seen]
    return seen


def test_every_link_leads_somewhere_and_every_page_has_a_name_of_its_own(shop: Shop) -> None:
    crawled = _crawl(shop)

    answers = dict(crawled)
    for path, answer in crawled.items():
        for link in links(shop, path, answer.text):
            if link not in answers:
                answers[link] = get(shop, link)
    lost = {link: answer.status for link, answer in answers.items() if answer.status >= 400}
    assert not lost
    for link, answer in answers.items():
        if answer.status >= 300:
            target = urlsplit(urljoin(shop.url + link, answer.headers["location"]))
            after = get(shop, target.path + (f"?{target.query}" if target.query else ""))
            assert after.status == 200, f"{link} redirects to {answer.headers['location']}, which says {after.status}"
    pages = {
        path: read(answer.text)
        for path, answer in answers.items()
        if answer.kind == "text/html" and answer.status == 200
    }
    assert not {path: made.headings for path, made in pages.items() if made.headings != 1}
    assert not {path: made.inline for path, made in pages.items() if made.inline}
    twice = {path: sorted({one for one in made.ids if made.ids.count(one) > 1}) for path, made in pages.items()}
    assert not {path: ids for path, ids in twice.items() if ids}
    titles: dict[str, list[str]] = {}
    for path, made in pages.items():
        if "?" not in path:
            titles.setdefault(made.title, []).append(path)
    assert not {title: paths for title, paths in titles.items() if len(paths) > 1}


def test_looking_changes_nothing(chromium: Any, shop: Shop) -> None:
    context = chromium.new_context(viewport=DESK)
    page = context.new_page()
    put_in_cart(page, shop, goods(shop)[5 - 1])
    cookie = "; ".join(f"{one['name']}={one['value']}" for one in context.cookies())
    context.close()
    # A checkout that is opened is opened once, before anything is counted.
    get(shop, "/checkout/", cookie)
    counts, digest = shop.counts(), shop.digest(*LOOKED_AT)

    found = {link for path, answer in _crawl(shop, cookie).items() for link in links(shop, path, answer.text)}
    for link in sorted(found):
        for _time in range(2):
            assert get(shop, link, cookie).status < 500, link

    after = shop.counts()
    grown = {name: (counts[name], after[name]) for name in counts if counts[name] != after[name]}
    assert not grown, grown
    assert shop.digest(*LOOKED_AT) == digest, "a row that was there says something else now"
