"""The books balance, whoever writes them and however."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from shopkeeper.commerce.ledger import export, queries
from shopkeeper.commerce.ledger.accounts import KINDS, TITLES, Account
from shopkeeper.commerce.ledger.models import Entry, Journal
from shopkeeper.commerce.ledger.operations import Line, Unbalanced, credit, debit, post
from shopkeeper.foundation.errors import Conflict
from shopkeeper.foundation.money import Money

NOON = datetime(2026, 11, 18, 12, 0, tzinfo=UTC)


def eur(text: str) -> Money:
    return Money.parse(text, "EUR")


def sale(key: str = "sale:1", total: str = "121.00", tax: str = "21.00", at: datetime = NOON) -> Journal | None:
    net = Money(eur(total).minor - eur(tax).minor, "EUR")
    return post(
        key=key,
        kind="sale",
        reference="order:1",
        lines=[
            debit(Account.RECEIVABLE, eur(total), "order:1"),
            credit(Account.SALES, net),
            credit(Account.TAX, eur(tax), "NL:standard"),
        ],
        at=at,
    )


@pytest.mark.django_db
def test_a_sale_is_owed_sold_and_taxed() -> None:
    sale()

    assert queries.balance(Account.RECEIVABLE, "EUR") == eur("121.00")
    assert queries.balance(Account.SALES, "EUR") == Money(-10_000, "EUR")
    assert queries.balance(Account.TAX, "EUR", subject="NL:standard") == Money(-2100, "EUR")
    assert queries.balance(Account.TAX, "EUR", subject="DE:standard") == Money(0, "EUR")


@pytest.mark.django_db
def test_what_does_not_balance_is_not_written() -> None:
    with pytest.raises(Unbalanced):
        post(key="k", kind="k", reference="r", lines=[debit(Account.BANK, eur("1.00"))], at=NOON)

    two = [debit(Account.BANK, eur("1.00")), credit(Account.SALES, Money(100, "USD"))]
    with pytest.raises(Unbalanced):
        post(key="k", kind="k", reference="r", lines=two, at=NOON)

    assert not Entry.objects.exists()


@pytest.mark.django_db
def test_posting_again_writes_nothing_and_posting_otherwise_is_refused() -> None:
    first = sale()

    assert sale() == first
    with pytest.raises(Conflict):
        sale(total="122.00")

    assert Entry.objects.count() == 3


@pytest.mark.django_db
def test_nothing_is_not_worth_a_journal() -> None:
    lines = [debit(Account.BANK, eur("5.00")), credit(Account.BANK, eur("5.00"))]

    assert post(key="k", kind="k", reference="r", lines=lines, at=NOON) is None
    assert not Journal.objects.exists()


@pytest.mark.django_db
def test_lines_on_the_same_account_become_one() -> None:
    lines = [
        debit(Account.BANK, eur("5.00")),
        debit(Account.BANK, eur("2.50")),
        credit(Account.SALES, eur("7.50")),
    ]

    made = post(key="k", kind="k", reference="r", lines=lines, at=NOON)

    assert made
    assert sorted(made.entries.values_list("amount_minor", flat=True)) == [-750, 750]


@pytest.mark.django_db
@pytest.mark.parametrize("table", ["ledger_journal", "ledger_entry"])
@pytest.mark.parametrize("change", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_the_database_refuses_to_change_what_is_written(table: str, change: str) -> None:
    sale()

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(change.format(table))


@pytest.mark.django_db
def test_the_database_refuses_a_journal_that_does_not_balance() -> None:
    Entry(journal_id=7, account=Account.BANK, currency="EUR", amount_minor=100).save()
    Entry(journal_id=7, account=Account.SALES, currency="EUR", amount_minor=-99).save()

    with pytest.raises(IntegrityError, match="does not balance"), transaction.atomic():
        Journal(id=7, key="k", kind="k", reference="r", at=NOON).save(force_insert=True)

    # The entries point to a journal that will never be.
    transaction.set_rollback(True)


@pytest.mark.django_db
def test_the_database_refuses_a_journal_without_entries() -> None:
    with pytest.raises(IntegrityError, match="does not balance"), transaction.atomic():
        Journal(id=7, key="k", kind="k", reference="r", at=NOON).save(force_insert=True)


@pytest.mark.django_db
def test_the_database_refuses_entries_that_come_late() -> None:
    made = sale()
    assert made

    with pytest.raises(IntegrityError, match="closed"), transaction.atomic():
        Entry(journal=made, account=Account.BANK, currency="EUR", amount_minor=100).save()


@pytest.mark.django_db
def test_the_trial_balance_opens_down_to_the_journals_behind_it() -> None:
    sale("sale:1")
    sale("sale:2", at=NOON + timedelta(days=1))

    rows = {row.account: row for row in queries.trial_balance()}

    assert (rows[Account.TAX].debit_minor, rows[Account.TAX].credit_minor) == (0, 4200)
    assert [one.key for one in queries.journals_on(Account.TAX)] == ["sale:2", "sale:1"]
    assert [one.key for one in queries.journals_on(Account.TAX, before=queries.journals_on(Account.TAX)[0].pk)] == [
        "sale:1"
    ]
    early = {row.account: row for row in queries.trial_balance(until=NOON + timedelta(hours=1))}
    assert early[Account.TAX].credit_minor == 2100


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 30])
def test_a_trial_balance_costs_one_query_however_many_journals(count: int, django_assert_num_queries: object) -> None:
    for number in range(count):
        sale(f"sale:{number}")

    with django_assert_num_queries(1):  # type: ignore[operator]
        queries.trial_balance()


def test_every_account_is_explained() -> None:
    assert set(KINDS) == set(TITLES) == set(Account)


@pytest.mark.django_db
def test_exports_carry_every_entry_to_the_minor_unit() -> None:
    sale()
    yen = [debit(Account.PROVIDER, Money(500, "JPY"), "strange: ; name"), credit(Account.SALES, Money(500, "JPY"))]
    post(key="(k);", kind="k", reference="r", lines=yen, at=NOON + timedelta(days=1), memo="a\nb")

    rows = list(export.csv_rows(queries.every_journal()))
    text = "\n".join(export.hledger_lines(queries.every_journal()))

    assert [row[7:9] for row in rows[:3]] == [("121.00", ""), ("", "100.00"), ("", "21.00")]
    assert "    income:sales  -100.00 EUR" in text
    assert "    assets:provider:strange- name  500 JPY" in text
    assert "2026-11-19 ([k],) k r a b" in text


ACCOUNTS = st.sampled_from(list(Account))
AMOUNTS = st.integers(-(10**12), 10**12)


class TestAnyHistory(TestCase):
    @given(st.lists(st.lists(st.tuples(ACCOUNTS, AMOUNTS), min_size=1, max_size=5), max_size=6))
    def test_whatever_is_posted_the_books_add_up_to_nothing(self, history: list[list[tuple[Account, int]]]) -> None:
        for number, told in enumerate(history):
            lines = [Line(account, Money(minor, "EUR")) for account, minor in told]
            rest = Money(-sum(minor for _, minor in told), "EUR")
            post(key=f"h{number}", kind="k", reference="r", lines=[*lines, Line(Account.BANK, rest)], at=NOON)

        rows = queries.trial_balance()

        assert sum(row.balance.minor for row in rows) == 0
        assert sum(row.debit_minor for row in rows) == sum(row.credit_minor for row in rows)
        assert queries.unbalanced() == []


@pytest.mark.django_db
def test_the_example_of_the_guide_page_does_what_it_says() -> None:
    page = Path(__file__).parents[4] / "docs" / "guide" / "ledger.md"

    examples = re.findall(r"```python\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)

    assert examples
    for example in examples:
        exec(compile(example, "ledger.md", "exec"), {"at": NOON})
