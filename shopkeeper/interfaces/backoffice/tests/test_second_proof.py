"""Nobody becomes staff with a mailbox: what a mailed code is worth at the office's door, and how a second proof is
made."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from django.test import Client

from shopkeeper.commerce.checkout.makers import make_shop
from shopkeeper.foundation import clock
from shopkeeper.foundation.accounts import operations, second_factor
from shopkeeper.foundation.accounts.models import SetUpCode, User
from shopkeeper.foundation.audit.models import AuditEntry
from shopkeeper.foundation.errors import InvalidInput
from shopkeeper.foundation.events.testing import deliver_all
from shopkeeper.insight.messaging.models import Message
from shopkeeper.interfaces.backoffice.tests.test_sign_in import PASSWORD, browser, code_for, enter, make_staff
from shopkeeper.interfaces.cli import staff_command
from shopkeeper.interfaces.cli.main import main

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _shop() -> None:
    cache.clear()
    make_shop()


def by_mailed_code(user: User) -> Client:
    """Whoever reads the mailbox of ``user`` signs in to the shop with it."""
    client = browser()
    client.post("/account/sign-in/", {"email": user.email})
    code = Message.objects.filter(kind="sign_in_code", to=user.email).latest("pk").text[:6]
    assert client.post("/account/sign-in/code", {"code": code}).headers["Location"] == "/account/"
    return client


def with_password(user: User) -> Client:
    client = browser()
    client.post("/office/sign-in", {"email": user.email, "password": PASSWORD})
    return client


def set_up(client: Client, given: str, code: str = "") -> int:
    client.get("/office/second-proof")
    shown = code or code_for(client.session["office_totp_secret"])
    return client.post("/office/second-proof", {"code": shown, "set_up_code": given}).status_code


@pytest.mark.parametrize("has_one", [False, True], ids=["without a second proof", "with one"])
def test_a_mailed_code_opens_nothing_sets_nothing_up_and_replaces_nothing(has_one: bool) -> None:
    user = make_staff()
    if has_one:
        enter(browser(), user)
    else:
        second_factor.allow_set_up(user=user, at=clock.now())
    before = list(Authenticator.objects.values_list("pk", "data")), user.password
    client = by_mailed_code(user)

    door = client.get("/office/second-proof")
    posts = [
        client.post("/office/second-proof", {"code": "123456", "set_up_code": "x"}),
        client.post("/office/second-proof/passkey/options"),
        client.post("/account/password", {"password": "violet teapot on monday"}),
        client.post("/account/passkeys/options"),
        client.post("/account/passkeys", {"credential": {}}, content_type="application/json"),
        client.post("/account/passkeys/remove", {"passkey": "1"}),
        client.post("/account/prove?next=/account/password"),
    ]

    assert door.headers["Location"].startswith("/office/sign-in")
    assert "office_totp_secret" not in client.session
    assert {answer.status_code for answer in posts} <= {303, 403, 404}
    assert client.get("/office/mail/").status_code == 303
    user.refresh_from_db()
    assert (list(Authenticator.objects.values_list("pk", "data")), user.password) == before


def test_a_mailed_code_after_the_password_was_forgotten_changes_no_password() -> None:
    client = by_mailed_code(make_staff())

    for method in (client.get, client.post):
        assert method("/account/password").headers["Location"] == "/office/sign-in?next=/account/password"


def test_the_password_alone_sets_nothing_up_without_the_code_that_was_handed_over() -> None:
    user = make_staff()
    second_factor.allow_set_up(user=user, at=clock.now())

    assert set_up(with_password(user), "") == 422
    assert set_up(with_password(user), "0000-0000-0000") == 422
    assert not Authenticator.objects.exists()


def test_a_set_up_code_works_once_however_it_is_typed() -> None:
    user = make_staff()
    given = second_factor.allow_set_up(user=user, at=clock.now())

    assert set_up(with_password(user), given.lower().replace("-", " ").replace("0", "o")) == 303
    assert Authenticator.objects.count() == 1
    assert not SetUpCode.objects.exists()


def test_a_set_up_code_runs_out() -> None:
    user = make_staff()
    given = second_factor.allow_set_up(user=user, at=clock.now() - timedelta(days=3))

    assert set_up(with_password(user), given) == 422
    assert not Authenticator.objects.exists()


def test_a_set_up_code_has_five_tries() -> None:
    user = make_staff()
    given = second_factor.allow_set_up(user=user, at=clock.now())
    client = with_password(user)

    assert {set_up(client, "0000-0000-0000") for _ in range(5)} == {422}
    assert set_up(client, given) == 422
    assert not Authenticator.objects.exists()


def test_a_wrong_code_of_the_app_costs_no_try_of_the_set_up_code() -> None:
    user = make_staff()
    given = second_factor.allow_set_up(user=user, at=clock.now())
    client = with_password(user)

    assert set_up(client, given, "000000") == 422
    assert SetUpCode.objects.get().attempts == 0
    assert set_up(client, given) == 303


def test_another_persons_set_up_code_is_worth_nothing() -> None:
    mine = second_factor.allow_set_up(user=make_staff("owner"), at=clock.now())
    other = make_staff("editor")
    second_factor.allow_set_up(user=other, at=clock.now())

    assert set_up(with_password(other), mine) == 422


def test_whoever_has_a_second_proof_is_asked_for_it_and_cannot_make_another() -> None:
    user = make_staff()
    enter(browser(), user)
    given = second_factor.allow_set_up(user=user, at=clock.now())
    client = with_password(user)

    page = client.get("/office/second-proof").content.decode()
    secret = second_factor.new_secret()
    with pytest.raises(second_factor.WrongFactor):
        second_factor.set_up(user=user, secret=secret, code=code_for(secret), set_up_code=given, at=clock.now())

    assert "set_up_code" not in page
    assert Authenticator.objects.count() == 1


def test_the_second_proof_is_asked_for_again_at_every_sign_in_and_a_while_after_the_password(time_machine: Any) -> None:
    user = make_staff()
    client = browser()
    enter(client, user)
    assert client.get("/office/mail/").status_code == 200

    client.post("/office/sign-in", {"email": user.email, "password": PASSWORD})
    assert client.get("/office/mail/").status_code == 303
    time_machine.move_to(clock.now() + timedelta(minutes=16))

    assert client.get("/office/second-proof").headers["Location"].startswith("/office/sign-in")


def test_staff_change_their_password_with_a_fresh_second_proof_and_not_with_an_old_one(time_machine: Any) -> None:
    user = make_staff()
    client = browser()
    enter(client, user)

    assert client.get("/account/password").status_code == 200
    time_machine.move_to(clock.now() + timedelta(minutes=16))

    assert client.get("/account/password").headers["Location"] == "/office/sign-in?next=/account/password"
    assert client.get("/office/mail/").status_code == 200


def test_a_passkey_kept_as_a_customer_is_no_second_proof_once_they_work_here() -> None:
    user = User.objects.create_user("ada@example.com", PASSWORD)
    Authenticator.objects.create(user=user, type="webauthn", data={"name": "planted"})
    client = by_mailed_code(user)

    operations.appoint(email="Ada@example.com", name="Ada", role="manager", password=PASSWORD)

    assert not Authenticator.objects.exists()
    assert client.get("/account/").status_code == 303


def test_the_command_hands_over_a_set_up_code_and_everything_is_on_record(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SHOPKEEPER_STAFF_PASSWORD", PASSWORD)
    monkeypatch.setattr(staff_command, "migrate", lambda: None)

    assert main(["staff", "new@example.com", "--role", "manager"]) == 0
    given = capsys.readouterr().out.partition("Set-up code: ")[2][:14]
    user = User.objects.get(email="new@example.com")
    assert set_up(with_password(user), given) == 303
    assert main(["staff", "new@example.com", "--role", "editor"]) == 0
    assert "Set-up code" not in capsys.readouterr().out
    assert main(["staff", "new@example.com", "--role", "editor", "--new-proof"]) == 0
    assert "Set-up code" in capsys.readouterr().out

    assert not totp.Authenticator.objects.filter(user=user).exists()
    deliver_all()
    acts = list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))
    assert acts == [
        "staff.appoint",
        "staff.second_proof_set_up",
        "staff.appoint",
        "staff.appoint",
        "staff.second_proof_taken_away",
    ]


@pytest.mark.parametrize(
    ("email", "role", "password"),
    [("nobody", "owner", PASSWORD), ("a@example.com", "king", PASSWORD), ("a@example.com", "owner", "password1234")],
)
def test_nobody_is_made_staff_with_nonsense(email: str, role: str, password: str) -> None:
    with pytest.raises(InvalidInput):
        operations.appoint(email=email, name="", role=role, password=password)

    assert not User.objects.exists()
