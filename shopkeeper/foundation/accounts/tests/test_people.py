"""Who somebody is: one person for each address, whatever its capitals, and what they may do."""

from __future__ import annotations

from functools import partial

import pytest
from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction

from shopkeeper.foundation.accounts import devices, operations, roles
from shopkeeper.foundation.accounts.models import User
from shopkeeper.foundation.accounts.passwords import LONGEST, SHORTEST, check_password_choice
from shopkeeper.foundation.errors import InvalidInput
from shopkeeper.foundation.text import email_key
from tests.threads import at_once

GOOD = "violet teapot on tuesday"


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["ada@example.com", "ADA@EXAMPLE.COM", " Ada@Example.com\n", "ada@example.com\u2028"])
def test_one_address_is_one_person_however_it_is_typed(typed: str) -> None:
    first = operations.user_for_verified(email="ada@example.com", name="Ada")

    assert operations.user_for_verified(email=typed, name="Eve") == first
    assert (User.objects.get().name, EmailAddress.objects.get().verified) == ("Ada", True)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("sam@example.com", "ſam@example.com"),
        ("mike@example.com", "mıke@example.com"),
        ("ada@example.com", "аda@example.com"),
        ("office@example.com", "oﬃce@example.com"),
        ("strasse@example.com", "straße@example.com"),
        ("ada@example.com", "ada@ехample.com"),
        ("ada@example.com", "ada+shop@example.com"),
        ("ada@example.com", "ａda@example.com"),
    ],
)
def test_addresses_that_look_alike_are_two_people(one: str, other: str) -> None:
    assert operations.user_for_verified(email=one) != operations.user_for_verified(email=other)
    assert User.objects.count() == 2


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        (" Ada@Example.COM ", "ada@example.com"),
        ("ÜBER@example.com", "über@example.com"),
        ("MI\u212aE@example.com", "mike@example.com"),
        ("ſam@example.com", "ſam@example.com"),
        ("STRASSE@example.com", "strasse@example.com"),
        ("straße@example.com", "straße@example.com"),
        ("a\x00b@example.com", "a\ufffdb@example.com"),
    ],
)
def test_an_address_is_compared_in_one_form_which_is_its_own(typed: str, key: str) -> None:
    assert email_key(typed) == key
    assert email_key(key) == key


@pytest.mark.django_db
def test_the_database_itself_refuses_a_second_person_with_the_address_in_capitals() -> None:
    User.objects.create_user("ada@example.com")

    with pytest.raises(IntegrityError), transaction.atomic():
        User(email="ADA@example.com").save()


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_a_code_entered_in_many_tabs_at_once_makes_one_person() -> None:
    found = at_once([partial(operations.user_for_verified, email="ada@example.com")] * 8, threads=8)

    assert len({getattr(one, "pk", one) for one in found}) == 1
    assert User.objects.count() == EmailAddress.objects.count() == 1


@pytest.mark.parametrize(
    "password",
    [
        "", "short", "x" * (SHORTEST - 1), "password1234", "PASSWORD1234", "aaaaaaaaaaaaaaaa", "abababababababab",
        "ada@example.com", "my ada@example.com", "x" * (LONGEST + 1),
    ],
)  # fmt: skip
def test_a_password_that_is_tried_first_is_refused_with_a_reason(password: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        check_password_choice(password, email="ada@example.com")

    assert set(refused.value.fields) == {"password"}


@pytest.mark.parametrize(
    "password", [GOOD, "日本語のとても長いパスワード", "🦆🦉🦢🐧🦜🐦🦚🦩🐓🦃🕊🦅", "Pa$$w0rd is not enough"]
)
def test_any_script_makes_a_good_password(password: str) -> None:
    check_password_choice(password, email="ada@example.com")


@pytest.mark.django_db
def test_a_new_password_ends_every_session_there_is() -> None:
    user = User.objects.create_user("ada@example.com", GOOD)
    before = user.get_session_auth_hash()

    operations.set_password(user=user, password="a quiet harbour at dawn")

    user.refresh_from_db()
    assert user.get_session_auth_hash() != before
    assert user.check_password("a quiet harbour at dawn")


@pytest.mark.django_db
def test_a_refused_password_leaves_the_old_one() -> None:
    user = User.objects.create_user("ada@example.com", GOOD)

    with pytest.raises(InvalidInput):
        operations.set_password(user=user, password="short")

    user.refresh_from_db()
    assert user.check_password(GOOD)
    assert user.session_epoch == 0


@pytest.mark.django_db
def test_ending_sessions_twice_ends_them_twice() -> None:
    user = User.objects.create_user("ada@example.com")
    hashes = {user.get_session_auth_hash()}

    for _ in range(2):
        hashes.add(devices.sign_out_everywhere(user=user).get_session_auth_hash())

    assert len(hashes) == 3


@pytest.mark.parametrize(
    ("fields", "rights"),
    [
        ({}, frozenset()),
        ({"role": "owner"}, frozenset()),
        ({"is_staff": True}, frozenset()),
        ({"is_staff": True, "role": "emperor"}, frozenset()),
        ({"is_staff": True, "role": "owner", "is_active": False}, frozenset()),
        ({"is_superuser": True}, frozenset()),
        ({"is_staff": True, "role": "owner"}, frozenset(roles.RIGHTS)),
        ({"is_staff": True, "is_superuser": True, "role": "editor"}, frozenset(roles.RIGHTS)),
        ({"is_staff": True, "role": "editor"}, roles.ROLES["editor"]),
    ],
)
def test_only_active_staff_have_the_rights_of_their_role(fields: dict[str, object], rights: frozenset[str]) -> None:
    user = User(email="ada@example.com", **fields)

    assert roles.rights_of(user) == rights
    assert all(roles.may(user, right) == (right in rights) for right in roles.RIGHTS)


def test_every_role_holds_rights_that_exist_and_a_mistyped_right_is_a_mistake() -> None:
    assert all(rights <= set(roles.RIGHTS) for rights in roles.ROLES.values())
    with pytest.raises(KeyError):
        roles.may(User(), "orders.veiw")
