"""Every page a shopper can meet, and rooms of the office, judged by axe-core: in light and dark, on desk and phone, in
forced colours, mirrored, narrow and with large text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from tests.browser.places import PAGES
from tests.browser.shop import DESK, PHONE, Shop

AXE = Path(__file__).parent / "node_modules/axe-core/axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("demo shop"),
    pytest.mark.skipif(not AXE.is_file(), reason="needs axe-core: PUPPETEER_SKIP_DOWNLOAD=1 npm ci in tests/browser"),
]
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
