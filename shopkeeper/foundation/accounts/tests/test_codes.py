"""A code proves one address, once, for ten minutes, in five tries, and goes nowhere but to that address."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest

from shopkeeper.foundation.accounts import codes
from shopkeeper.foundation.accounts.codes import WrongCode
from shopkeeper.foundation.accounts.models import SignInCode
from shopkeeper.foundation.accounts.tests import stand_ins
from tests.threads import at_once

NOON = datetime.fromisoformat("2026-11-18T12:00:00+00:00")
END = NOON + timedelta(minutes=codes.VALID_MINUTES)


@pytest.fixture(autouse=True)
def _letters(settings: Any) -> Iterator[None]:
    settings.CODE_SENDER = "shopkeeper.foundation.accounts.tests.stand_ins.write_down"
    stand_ins.SENT.clear()
    yield
    stand_ins.SENT.clear()


def send(email: str = "ada@example.com") -> tuple[str, str]:
    """The handle that the browser keeps, and the code in the mail."""
    handle = codes.send_code(email=email, language="en", at=NOON)
    return handle, stand_ins.SENT[-1].code


def check(handle: str, typed: str, at: datetime = NOON) -> str:
    return codes.check_code(handle=handle, typed=typed, at=at)


def another(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06}"


@pytest.mark.django_db
def test_the_code_in_the_mail_proves_the_address() -> None:
    handle, code = send("  Ada@Example.com ")

    assert check(handle, code) == "ada@example.com"
    assert codes.address_of(handle) == "ada@example.com"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "shape", ["{0} ", "{0[0]}{0[1]}{0[2]} {0[3]}{0[4]}{0[5]}", "{0[0]}-{0[1]}-{0[2]}-{0[3]}{0[4]}{0[5]}"]
)
def test_spaces_and_dashes_in_a_code_do_not_matter(shape: str) -> None:
    handle, code = send()

    assert check(handle, shape.format(code))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "typed", ["", "x", "000", "12345678901234567890", "\x00", "٠٠٠٠٠٠", "１２３４５６", "' OR 1=1", "-1"]
)
def test_what_is_no_code_is_a_wrong_one(typed: str) -> None:
    handle, _ = send()

    with pytest.raises(WrongCode):
        check(handle, typed)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "email", ["mi\u212ae@example.com", "MIKE@EXAMPLE.COM", "ſam@example.com", "ada@Ex\u212aample.com"]
)
def test_a_code_is_sent_to_the_very_address_that_it_proves(email: str) -> None:
    """A Kelvin sign is a k in small letters: mail to the address as typed could reach somebody who is not Mike."""
    handle, code = send(email)

    assert check(handle, code) == stand_ins.SENT[-1].email


@pytest.mark.django_db
def test_a_code_works_once() -> None:
    handle, code = send()
    check(handle, code)

    with pytest.raises(WrongCode):
        check(handle, code)


@pytest.mark.django_db
def test_a_code_works_until_just_before_its_end() -> None:
    first, second = send(), send()

    assert check(*first, at=END - timedelta(microseconds=1))
    with pytest.raises(WrongCode):
        check(*second, at=END)


@pytest.mark.django_db
def test_after_five_wrong_tries_the_right_code_is_wrong_too() -> None:
    handle, code = send()
    for _ in range(codes.MOST_ATTEMPTS):
        with pytest.raises(WrongCode):
            check(handle, another(code))

    with pytest.raises(WrongCode):
        check(handle, code)


@pytest.mark.django_db
def test_a_code_opens_nothing_in_another_browser() -> None:
    _, code = send()
    other, _ = send("eve@example.com")

    for handle in (other, "", "guess", "\ufffd"):
        with pytest.raises(WrongCode):
            check(handle, code if handle != other else another(stand_ins.SENT[-1].code))
    assert codes.address_of("guess") == ""


@pytest.mark.django_db
def test_the_code_itself_is_not_kept() -> None:
    handle, code = send()

    row = SignInCode.objects.get(handle=handle)

    assert code not in row.code_hash
    assert len({SignInCode.objects.get(handle=send()[0]).code_hash for _ in range(3)}) == 3


@pytest.mark.django_db
def test_old_codes_are_forgotten_and_fresh_ones_kept() -> None:
    handle, _ = send()

    assert (codes.prune(before=END), codes.prune(before=END + timedelta(microseconds=1))) == (0, 1)
    assert codes.address_of(handle) == ""


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_a_hundred_guesses_at_once_have_five_tries_together() -> None:
    handle, code = send()
    wrong = [f"{number:06}" for number in range(99) if f"{number:06}" != code]

    found = at_once([partial(check, handle, typed) for typed in wrong], threads=12)

    assert all(isinstance(one, WrongCode) for one in found)
    assert SignInCode.objects.get().attempts == codes.MOST_ATTEMPTS


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_the_right_code_typed_in_many_tabs_at_once_lets_one_in() -> None:
    handle, code = send()

    found = at_once([partial(check, handle, code)] * 5, threads=5)

    assert len([one for one in found if one == "ada@example.com"]) == 1
