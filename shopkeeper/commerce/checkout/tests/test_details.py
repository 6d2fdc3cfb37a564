"""What is typed at the checkout: kept whatever it is, judged once, and never the reason of a failure."""

from __future__ import annotations

import pytest

from shopkeeper.commerce.checkout import details
from shopkeeper.commerce.checkout.details import MAX_TYPED
from shopkeeper.commerce.checkout.makers import DETAILS
from shopkeeper.foundation.errors import InvalidInput

COUNTRIES = ["NL", "DE"]


@pytest.mark.parametrize(
    "typed",
    [
        "ada@example.com",
        "  ada@example.com ",
        "Ada.Lovelace+shop@Example.CO.UK",
        "a@b.cd",
        "o'hara@example.com",
        "用户@例え.jp",
        "ünï@exämple.com",
        ".ada..@docomo.example",
        "x" * 64 + "@example.com",
        "a_b!#$%&*/=?^`{|}~@example.com",
    ],
)
def test_real_addresses_are_taken_as_they_are_typed(typed: str) -> None:
    assert details.parse_email(typed) == typed.strip()


@pytest.mark.parametrize(
    "typed",
    [
        "", " ", "ada", "ada@", "@example.com", "ada@example", "ada@@example.com", "ada@exa mple.com", "ada@.com",
        "ada@example..com", "ada@example.com.", "x" * 65 + "@example.com", "a@" + "b" * 60 + ".c" * 100,
        "ada@example.com,eve@evil.example", "ada,eve@example.com", "ada@example.com,eve", "<ada@example.com>",
        "ada@example.com>", "Ada <ada@example.com>", "ada;eve@example.com", "a:ada@example.com", '"ada"@example.com',
        "ada\\@example.com", "ada(x)@example.com", "ada@[127.0.0.1]", "ada\x00@example.com", "ada\n@example.com",
        "ada@example.com\nBcc: eve@evil.example", "ada\x1b@example.com", "ada\u202e@example.com",
        "ada\u200b@example.com", "\ud800@example.com", "a@" + "İ" * 240 + ".com", "a@" + "b" * 64 + ".com",
    ],
)  # fmt: skip
def test_what_no_mail_can_reach_is_refused_beside_the_field(typed: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        details.parse_email(typed)

    assert set(refused.value.fields) == {"email"}


def test_every_problem_is_told_at_once() -> None:
    with pytest.raises(InvalidInput) as refused:
        details.parse({"email": "x", "country": "NL"}, countries=COUNTRIES)

    assert set(refused.value.fields) == {"email", "name", "line1", "postal_code", "city"}


def test_what_is_never_asked_for_is_not_kept() -> None:
    forged = {
        **DETAILS,
        "total_minor": "1",
        "customer": "7",
        "is_admin": "1",
        "method_code": "free",
        "billing_total": "0",
    }

    assert details.kept(forged) == DETAILS


def test_wrong_and_half_typed_fields_are_kept_as_they_are_but_not_without_end() -> None:
    kept = details.kept({"email": "ada@", "name": "x" * 10_000, "note": "a\x00b", "line1": "<script>"})

    assert kept == {"email": "ada@", "name": "x" * MAX_TYPED, "note": "ab", "line1": "<script>"}


@pytest.mark.parametrize("country", ["GB", "US", "nl ", "", "XX", "NLD", "ＮＬ", "\x00"])
def test_an_order_goes_to_the_countries_of_the_market_only(country: str) -> None:
    if country.strip().upper() == "NL":
        assert details.parse({**DETAILS, "country": country}, countries=COUNTRIES).shipping.country == "NL"
        return
    with pytest.raises(InvalidInput) as refused:
        details.parse({**DETAILS, "country": country}, countries=COUNTRIES)

    assert "country" in refused.value.fields


def test_the_invoice_goes_where_the_parcel_goes_unless_another_address_was_begun() -> None:
    same = details.parse(DETAILS, countries=COUNTRIES)
    emptied = details.parse({**DETAILS, "billing_name": " ", "billing_country": "DE"}, countries=COUNTRIES)

    assert same.billing == same.shipping == emptied.billing


def test_an_invoice_may_go_to_a_country_the_shop_does_not_deliver_to() -> None:
    own = {
        "billing_name": "Ada Ltd",
        "billing_line1": "1 Mall",
        "billing_city": "London",
        "billing_postal_code": "SW1A 1AA",
        "billing_country": "GB",
    }

    found = details.parse({**DETAILS, **own}, countries=COUNTRIES)

    assert (found.billing.country, found.shipping.country) == ("GB", "NL")


def test_half_an_address_for_the_invoice_is_told_by_its_own_fields() -> None:
    with pytest.raises(InvalidInput) as refused:
        details.parse({**DETAILS, "billing_name": "Ada Ltd", "billing_country": "NL"}, countries=COUNTRIES)

    assert set(refused.value.fields) == {"billing_line1", "billing_postal_code", "billing_city"}
    assert details.contact_problems({**DETAILS, "billing_name": "Ada Ltd"}, countries=COUNTRIES) == {}
