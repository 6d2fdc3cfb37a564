"""Staff at the office's door."""

from __future__ import annotations

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.test import Client

from shopkeeper.foundation import clock
from shopkeeper.foundation.accounts import roles, second_factor
from shopkeeper.foundation.accounts.models import User

pytestmark = pytest.mark.django_db
PASSWORD = "violet teapot on tuesday"


@pytest.fixture(autouse=True)
def _no_code_was_used_before() -> None:
    cache.clear()


def browser() -> Client:
    return Client(headers={"sec-fetch-site": "same-origin"})


def make_staff(role: str = "manager") -> User:
    return User.objects.create_user(f"{role}@example.com", PASSWORD, is_staff=True, role=role)


def code_for(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def enter(client: Client, user: User) -> None:
    """Type the password and set up the second proof with the code that was handed over."""
    given = second_factor.allow_set_up(user=user, at=clock.now())
    client.post("/office/sign-in", {"email": user.email, "password": PASSWORD})
    client.get("/office/second-proof")
    code = code_for(client.session["office_totp_secret"])
    client.post("/office/second-proof", {"code": code, "set_up_code": given})


def test_a_password_alone_opens_nothing() -> None:
    user = make_staff()
    client = browser()

    answer = client.post("/office/sign-in", {"email": user.email, "password": PASSWORD})

    assert answer.headers["Location"].startswith("/office/second-proof")
    assert client.get("/office/mail/").headers["Location"].startswith("/office/sign-in")


def test_password_and_code_open_the_office() -> None:
    client = browser()
    enter(client, make_staff())

    assert client.get("/office/mail/").status_code == 200


def test_a_wrong_code_does_not() -> None:
    user = make_staff()
    client = browser()
    client.post("/office/sign-in", {"email": user.email, "password": PASSWORD})
    client.get("/office/second-proof")

    assert client.post("/office/second-proof", {"code": "000000"}).status_code == 422
    assert client.get("/office/mail/").status_code == 303


def test_a_customers_password_is_a_wrong_one_here() -> None:
    User.objects.create_user("ada@example.com", PASSWORD)

    assert browser().post("/office/sign-in", {"email": "ada@example.com", "password": PASSWORD}).status_code == 422


def test_staff_without_the_right_are_told_which_one_they_lack() -> None:
    client = browser()
    enter(client, make_staff("fulfilment"))

    answer = client.get("/office/mail/")

    assert answer.status_code == 403
    assert "read the mail the shop has sent" in answer.content.decode()


def test_letters_are_kept_by_nobody() -> None:
    client = browser()
    enter(client, make_staff())

    assert client.get("/office/mail/").headers["Cache-Control"] == "private, no-store"


def test_the_demo_needs_no_second_proof_and_shows_its_mail_to_all(settings) -> None:  # type: ignore[no-untyped-def]
    assert browser().get("/demo/mail/").status_code == 404
    settings.DEMO = True

    client = browser()
    client.post("/office/sign-in", {"email": make_staff().email, "password": PASSWORD})

    assert client.get("/office/mail/").status_code == 200
    assert browser().get("/demo/mail/").status_code == 200


@pytest.mark.parametrize("next_url", ["https://evil.example", "//evil.example/office", "/cart/", "/accounts"])
def test_the_way_in_leads_into_the_office_or_the_own_account_only(next_url: str, settings) -> None:  # type: ignore[no-untyped-def]
    settings.DEMO = True

    answer = browser().post("/office/sign-in", {"email": make_staff().email, "password": PASSWORD, "next": next_url})

    assert answer.headers["Location"] == "/office/"


def test_every_right_of_a_role_exists_and_the_owner_has_all() -> None:
    assert all(rights <= set(roles.RIGHTS) for rights in roles.ROLES.values())
    assert roles.rights_of(make_staff("owner")) == frozenset(roles.RIGHTS)
    assert not roles.rights_of(User(email="c@example.com", role="owner"))
