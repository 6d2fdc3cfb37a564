"""Everything around the shelves: front page, policies, contact, pictures, robots, errors."""

from __future__ import annotations

import re
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client
from django.test.utils import override_settings
from PIL import Image

from shopkeeper.commerce.catalogue import renditions
from shopkeeper.commerce.checkout.makers import make_shop
from shopkeeper.commerce.content.models import ContactMessage, Page, ReturnPolicy
from shopkeeper.commerce.shipping.models import ShippingZone
from shopkeeper.foundation.accounts.models import User
from shopkeeper.foundation.remember import forget_all
from shopkeeper.interfaces.storefront.makers import browser, stocked_product, structured_data
from shopkeeper.interfaces.storefront.views import home as home_view

pytestmark = pytest.mark.django_db
MESSAGE = {"email": "ada@example.com", "message": "Is it heavy?", "order": ""}


@pytest.fixture
def shopper() -> Client:
    make_shop()
    return browser()


@pytest.fixture
def master(tmp_path: Path, settings: object) -> str:
    settings.MEDIA_ROOT = tmp_path
    draft = tmp_path / "draft.png"
    Image.new("RGB", (700, 875), "#41606a").save(draft)
    digest = sha256(draft.read_bytes()).hexdigest()
    folder = tmp_path / "masters" / digest[:2]
    folder.mkdir(parents=True)
    draft.rename(folder / f"{digest}.png")
    return digest


def test_the_front_page_of_an_empty_shop_still_opens(shopper: Client) -> None:
    assert shopper.get("/").status_code == 200


def test_the_front_page_says_who_we_are_to_programs(shopper: Client) -> None:
    stocked_product("Mug")

    html = shopper.get("/").content.decode()

    assert {one["@type"] for one in structured_data(html)} == {"OnlineStore", "WebSite"}
    assert "Mug" in html


def test_a_shop_without_a_market_says_that_it_is_not_open_yet() -> None:
    answer = browser().get("/")

    assert answer.status_code == 503
    assert "<style" in answer.content.decode()


def test_policies_are_printed_from_the_rules(shopper: Client) -> None:
    ShippingZone.objects.update(excluded_postcodes=["97"], excluded_reason="No ferry.")
    ReturnPolicy.objects.create(name="Everything", window_days=45, fees="fixed", fee_minor=450, fee_currency="EUR")
    forget_all()

    shipping, returns = (shopper.get(path).content.decode() for path in ("/shipping/", "/returns/"))

    for words in ("Germany", "€4.95 up to 10 kg", "from €60.00", "97", "No ferry."):
        assert words in shipping, words
    for words in ("45 days", "you pay €4.50", "by post"):
        assert words in returns, words


def test_every_page_has_shipping_and_returns_in_its_footer(shopper: Client) -> None:
    Page.objects.create(slug="about", title="About", body_html="<p>Us</p>")

    for path in ("/", "/search/", "/cart/", "/contact/", "/pages/about/", "/nope"):
        html = shopper.get(path).content.decode()
        assert 'href="/shipping/"' in html
        assert 'href="/returns/"' in html


def test_a_message_is_kept_and_confirmed_once(shopper: Client) -> None:
    for _ in range(2):
        html = shopper.post("/contact/", {**MESSAGE, "idempotency_key": "k"}, content_type=FORM).content.decode()

    assert "Your message has arrived" in html
    assert ContactMessage.objects.get().message == "Is it heavy?"


FORM = "application/x-www-form-urlencoded"


@pytest.fixture(autouse=True)
def _forms_are_written_plainly(monkeypatch: pytest.MonkeyPatch) -> None:
    from urllib.parse import urlencode

    plain = Client.post

    def post(self: Client, path: str, data: object = None, **more: object) -> object:
        if isinstance(data, dict):
            return plain(self, path, urlencode(data), **{"content_type": FORM, **more})
        return plain(self, path, data, **more)

    monkeypatch.setattr(Client, "post", post)


def test_a_wrong_address_comes_back_with_everything_typed(shopper: Client) -> None:
    answer = shopper.post("/contact/", {**MESSAGE, "email": "ada"})

    assert answer.status_code == 422
    assert "Is it heavy?" in answer.content.decode()
    assert ContactMessage.objects.count() == 0


def test_too_many_messages_are_put_off_and_not_lost(shopper: Client) -> None:
    answers = [shopper.post("/contact/", MESSAGE) for _ in range(7)]

    assert answers[-1].status_code == 429
    assert "Is it heavy?" in answers[-1].content.decode()
    assert ContactMessage.objects.count() == 5


def test_a_picture_is_made_once_in_the_sizes_there_are(shopper: Client, master: str, settings: object) -> None:
    first = shopper.get(f"/media/{master[:2]}/{master}-320.avif")
    body = b"".join(first.streaming_content)

    assert first.status_code == 200
    assert first["Cache-Control"] == "public, max-age=31536000, immutable"
    assert first["Content-Type"] == "image/avif"
    assert len(body) > 100
    assert shopper.get(f"/media/{master[:2]}/{master}-700.jpg").status_code == 200
    for name in (f"{master}-321.jpg", f"{master}-960.jpg", f"{'0' * 64}-320.jpg"):
        assert shopper.get(f"/media/{name[:2]}/{name}").status_code == 404
    assert shopper.get(f"/media/ff/{master}-320.avif").status_code == 404 or master.startswith("ff")
    assert {path.name for path in (Path(settings.MEDIA_ROOT) / "renditions").rglob("*.*")} == {
        f"{master}-320.avif",
        f"{master}-700.jpg",
    }


def test_the_same_picture_wanted_at_once_is_made_once(master: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.threads import at_once

    made: list[int] = []
    plain = renditions._save
    monkeypatch.setattr(renditions, "_save", lambda *given: (made.append(1), plain(*given)))

    found = at_once([lambda: renditions.rendition(master, 480, "jpg")] * 8, threads=8)

    assert len({str(path) for path in found}) == 1
    assert len(made) == 1


def test_robots_are_told_where_the_sitemap_is(shopper: Client) -> None:
    text = shopper.get("/robots.txt").content.decode()

    assert "Disallow: /cart/" in text
    assert re.search(r"Sitemap: http.*/sitemap.xml", text)


def test_a_fault_shows_a_page_that_needs_nothing_and_tells_nothing(
    shopper: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(home_view.content, "block", fail)
    shopper.raise_request_exception = False

    answer = shopper.get("/")
    html = answer.content.decode()
    style = re.search(r"<style[^>]*>(.*?)</style>", html, re.DOTALL)[1]

    assert answer.status_code == 500
    assert "secret detail" not in html
    assert "sha256-" in answer["Content-Security-Policy"]
    assert style


@pytest.mark.parametrize(
    ("status", "request_of"),
    [
        (400, lambda client: client.get("/", HTTP_HOST="evil.example")),
        (403, lambda client: client.post("/cart/add", {"sku": "x"}, HTTP_SEC_FETCH_SITE="cross-site")),
    ],
    ids=["another host", "another site"],
)
def test_what_is_refused_before_anybody_was_recognised_is_refused_and_no_fault(
    shopper: Client, status: int, request_of: Callable[[Client], HttpResponse]
) -> None:
    shopper.force_login(User.objects.create_user("ada@example.com"))
    shopper.raise_request_exception = False

    assert request_of(shopper).status_code == status


def test_product_pages_may_be_fetched_ahead_and_nothing_else(shopper: Client) -> None:
    header = shopper.get("/")["Speculation-Rules"]
    rules = shopper.get(header.strip('"')).json()

    assert rules == {"prefetch": [{"where": {"href_matches": "/p/*"}, "eagerness": "conservative"}]}


@override_settings(PUBLIC_URL="https://shop.example")
def test_addresses_in_a_page_never_come_from_the_host_header(shopper: Client) -> None:
    html = shopper.get("/", HTTP_HOST="localhost").content.decode()

    assert 'rel="canonical" href="https://shop.example/"' in html


def test_the_design_page_is_for_those_who_work_on_it(shopper: Client) -> None:
    assert shopper.get("/design/").status_code == 404
    with override_settings(DEMO=True):
        assert shopper.get("/design/").status_code == 200
