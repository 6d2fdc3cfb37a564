"""Postal addresses of any country and any script, and the book they are kept in, which is its owner's alone."""

from __future__ import annotations

from functools import partial

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from shopkeeper.commerce.customers import operations, queries
from shopkeeper.commerce.customers.addresses import (
    PostalAddress,
    address_form,
    clean,
    is_country,
    parse_address,
    postal_warning,
)
from shopkeeper.commerce.customers.models import Address, Customer
from shopkeeper.foundation.accounts.models import User
from shopkeeper.foundation.errors import InvalidInput, NotFound
from tests.threads import at_once

ADA = {"name": "Ada", "line1": "Keizersgracht 1", "postal_code": "1015 CJ", "city": "Amsterdam", "country": "NL"}
HOME = PostalAddress("Ada", "Keizersgracht 1", "NL", "Amsterdam", "1015 CJ")


@pytest.mark.parametrize(
    "name",
    ["O", "Ng", "李", "محمد", "O'Brien-Łukaszewicz", "🦆", "X Æ A-12", "Graf von und zu Berg", "n" * 300, "\u200fשרה"],
)
def test_any_name_is_a_name(name: str) -> None:
    assert parse_address({**ADA, "name": name}).name == name


@pytest.mark.parametrize("field", ["name", "line1", "postal_code", "city"])
@pytest.mark.parametrize("typed", ["", "   ", "\n\t", "\x00\x1f", "\u2028"])
def test_a_missing_field_is_named_even_if_something_unseen_was_typed(field: str, typed: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        parse_address({**ADA, field: typed})

    assert set(refused.value.fields) == {field}


@pytest.mark.parametrize(
    ("field", "length"),
    [("name", 301), ("line1", 301), ("line2", 301), ("city", 201), ("postal_code", 21), ("phone", 41)],
)
def test_what_is_too_long_is_told_and_never_cut_in_silence(field: str, length: int) -> None:
    with pytest.raises(InvalidInput) as refused:
        parse_address({**ADA, field: "x" * length})

    assert set(refused.value.fields) == {field}


@pytest.mark.parametrize("country", ["", "XX", "NLD", "AUT", "Netherlands", "ＮＬ", "🇳🇱", "..", "\x00", "EU", "QO"])
def test_what_is_no_country_is_refused_and_not_taken_for_another(country: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        parse_address({**ADA, "country": country})

    assert "country" in refused.value.fields


def test_every_country_has_a_form_and_an_address_filled_in_with_all_of_it_is_taken() -> None:
    countries = [
        code
        for first in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
        for second in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
        if is_country(code := first + second)
    ]

    assert len(countries) > 240
    for country in countries:
        form = address_form(country)
        typed = dict.fromkeys(form.fields, "Something") | {"name": "Ada", "line1": "Here 1", "country": country}
        if form.regions:
            typed["region"] = form.regions[0][0]
        address = parse_address(typed)
        assert address.country == country
        assert any("Ada" in line for line in address.lines()), country
        assert form.required <= {*form.fields, "line1"}, country


def test_lines_break_where_people_typed_them_and_nowhere_else() -> None:
    address = parse_address({**ADA, "name": "Ada\r\nBcc: eve@evil.example", "line2": "3rd\u2028floor"})

    assert (address.name, address.line2) == ("Ada Bcc: eve@evil.example", "3rd floor")


@given(st.text(max_size=40), st.text(max_size=40))
def test_an_address_written_down_and_read_again_is_the_same(name: str, line1: str) -> None:
    try:
        address = parse_address({**ADA, "name": name, "line1": line1})
    except InvalidInput:
        return

    assert PostalAddress.from_json({**address.as_json(), "unknown": "field"}) == address
    assert all("\n" not in line for line in address.lines())


@given(st.text(max_size=80))
def test_a_cleaned_text_is_one_line_and_cleaning_it_again_changes_nothing(text: str) -> None:
    found = clean(text)

    assert clean(found) == found
    assert not set(found) & set("\x00\n\r\t\u2028\u2029")


@pytest.mark.parametrize(
    ("postcode", "doubted"),
    [("1015 CJ", False), ("1015cj", False), ("1015", True), ("ABC", True), ("", False), ("１０１５ ＣＪ", True)],
)
def test_an_unusual_postcode_is_a_question_and_never_a_refusal(postcode: str, doubted: bool) -> None:
    address = PostalAddress("Ada", "Here 1", "NL", "Amsterdam", postcode)

    assert bool(postal_warning(address)) == doubted


def test_an_address_without_a_known_country_can_still_be_printed() -> None:
    address = PostalAddress("Ada", "Here 1", "XX", "There", "123")

    assert address.lines() == ["Ada", "Here 1", "123", "There"]
    assert postal_warning(address) == ""


def make_customer(email: str = "ada@example.com") -> Customer:
    return operations.customer_of(User.objects.create_user(email))


def save(customer: Customer, line1: str = "Here 1", **more: object) -> Address:
    return operations.save_address(customer=customer, address=PostalAddress("Ada", line1, "NL"), **more)  # type: ignore[arg-type]


@pytest.mark.django_db
def test_the_first_address_is_the_default_and_a_later_one_only_when_asked() -> None:
    customer = make_customer()
    first, second = save(customer), save(customer, "There 2")
    third = save(customer, "Yonder 3", make_default=True)

    assert [one.pk for one in queries.addresses(customer)] == [third.pk, second.pk, first.pk]
    assert list(Address.objects.filter(is_default=True)) == [third]


@pytest.mark.django_db
def test_changing_the_default_address_keeps_it_the_default() -> None:
    customer = make_customer()
    first = save(customer)
    save(customer, "There 2")

    changed = save(customer, "Here 1a", address_id=first.pk)

    assert (changed.pk, changed.line1, changed.is_default) == (first.pk, "Here 1a", True)


@pytest.mark.django_db
def test_another_customers_address_is_not_found_whatever_is_tried() -> None:
    victim, thief = make_customer(), make_customer("eve@example.com")
    theirs = save(victim)

    for attempt in (
        lambda: queries.address(thief, theirs.pk),
        lambda: save(thief, "Stolen 1", address_id=theirs.pk),
        lambda: queries.saved_address(thief, str(theirs.pk)),
        lambda: save(thief, "Stolen 1", address_id=0),
    ):
        with pytest.raises(NotFound):
            attempt()
    operations.remove_address(customer=thief, address_id=theirs.pk)

    assert Address.objects.values_list("line1", "customer").get() == ("Here 1", victim.pk)


@pytest.mark.django_db
@pytest.mark.parametrize("chosen", ["", "new", "-1", "1.5", "٣", "9" * 40, "1; DROP", "\x00"])
def test_a_made_up_choice_of_address_fills_in_nothing(chosen: str) -> None:
    customer = make_customer()
    save(customer)

    assert queries.saved_address(customer, chosen) == {}
    assert queries.saved_address(None, "1") == {}


@pytest.mark.django_db
def test_the_address_of_an_order_is_kept_only_in_an_empty_book() -> None:
    customer = make_customer()

    operations.keep_first_address(customer=customer, address=HOME.as_json())
    operations.keep_first_address(customer=customer, address={**HOME.as_json(), "line1": "Another 2"})

    assert queries.postal(Address.objects.get()) == HOME


@pytest.mark.django_db
def test_a_new_checkout_begins_with_what_is_known_of_its_owner_and_of_nobody_else() -> None:
    customer, other = make_customer(), make_customer("eve@example.com")
    operations.save_address(customer=other, address=HOME)

    assert queries.prefill(None) == {}
    assert queries.prefill(customer) == {"email": "ada@example.com"}
    operations.save_address(customer=customer, address=HOME)
    assert queries.prefill(customer) == {"email": "ada@example.com", **{k: v for k, v in HOME.as_json().items() if v}}


@pytest.mark.django_db
def test_the_database_itself_refuses_two_default_addresses() -> None:
    customer = make_customer()
    save(customer)
    second = save(customer, "There 2")

    with pytest.raises(IntegrityError), transaction.atomic():
        Address.objects.filter(pk=second.pk).update(is_default=True)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_a_first_address_saved_by_a_double_click_breaks_nothing_and_one_is_the_default() -> None:
    customer = make_customer()

    found = at_once([partial(save, customer, f"Here {number}") for number in range(6)], threads=6)

    assert not [one for one in found if isinstance(one, Exception)]
    assert Address.objects.filter(is_default=True).count() == 1


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_changing_the_default_in_two_tabs_at_once_leaves_one() -> None:
    customer = make_customer()
    made = [save(customer, f"Here {number}") for number in range(4)]

    found = at_once(
        [partial(save, customer, one.line1, address_id=one.pk, make_default=True) for one in made] * 2, threads=8
    )

    assert not [one for one in found if isinstance(one, Exception)]
    assert Address.objects.filter(is_default=True).count() == 1
