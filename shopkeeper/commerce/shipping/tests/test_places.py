"""Where a zone reaches: countries by any of their names, postcodes that are left out."""

from __future__ import annotations

import pytest

from shopkeeper.commerce.shipping.places import is_excluded, read_countries, read_exclusions
from shopkeeper.foundation.errors import InvalidInput


def test_countries_are_read_by_name_and_by_letters_each_once() -> None:
    assert read_countries("Netherlands\nbe, DE;  cote d'Ivoire\nNL") == ["NL", "BE", "DE", "CI"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "at least one country"),
        (" , \n", "at least one country"),
        ("Netherland", "Did you mean Netherlands?"),
        ("XX", "“XX” is no country we know."),
        ("ZZZZZZ", "no country we know"),
        ("<b>", "no country we know"),
    ],
)
def test_what_is_no_country_is_named(text: str, words: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        read_countries(text)

    assert words in refusal.value.message


def test_exclusions_are_one_a_line() -> None:
    assert read_exclusions("je\n\n fr  97 \nJE") == ["JE", "FR 97"]
    for wrong in ("<script>", "A" * 30, "97*", "FR-é"):
        with pytest.raises(InvalidInput):
            read_exclusions(wrong)


@pytest.mark.parametrize(
    ("exclusions", "countries", "country", "code", "is_out"),
    [
        (["JE"], ["GB"], "GB", "JE2 3AB", True),
        (["JE"], ["GB"], "GB", "EJ2 3AB", False),
        (["FR 97"], ["FR", "IT"], "FR", "97 110", True),
        (["FR 97"], ["FR", "IT"], "IT", "97100", False),
        (["97"], ["FR", "IT"], "IT", "97100", True),
        (["GY 1"], ["GB"], "GB", "GY1 1AA", True),
        (["GY 1"], ["GB"], "GB", "GY2 1AA", False),
        (["7-0"], ["PL"], "PL", "70-001", True),
        (["JE"], ["GB"], "GB", "", False),
    ],
)
def test_a_postcode_is_left_out_where_its_beginning_counts(
    exclusions: list[str], countries: list[str], country: str, code: str, is_out: bool
) -> None:
    assert is_excluded(exclusions, countries, country, code) is is_out
