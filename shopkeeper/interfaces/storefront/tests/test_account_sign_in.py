"""Signing in, and what becomes somebody's by it."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from shopkeeper.commerce.cart import operations as carts
from shopkeeper.commerce.cart.models import Cart
from shopkeeper.commerce.checkout.makers import DETAILS, make_offer, make_shop
from shopkeeper.commerce.checkout.models import Checkout
from shopkeeper.commerce.customers.addresses import PostalAddress
from shopkeeper.commerce.customers.models import Address, Customer
from shopkeeper.commerce.customers.operations import customer_of, save_address
from shopkeeper.commerce.orders.models import Order
from shopkeeper.commerce.pricing.operations import NewPrice, set_prices
from shopkeeper.foundation import clock
from shopkeeper.foundation.accounts.models import Session, SignInCode, User
from shopkeeper.foundation.money import Money
from shopkeeper.insight.messaging.models import Message
from shopkeeper.interfaces.storefront.tests.buyers import Buyer, make_buyer

pytestmark = pytest.mark.django_db
ADA = "ada@example.com"


def browser() -> Client:
    return Client(headers={"sec-fetch-site": "same-origin"})


def sent_code() -> str:
    return Message.objects.filter(kind="sign_in_code").latest("pk").text[:6]


def sign_in(client: Client, email: str = ADA, next_url: str = "") -> str:
    client.post("/account/sign-in/", {"email": email, "next": next_url})
    return client.post("/account/sign-in/code", {"code": sent_code()}).headers["Location"]


@pytest.fixture
def bought() -> Buyer:
    buyer = make_buyer(make_shop(), make_offer(), quantity=2)
    buyer.go_to_payment()
    buyer.press()
    return buyer


def test_a_code_signs_in_and_makes_the_account() -> None:
    make_shop()
    client = browser()

    assert sign_in(client) == "/account/"
    assert "Hello" in client.get("/account/").content.decode()
    assert User.objects.get().email == ADA


def test_a_known_and_an_unknown_address_get_the_same_answer() -> None:
    make_shop()
    User.objects.create_user(ADA)

    answers = [browser().post("/account/sign-in/", {"email": email}) for email in (ADA, "nobody@example.com")]

    assert {(answer.status_code, answer.headers["Location"]) for answer in answers} == {(303, "/account/sign-in/code")}
    assert Message.objects.count() == 2


def test_a_code_has_five_tries_and_works_once() -> None:
    make_shop()
    client = browser()
    client.post("/account/sign-in/", {"email": ADA})
    right = sent_code()
    wrong = "000000" if right != "000000" else "111111"

    assert {client.post("/account/sign-in/code", {"code": wrong}).status_code for _ in range(5)} == {422}
    assert client.post("/account/sign-in/code", {"code": right}).status_code == 422
    assert not User.objects.exists()


def test_a_code_belongs_to_the_browser_that_asked() -> None:
    make_shop()
    client = browser()
    client.post("/account/sign-in/", {"email": ADA})

    stranger = browser().post("/account/sign-in/code", {"code": sent_code()})

    assert stranger.headers["Location"] == "/account/sign-in/"


def test_asking_for_many_codes_is_slowed_down() -> None:
    make_shop()

    answers = [browser().post("/account/sign-in/", {"email": ADA}).status_code for _ in range(6)]

    assert answers == [303] * 5 + [429]


def test_the_session_is_another_one_after_signing_in() -> None:
    make_shop()
    client = browser()
    client.post("/account/sign-in/", {"email": ADA})
    before = client.cookies["session"].value

    client.post("/account/sign-in/code", {"code": sent_code()})

    assert client.cookies["session"].value != before


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_signing_in_never_leads_to_another_site(elsewhere: str) -> None:
    make_shop()

    assert sign_in(browser(), next_url=elsewhere) == "/account/"


def test_guest_orders_and_the_cart_become_the_customers(bought: Buyer) -> None:
    market_cart = make_buyer(_market(), make_offer())
    client = market_cart.client

    assert sign_in(client, next_url="/checkout/") == "/checkout/"

    customer = Customer.objects.get()
    assert Order.objects.get().customer_id == customer.pk
    assert Cart.objects.get(customer=customer).pk == market_cart.cart.pk
    assert Order.objects.get().number in client.get("/account/orders/").content.decode()


def test_one_press_on_the_thank_you_page_makes_an_account_with_name_and_address(bought: Buyer) -> None:
    assert bought.post(bought.url("account")).headers["Location"] == "/account/sign-in/code"

    bought.post("/account/sign-in/code", code=sent_code())

    assert User.objects.get().name == "Ada"
    assert Address.objects.get().line1 == "Keizersgracht 1"
    assert Order.objects.get().customer_id == Customer.objects.get().pk


def test_an_order_made_under_somebody_elses_address_gives_no_account(bought: Buyer) -> None:
    bought.post(bought.url("account"))

    assert bought.post("/account/sign-in/code", code="000000x").status_code == 422
    assert not User.objects.exists()


def test_other_peoples_orders_and_addresses_do_not_exist(bought: Buyer) -> None:
    sign_in(bought.client)
    customer = Customer.objects.get()
    address = save_address(customer=customer, address=PostalAddress("Ada", "Here 1", "NL"))
    eve = browser()
    sign_in(eve, "eve@example.com")

    number = Order.objects.get().number
    urls = [f"/account/orders/{number}/", f"/account/orders/{number}/cancel", f"/account/addresses/{address.pk}"]
    assert [eve.get(url).status_code for url in urls] == [404] * 3
    assert eve.post(f"/account/addresses/{address.pk}/remove").status_code == 404
    assert eve.post(f"/account/addresses/{address.pk}", {"name": "Eve", "line1": "x", "country": "NL"}).status_code in (
        404,
        422,
    )
    assert Address.objects.get(pk=address.pk).name == "Ada"


def test_account_pages_ask_strangers_to_sign_in_and_are_kept_by_nobody() -> None:
    make_shop()
    pages = ["/account/", "/account/orders/", "/account/addresses/", "/account/profile", "/account/password"]

    for url in pages:
        answer = browser().get(url)
        assert answer.headers["Location"].startswith("/account/sign-in/?next=/account")
        assert answer.headers["Cache-Control"] == "private, no-store"


def test_an_address_is_added_changed_and_removed() -> None:
    make_shop()
    client = browser()
    sign_in(client)
    form = {"name": "Ada", "line1": "Keizersgracht 1", "postal_code": "1015 CJ", "city": "Amsterdam", "country": "NL"}

    assert client.post("/account/addresses/new", {**form, "city": ""}).status_code == 422
    client.post("/account/addresses/new", form)
    row = Address.objects.get()
    client.post(f"/account/addresses/{row.pk}", {**form, "line1": "Prinsengracht 2"})

    assert Address.objects.get().line1 == "Prinsengracht 2"
    assert "Prinsengracht 2" in client.get("/account/addresses/").content.decode()
    client.post(f"/account/addresses/{row.pk}/remove")
    assert not Address.objects.exists()


def test_a_cart_from_another_device_is_checked_out_in_the_currency_this_one_shows() -> None:
    make_shop()
    british = make_shop("GBP", country="GB")
    offer = make_offer()
    set_prices(prices=[NewPrice(offer.pk, Money(1500, "GBP"))], at=clock.now())
    customer = customer_of(User.objects.create_user(ADA))
    carts.add(
        cart=carts.open_new(market=british, customer=customer),
        offer_id=offer.pk,
        quantity=1,
        market=british,
        at=clock.now(),
    )
    client = browser()
    sign_in(client)
    assert "€18.00" in client.get("/cart/").content.decode()

    client.post("/checkout/")

    assert Checkout.objects.get().cart.market_code == "nl-eur"


def test_a_saved_address_fills_the_checkout() -> None:
    market = make_shop()
    buyer = make_buyer(market, make_offer())
    sign_in(buyer.client)
    customer = Customer.objects.get()
    save_address(customer=customer, address=PostalAddress("Ada", "Keizersgracht 1", "NL", "Amsterdam", "1015 CJ"))

    assert buyer.begin().endswith("/delivery")
    assert buyer.checkout.typed["email"] == ADA
    page = buyer.get(buyer.url("details")).content.decode()
    assert "saved_address" in page


@pytest.mark.parametrize("weak", ["short", "password1234", "aaaaaaaaaaaaaa", "ada@example.com"])
def test_a_password_that_is_tried_first_is_refused(weak: str) -> None:
    make_shop()
    client = browser()
    sign_in(client)

    assert client.post("/account/password", {"password": weak}).status_code == 422
    assert not User.objects.get().has_usable_password()


def test_a_password_works_and_setting_it_ends_other_sessions() -> None:
    make_shop()
    client, other = browser(), browser()
    sign_in(client)
    sign_in(other)

    client.post("/account/password", {"password": "violet teapot on tuesday"})

    assert client.get("/account/").status_code == 200
    assert other.get("/account/").status_code == 303
    third = browser()
    wrong = third.post("/account/sign-in/password", {"email": ADA, "password": "violet teapot on monday"})
    unknown = third.post("/account/sign-in/password", {"email": "no@example.com", "password": "x"})
    assert wrong.status_code == unknown.status_code == 422
    words = "do not belong together"
    assert words in wrong.content.decode()
    assert words in unknown.content.decode()
    right = third.post("/account/sign-in/password", {"email": ADA, "password": "violet teapot on tuesday"})
    assert right.headers["Location"] == "/account/"


def test_an_old_session_must_prove_itself_before_the_password_changes() -> None:
    make_shop()
    client = browser()
    sign_in(client)
    session = client.session
    session["proved_at"] = 0
    session.save()

    answer = client.post("/account/password", {"password": "violet teapot on tuesday"})

    assert answer.headers["Location"].startswith("/account/prove")
    assert not User.objects.get().has_usable_password()


def test_signing_out_leaves_nothing_for_the_next_person(bought: Buyer) -> None:
    sign_in(bought.client)

    bought.client.post("/account/sign-out")

    assert bought.get("/account/").status_code == 303
    assert bought.get(bought.url("thanks")).status_code == 404


def test_a_forged_passkey_is_refused_like_an_unknown_one() -> None:
    make_shop()
    client = browser()
    options = client.post("/account/sign-in/passkey/options").json()
    assert options["publicKey"]["userVerification"] == "required"

    for credential in (
        {},
        {"id": "x", "rawId": "x", "type": "public-key", "response": {"userHandle": "MQ"}},
        None,
        "x",
    ):
        answer = client.post("/account/sign-in/passkey", {"credential": credential}, content_type="application/json")
        assert answer.status_code == 422
        assert "Sign in with a code instead" in answer.json()["message"]


def test_no_page_tells_the_code() -> None:
    make_shop()
    client = browser()
    page = client.post("/account/sign-in/", {"email": ADA}, follow=True).content.decode()

    assert not re.search(rf"\b{sent_code()}\b", page)
    assert sent_code() not in SignInCode.objects.get().code_hash


def _market():  # type: ignore[no-untyped-def]
    from shopkeeper.commerce.pricing.models import Market

    return Market.objects.get()


def test_a_customer_is_one_for_each_user() -> None:
    user = User.objects.create_user(ADA)

    assert customer_of(user) == customer_of(user)


def test_nobody_goes_on_with_the_checkout_of_somebody_whose_session_has_ended() -> None:
    buyer = make_buyer(make_shop(), make_offer(stock=20, at=clock.now()))
    sign_in(buyer.client, "alice@example.com")
    buyer.fill_in(**DETAILS)
    Session.objects.all().delete()

    seen = buyer.client.get(buyer.url("details"))

    assert seen.headers["Location"] == f"/account/sign-in/?next={buyer.url('details')}"
    assert DETAILS["line1"] not in seen.content.decode()
    sign_in(buyer.client, "bob@example.com")
    assert buyer.client.get(buyer.url("details")).status_code == 404
    assert buyer.client.get(buyer.url("payment")).status_code == 404
    assert Cart.objects.get().customer.user.email == "alice@example.com"  # type: ignore[union-attr]


def test_what_is_typed_after_the_session_has_ended_waits_for_the_customer() -> None:
    buyer = make_buyer(make_shop(), make_offer(stock=20, at=clock.now()))
    sign_in(buyer.client, "alice@example.com")
    buyer.fill_in(**DETAILS)
    Session.objects.all().delete()

    answer = buyer.client.post(buyer.url("details"), {**DETAILS, "line1": "Herengracht 2"})
    sign_in(buyer.client, "alice@example.com")

    assert answer.status_code == 303
    assert "Herengracht 2" in buyer.client.get(buyer.url("details")).content.decode()
