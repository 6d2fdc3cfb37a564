"""Numbers people read aloud, and names nobody can guess."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopkeeper.foundation import ids
from shopkeeper.foundation.text import plain


def test_an_order_number_survives_being_read_aloud() -> None:
    for _ in range(200):
        number = ids.order_number()
        assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}", number)
        assert ids.normalise_order_number(number) == number


@pytest.mark.parametrize(
    "typed", ["7k2m-9qpd", " 7K2M 9QPD ", "7K2M9QPD", "7K2M–9QPD", "7.K.2.M.9.Q.P.D", "7K2M-9QPD\n", "“7K2M-9QPD”"]
)
def test_an_order_number_is_known_however_it_is_typed(typed: str) -> None:
    assert ids.normalise_order_number(typed) == "7K2M-9QPD"


def test_letters_taken_for_digits_are_put_right() -> None:
    assert ids.normalise_order_number("oil0-OIL1") == "0110-0111"


@given(st.text(max_size=40))
def test_anything_typed_as_a_number_is_only_looked_for(typed: str) -> None:
    found = ids.normalise_order_number(typed)

    assert "\x00" not in found
    assert ids.normalise_order_number(found) == found


def test_tokens_are_long_safe_in_addresses_and_never_the_same() -> None:
    found = {ids.token() for _ in range(500)}

    assert len(found) == 500
    assert all(re.fullmatch(r"[\w-]{22}", one) for one in found)
    assert len(ids.token(bits=80)) >= 80 / 6


def test_public_ids_say_what_they_are_of() -> None:
    assert re.fullmatch(r"chk_[0-9A-Z]{16}", ids.public_id("chk"))


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Café Ⅳ", "cafe iv"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("Élise", "elise"),
        ("ＡＢＣ", "abc"),
        ("", ""),
    ],
)
def test_text_is_folded_to_be_compared(text: str, folded: str) -> None:
    assert plain(text) == folded


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert plain(plain(text)) == plain(text)
