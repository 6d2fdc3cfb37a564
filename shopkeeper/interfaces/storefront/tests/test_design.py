"""The shop window's promises that can be read from its files: contrast, weight, and templates that print."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import brotli
import jinja2
import pytest

from shopkeeper.interfaces.storefront import build_css, samples

HERE = Path(__file__).parent.parent
TEXT, EDGE = 4.5, 3.0
PAIRS = [
    ("ink", "paper surface sunk accent-wash warm-wash bad-wash note-wash", TEXT),
    ("ink-soft", "paper surface sunk accent-wash", TEXT),
    ("accent-ink", "paper surface sunk accent-wash", TEXT),
    ("warm", "paper surface sunk", TEXT),
    ("bad", "paper surface sunk bad-wash", TEXT),
    ("note-ink", "note-wash", TEXT),
    ("on-accent", "accent accent-deep", TEXT),
    ("edge", "paper surface sunk accent-wash", EDGE),
    ("accent", "paper surface sunk", EDGE),
]
PAGES = [
    ("home", samples.home()),
    ("category", samples.category()),
    ("category", samples.no_results()),
    ("product", samples.product()),
    ("product", samples.sold_out()),
    ("cart", samples.cart(with_problem=True)),
    ("cart", samples.cart(is_empty=True)),
    ("checkout/details", samples.details()),
    ("checkout/details", samples.details(with_errors=True)),
    ("checkout/delivery", samples.delivery()),
    ("checkout/payment", samples.payment(is_declined=True)),
    ("checkout/confirming", samples.confirming()),
    ("order/confirmation", samples.confirmation()),
    ("order/status", samples.order()),
    ("account/sign_in", samples.sign_in()),
    ("account/code", samples.code()),
    ("account/overview", samples.overview()),
    ("account/orders", samples.orders(is_empty=True)),
    ("account/addresses", samples.addresses()),
    ("account/address_form", samples.profile()),
    ("account/form", samples.profile()),
    ("account/safety", samples.safety()),
    ("account/safety", samples.safety(is_bare=True)),
    ("account/privacy", samples.privacy()),
    ("notice", samples.notice()),
    ("account/erase", samples.erase()),
    ("account/erase", samples.erase(is_blocked=True)),
    ("page", samples.content()),
    ("contact", samples.contact(with_errors=True)),
    ("search", samples.search()),
    ("design", samples.design()),
    *((f"errors/{code}", samples.error(code)) for code in (400, 403, 404, 429)),
]


def _scheme(name: str) -> dict[str, str]:
    css = (build_css.SOURCE / "tokens.css").read_text(encoding="utf-8")

    def colours(start: str) -> dict[str, str]:
        block = css[css.index(start) :]
        return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", block[: block.index("}")]))

    light = colours(":root {")
    return light if name == "light" else light | colours('[data-theme="dark"] {')


def _luminance(colour: str) -> float:
    """Relative luminance by WCAG 2.2: #ffffff is 1, #000000 is 0."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _print(template: str, **context: object) -> str:
    shelf = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE / "templates"),
        autoescape=True,
        extensions=["jinja2.ext.i18n"],
        undefined=jinja2.StrictUndefined,
    )
    shelf.install_gettext_callables(lambda text: text, lambda one, many, n: one if n == 1 else many, newstyle=True)
    shelf.globals["static"] = "/static/{}".format
    return shelf.get_template(f"storefront/{template}.html").render(**context)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("front", "grounds", "least"), PAIRS)
def test_every_token_pair_can_be_read(scheme: str, front: str, grounds: str, least: float) -> None:
    tokens = _scheme(scheme)

    for ground in grounds.split():
        low, high = sorted((_luminance(tokens[front]), _luminance(tokens[ground])))
        assert (high + 0.05) / (low + 0.05) >= least, f"{front} on {ground}"


def test_the_built_stylesheet_is_fresh_and_light() -> None:
    built = (build_css.STATIC / "shop.css").read_text(encoding="utf-8")

    assert built == build_css.build()
    assert len(brotli.compress(built.encode())) <= 14_000


def test_the_script_is_under_ten_kilobytes_and_needs_no_eval() -> None:
    script = (build_css.STATIC / "js" / "shop.js").read_bytes()

    assert len(gzip.compress(script)) < 10_000
    assert not re.search(rb"\beval\(|new Function|\.style\b|setAttribute\(\"style", script)


@pytest.mark.parametrize(("template", "page"), PAGES)
def test_every_page_prints_without_inline_style_or_script(template: str, page: object) -> None:
    html = _print(template, shop=samples.shop(), meta=samples.meta(), page=page, csp_nonce="n")

    assert len(re.findall(r"<h1\b", html)) == 1
    assert not re.search(r"""<[^>]+\s(style|on\w+)=["']""", html)
    assert not re.search(r"<script(?![^>]*(src=|ld\+json))", html)


@pytest.mark.parametrize("template", ["maintenance", "errors/500", "errors/503"])
def test_the_last_pages_standing_need_no_context(template: str) -> None:
    assert "<h1>" in _print(template)


def test_a_guest_sees_eight_fields_at_most() -> None:
    html = _print("checkout/details", shop=samples.shop(), meta=samples.meta(), page=samples.details(), csp_nonce="n")
    form = html[html.index('class="form"') : html.index("</form>", html.index('class="form"'))]
    visible = re.sub(r"<details.*?</details>", "", form, flags=re.DOTALL)

    assert len(re.findall(r'<(?:input(?![^>]*type="hidden")|select|textarea)\b', visible)) <= 8


def test_what_a_seller_typed_is_escaped_where_it_prints() -> None:
    shop = samples.shop()
    page = samples.error(404)
    hostile = type(page)(title="<script>alert(1)</script>", text=page.text, links=page.links)

    assert "<script>alert" not in _print("errors/404", shop=shop, meta=samples.meta(), page=hostile, csp_nonce="n")
