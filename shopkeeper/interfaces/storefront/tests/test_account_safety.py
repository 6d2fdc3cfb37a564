"""Nobody takes an account over: what changes how somebody signs in, who is told, and who is signed out (X10)."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from shopkeeper.commerce.checkout.makers import make_offer, make_shop
from shopkeeper.commerce.customers.models import Customer
from shopkeeper.commerce.orders.models import Order
from shopkeeper.commerce.pricing.models import Market
from shopkeeper.foundation import clock
from shopkeeper.foundation.accounts import codes, devices, passkeys
from shopkeeper.foundation.accounts.models import Session, SignInCode, User
from shopkeeper.foundation.events.models import Delivery
from shopkeeper.foundation.events.testing import deliver_all
from shopkeeper.insight.messaging.models import Message
from shopkeeper.interfaces.storefront.tests.buyers import make_buyer
from shopkeeper.interfaces.storefront.tests.test_account_sign_in import ADA, browser, sign_in

pytestmark = pytest.mark.django_db
NEW = "ada.new@example.com"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605 Version/19.0 Mobile Safari/604"
DESK = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:150.0) Gecko/20100101 Firefox/150.0"


@pytest.fixture(autouse=True)
def market() -> Market:
    return make_shop()


def signed_in(agent: str = DESK, address: str = "203.0.113.9", email: str = ADA) -> Client:
    client = browser()
    client.defaults |= {"HTTP_USER_AGENT": agent, "REMOTE_ADDR": address}
    sign_in(client, email)
    return client


def make_stale(client: Client) -> None:
    """They proved who they are, but not lately."""
    session = client.session
    session["proved_at"] = (clock.now() - timedelta(minutes=16)).timestamp()
    session.save()


def code_to(email: str) -> str:
    return Message.objects.filter(kind="new_address_code", to=email).latest("pk").text[:6]


def change_address(client: Client, email: str = NEW) -> str:
    client.post("/account/email", {"email": email})
    return client.post("/account/email/code", {"code": code_to(email)}).headers["Location"]


def letters(kind: str) -> list[str]:
    deliver_all()
    return list(Message.objects.filter(kind=kind).order_by("pk").values_list("to", flat=True))


def test_a_new_address_is_proved_by_a_code_and_told_to_the_old_one() -> None:
    client, elsewhere = signed_in(), signed_in(PHONE)

    assert change_address(client) == "/account/safety?done=email"

    user = User.objects.get()
    assert user.email == NEW
    assert EmailAddress.objects.values_list("email", "verified", "primary").get() == (NEW, True, True)
    assert "You sign in with your new address" in client.get("/account/safety?done=email").content.decode()
    assert elsewhere.get("/account/").status_code == 303
    assert letters("email_changed") == [ADA]
    told = Message.objects.get(kind="email_changed").text
    assert "a…@example.com" in told
    assert NEW not in told
    again = browser()
    sign_in(again, NEW)
    assert User.objects.count() == 1


def test_the_old_address_no_longer_opens_the_account() -> None:
    change_address(signed_in())
    stranger = browser()

    sign_in(stranger, ADA)

    assert Customer.objects.get(user__email=ADA).user_id != Customer.objects.get(user__email=NEW).user_id


def test_an_address_that_has_an_account_gets_the_same_answer_and_its_owner_a_letter() -> None:
    bob = User.objects.create_user("bob@example.com")
    client = signed_in()

    free = client.post("/account/email", {"email": NEW})
    free_page = client.get("/account/email/code").content.decode()
    taken = client.post("/account/email", {"email": "Bob@Example.com"})
    taken_page = client.get("/account/email/code").content.decode()

    assert (free.status_code, free.headers["Location"]) == (taken.status_code, taken.headers["Location"])
    assert _plain(free_page, NEW) == _plain(taken_page, "bob@example.com")
    letter = Message.objects.get(to=bob.email)
    assert letter.kind == "address_taken"
    assert not re.search(r"\b\d{6}\b", letter.text + letter.subject)
    for digits in ("000000", "123456"):
        answer = client.post("/account/email/code", {"code": digits})
        assert answer.status_code == 422
        assert "not the code we sent" in answer.content.decode()
    assert User.objects.get(pk=bob.pk).email == "bob@example.com"
    assert User.objects.filter(email=ADA).exists()


def _plain(page: str, email: str) -> str:
    """A page without what differs on purpose."""
    return re.sub(r'idempotency_key" value="[^"]*"', "", page.replace(email, "ADDRESS"))


def test_asking_costs_the_same_whether_the_address_has_an_account() -> None:
    User.objects.create_user("bob@example.com")
    client = signed_in()
    client.post("/account/email", {"email": "first@example.com"})
    counted = []
    for email in (NEW, "bob@example.com"):
        with CaptureQueriesContext(connection) as queries:
            client.post("/account/email", {"email": email})
        counted.append(len(queries))

    assert counted[0] == counted[1] > 0


def test_an_account_made_meanwhile_keeps_its_address() -> None:
    client = signed_in()
    client.post("/account/email", {"email": NEW})
    code = code_to(NEW)
    sign_in(browser(), NEW)

    answer = client.post("/account/email/code", {"code": code})

    assert answer.status_code == 422
    assert "can no longer be used" in answer.content.decode()
    assert User.objects.filter(email=ADA).exists()


def test_a_code_for_one_purpose_is_worth_nothing_for_another() -> None:
    client = signed_in()
    client.post("/account/email", {"email": NEW})
    change, number = SignInCode.objects.latest("pk"), code_to(NEW)

    with pytest.raises(codes.WrongCode):
        codes.check_code(handle=change.handle, typed=number, at=clock.now())
    session = client.session
    session["sign_in"] = {"handle": change.handle, "next": "/", "order": None}
    session.save()
    assert client.post("/account/sign-in/code", {"code": number}).status_code == 422
    assert not User.objects.filter(email=NEW).exists()


def test_a_code_for_one_account_changes_no_other_in_the_same_browser() -> None:
    client = signed_in()
    client.post("/account/email", {"email": NEW})
    number = code_to(NEW)
    sign_in(client, "eve@example.com")

    answer = client.post("/account/email/code", {"code": number})

    assert answer.headers["Location"] == "/account/email"
    assert not User.objects.filter(email=NEW).exists()


@pytest.mark.parametrize(("typed", "words"), [("", "Enter your e-mail"), ("x", "has no @"), (ADA, "already")])
def test_an_address_that_cannot_be_is_refused(typed: str, words: str) -> None:
    answer = signed_in().post("/account/email", {"email": typed})

    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_asking_for_many_addresses_is_slowed_down() -> None:
    client = signed_in()

    answers = [client.post("/account/email", {"email": f"{one}@example.com"}).status_code for one in range(6)]

    assert answers == [303] * 5 + [429]


def test_guest_orders_of_the_new_address_become_theirs(market: Market) -> None:
    buyer = make_buyer(market, make_offer())
    buyer.go_to_payment(email=NEW)
    buyer.press()
    client = signed_in()

    change_address(client)

    assert Order.objects.get().customer_id == Customer.objects.get().pk


ACTS = [
    ("get", "/account/email", {}),
    ("post", "/account/email", {"email": NEW}),
    ("post", "/account/email/code", {"code": "123456"}),
    ("get", "/account/password", {}),
    ("post", "/account/password", {"password": "violet teapot on tuesday"}),
    ("post", "/account/passkeys/remove", {"passkey": "1"}),
    ("post", "/account/passkeys/options", {}),
    ("post", "/account/passkeys", {}),
]


@pytest.mark.parametrize(("method", "url", "typed"), ACTS)
def test_nothing_about_signing_in_changes_without_a_fresh_proof(method: str, url: str, typed: dict[str, str]) -> None:
    client = signed_in()
    Authenticator.objects.create(pk=1, user=User.objects.get(), type="webauthn", data={"name": "mine"})
    make_stale(client)

    answer = getattr(client, method)(url, typed)

    asked = answer.headers.get("Location", "") or answer.json().get("next", "")
    assert asked.startswith(("/account/prove?next=/account/", "/account/email"))
    assert client.get("/account/email").headers["Location"] == "/account/prove?next=/account/email"
    assert Authenticator.objects.count() == 1
    assert not User.objects.get().has_usable_password()
    assert User.objects.get().email == ADA


def test_a_fresh_code_or_the_password_is_proof_enough() -> None:
    client = signed_in()
    client.post("/account/password", {"password": "violet teapot on tuesday"})
    make_stale(client)
    page = client.get("/account/prove?next=/account/email").content.decode()
    assert "/account/sign-in/password?next=/account/email" in page

    client.post("/account/prove?next=/account/email")
    sent = Message.objects.filter(kind="sign_in_code", to=ADA).latest("pk").text[:6]
    assert client.post("/account/sign-in/code", {"code": sent}).headers["Location"] == "/account/email"
    assert client.get("/account/email").status_code == 200
    make_stale(client)
    typed = {"email": ADA, "password": "violet teapot on tuesday", "next": "/account/email"}
    assert client.post("/account/sign-in/password", typed).headers["Location"] == "/account/email"
    assert client.get("/account/email").status_code == 200


def test_devices_are_listed_by_what_they_are_and_the_present_one_is_marked() -> None:
    client = signed_in()
    signed_in(PHONE, "2001:db8::17")
    signed_in(PHONE, email="eve@example.com")

    page = client.get("/account/safety").content.decode()

    assert page.count("Signed in ") == 2
    assert "Firefox on Windows" in page
    assert "Safari on iPhone" in page
    assert "2001:db8::17" in page
    assert page.count("This device") == 1
    for key in Session.objects.values_list("session_key", flat=True):
        assert key not in page


def test_one_device_is_signed_out_and_no_other() -> None:
    client, phone, tablet = signed_in(), signed_in(PHONE), signed_in("iPad")
    handle = _handle(client, "iPhone")

    answer = client.post("/account/devices/sign-out", {"device": handle})

    assert answer.headers["Location"] == "/account/safety?done=device"
    assert phone.get("/account/").status_code == 303
    assert client.get("/account/").status_code == tablet.get("/account/").status_code == 200
    assert client.post("/account/devices/sign-out", {"device": handle}).status_code == 404


def test_other_peoples_devices_cannot_be_signed_out() -> None:
    client = signed_in()
    eve = signed_in(email="eve@example.com")
    handle = devices.devices_of(User.objects.get(email=ADA), current="", at=clock.now())[0].handle

    for device in (handle, client.session.session_key, "", "x" * 100):
        assert eve.post("/account/devices/sign-out", {"device": device}).status_code == 404
    assert client.get("/account/").status_code == 200


def test_everything_else_is_signed_out_at_once_and_this_browser_goes_on() -> None:
    client, phone = signed_in(), signed_in(PHONE)
    before = client.session.session_key

    client.post("/account/devices/sign-out-elsewhere")

    assert phone.get("/account/").status_code == 303
    assert client.get("/account/").status_code == 200
    assert client.session.session_key != before
    assert Session.objects.filter(user__email=ADA).count() == 1
    assert "Sign out everywhere else" not in client.get("/account/safety").content.decode()


def test_a_password_ends_other_sessions_and_is_told() -> None:
    client, phone = signed_in(), signed_in(PHONE)

    client.post("/account/password", {"password": "violet teapot on tuesday"})

    assert phone.get("/account/").status_code == 303
    assert client.get("/account/").status_code == 200
    assert letters("password_changed") == [ADA]


def test_a_removed_passkey_ends_other_sessions_and_is_told() -> None:
    client, phone = signed_in(), signed_in(PHONE)
    key = Authenticator.objects.create(user=User.objects.get(), type="webauthn", data={"name": "Old phone"})

    answer = client.post("/account/passkeys/remove", {"passkey": str(key.pk)})

    assert answer.headers["Location"] == "/account/safety?done=no-passkey"
    assert not Authenticator.objects.exists()
    assert phone.get("/account/").status_code == 303
    assert client.get("/account/").status_code == 200
    assert letters("passkey_removed") == [ADA]
    assert "“Old phone” can no longer sign in" in Message.objects.get(kind="passkey_removed").text


def test_other_peoples_passkeys_stay() -> None:
    signed_in()
    key = Authenticator.objects.create(user=User.objects.get(), type="webauthn", data={"name": "Ada’s"})
    eve = signed_in(email="eve@example.com")

    assert eve.post("/account/passkeys/remove", {"passkey": str(key.pk)}).status_code == 404
    assert Authenticator.objects.count() == 1


def test_an_added_passkey_is_told_and_ends_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    client, phone = signed_in(), signed_in(PHONE)
    monkeypatch.setattr(passkeys.auth, "parse_registration_response", lambda credential: None)
    monkeypatch.setattr(passkeys.auth, "complete_registration", lambda credential: None)

    answer = client.post(
        "/account/passkeys", {"credential": {"id": "x"}, "name": "Phone"}, content_type="application/json"
    )

    assert answer.json() == {"next": "/account/safety?done=passkey"}
    assert phone.get("/account/").status_code == 200
    assert letters("passkey_added") == [ADA]


def test_hearing_of_a_change_twice_writes_one_letter() -> None:
    signed_in().post("/account/password", {"password": "violet teapot on tuesday"})
    letters("password_changed")

    Delivery.objects.update(status="pending")
    assert letters("password_changed") == [ADA]


def test_the_page_works_for_somebody_without_anything_set_up() -> None:
    page = signed_in().get("/account/safety").content.decode()

    assert "None. You do not need one" in page
    assert "None yet." in page


def _handle(client: Client, mark: str) -> str:
    key = client.session.session_key
    found = devices.devices_of(User.objects.get(email=ADA), current=key, at=clock.now())
    return next(one.handle for one in found if mark in one.agent)
