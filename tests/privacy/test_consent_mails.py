"""Mail that needs a yes: it carries its end with it, and a no holds at once (CUS-4)."""

from __future__ import annotations

import pytest
from django.test import Client

from shopkeeper.commerce.checkout.makers import make_offer, make_shop
from shopkeeper.commerce.customers import consents, operations, queries
from shopkeeper.commerce.customers.models import Consent
from shopkeeper.commerce.pricing.models import Market
from shopkeeper.foundation import clock
from shopkeeper.insight.messaging import kinds
from shopkeeper.insight.messaging.compose import Letter
from shopkeeper.insight.messaging.models import Message
from shopkeeper.insight.messaging.operations import send, write
from shopkeeper.interfaces.storefront.tests.buyers import make_buyer

pytestmark = pytest.mark.django_db
EMAIL = "ada@example.com"
NEWS = kinds.Marketing("test_news")


@pytest.fixture(autouse=True)
def market() -> Market:
    return make_shop()


@pytest.fixture(autouse=True)
def a_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kinds, "_KINDS", {})
    kinds.register(NEWS)


def say(is_given: bool, by: str = "customer") -> None:
    asked = consents.question("marketing:email")
    assert asked is not None
    operations.answer(email=EMAIL, question=asked, is_given=is_given, source="/test", by=by, at=clock.now())


def allowed() -> bool:
    return queries.allows(email=EMAIL, purpose="marketing", channel="email")


def news(link: str) -> Message:
    letter = Letter("News", f"New things. {link}", f"<p>New things. <a href='{link}'>End</a></p>")
    return write(key="news:1", kind="test_news", to=EMAIL, language="en", letter=letter, at=clock.now())


def test_news_carry_the_header_and_one_post_ends_them(settings, mailoutbox) -> None:
    settings.SENDS_MAIL = True
    say(True)
    link = NEWS.link(EMAIL)
    assert EMAIL not in link
    send(message_id=news(link).pk, at=clock.now())
    headers = mailoutbox[0].extra_headers
    assert headers["List-Unsubscribe"] == f"<{link}>"
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"

    path = link.removeprefix(settings.PUBLIC_URL)
    assert Client().get(path).status_code == 200
    assert allowed(), "a mail program that follows links ends nothing"
    answer = Client().post(path, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 200
    assert not allowed()
    assert Consent.objects.latest("pk").by == "link"


def test_what_was_written_before_a_no_is_not_sent_after_it(settings, mailoutbox) -> None:
    settings.SENDS_MAIL = True
    say(True)
    written = news(NEWS.link(EMAIL))
    say(False)
    send(message_id=written.pk, at=clock.now())
    assert mailoutbox == []
    assert not Message.objects.exists()


def test_news_without_a_yes_or_without_their_end_are_refused() -> None:
    with pytest.raises(ValueError, match="consent"):
        news("https://example.com/")
    say(True)
    with pytest.raises(ValueError, match="ends it"):
        news("https://example.com/")


def test_mail_about_an_order_cannot_be_unsubscribed_from() -> None:
    assert kinds.marketing("order_placed") is None


def test_a_forged_link_ends_nothing() -> None:
    say(True)
    assert Client().post("/unsubscribe/forged").status_code == 404
    assert allowed()


def test_the_tick_at_the_checkout_is_never_set_beforehand_and_is_written_with_its_proof(market: Market) -> None:
    buyer = make_buyer(market, make_offer())
    buyer.begin()
    page = buyer.get(buyer.url("details")).content.decode()
    tick = page[page.index('name="news"') :].partition(">")[0]
    assert "checked" not in tick
    buyer.fill_in()
    assert not allowed(), "silence is no consent"
    buyer.fill_in(news="yes")
    assert allowed()
    proof = Consent.objects.get()
    assert (proof.by, proof.source, proof.version) == ("guest", "/checkout/details", 1)
    assert "offers" in proof.wording


def test_a_strangers_tick_never_undoes_a_no(market: Market) -> None:
    say(True)
    say(False)
    buyer = make_buyer(market, make_offer())
    buyer.fill_in(news="yes")
    assert not allowed()
