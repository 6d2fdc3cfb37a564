"""What providers send to the bank is booked, linked line by line, and every difference named."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from django.utils import timezone

from shopkeeper.commerce.checkout import verify
from shopkeeper.commerce.ledger import queries as ledger
from shopkeeper.commerce.ledger.accounts import Account
from shopkeeper.commerce.ledger.models import Journal
from shopkeeper.commerce.payments import disputes, operations, payouts
from shopkeeper.commerce.payments.backends import sandbox_payout
from shopkeeper.commerce.payments.backends.sandbox_webhooks import deliver
from shopkeeper.commerce.payments.models import Dispute, Payment, Payout, PayoutLine
from shopkeeper.commerce.payments.ports import DisputeNews
from shopkeeper.foundation.errors import Conflict, InvalidInput
from shopkeeper.foundation.events.testing import deliver_all
from shopkeeper.foundation.money import Money
from shopkeeper.foundation.tasks.models import QueuedTask

pytestmark = pytest.mark.django_db
HEADER = ",".join(payouts.COLUMNS)


def taken(key: str = "co:1:1:auth", minor: int = 4095, currency: str = "EUR") -> Payment:
    """A payment the sandbox has captured."""
    payment = operations.create(
        key=key,
        reference=f"test:{key}",
        provider_name="sandbox",
        amount=Money(minor, currency),
        token="sandbox_approve",
        known_by={},
        at=timezone.now(),
    )
    payment = operations.authorise(payment=payment, return_url="/", description="")
    return operations.capture(payment=payment, at=timezone.now())


def give_back(payment: Payment, minor: int) -> None:
    refund = operations.request_refund(
        payment=payment, amount=Money(minor, payment.currency), key=f"r{minor}", reason="", at=timezone.now()
    )
    operations.send_refund(refund=refund, at=timezone.now())


def brought(*lines: str) -> payouts.Imported:
    return payouts.import_rows(provider="sandbox", rows=payouts.read([HEADER, *lines]), at=timezone.now())


def ledger_agrees() -> bool:
    told = dict(verify.findings())
    return not told["Ledger: what stands with providers is what payments say they took and gave back"]


def standing(account: Account) -> int:
    return ledger.balance(account, "EUR").minor


def test_a_payout_moves_money_from_the_provider_to_the_bank_less_its_fees() -> None:
    payment = taken()

    made = brought(
        f"po_1,2026-11-20,EUR,l1,charge,{payment.provider_id},40.95,0.82", "po_1,2026-11-20,EUR,l2,fee,,0.00,1.50"
    )

    assert (made.new, made.differences) == (1, ())
    assert (standing(Account.BANK), standing(Account.PROVIDER_FEES), standing(Account.PROVIDER)) == (3863, 232, 0)
    assert PayoutLine.objects.get(line_id="l1").payment == payment
    assert ledger_agrees()


def test_the_same_file_twice_is_booked_once_and_another_story_is_refused() -> None:
    payment = taken()
    line = f"po_1,2026-11-20,EUR,l1,charge,{payment.provider_id},40.95,0.82"

    assert [brought(line).new for _ in range(3)] == [1, 0, 0]
    assert Journal.objects.filter(kind="payout").count() == 1
    with pytest.raises(Conflict):
        brought(line.replace("40.95", "41.95"))


def test_a_refund_before_and_after_the_payout_is_told_apart() -> None:
    payment = taken()
    give_back(payment, 1000)

    first = brought(
        f"po_1,2026-11-20,EUR,l1,charge,{payment.provider_id},40.95,0.82",
        f"po_1,2026-11-20,EUR,l2,refund,{payment.provider_id},-10.00,0.00",
    )
    assert first.differences == ()

    give_back(payment, 500)
    assert ledger_agrees()
    assert brought(f"po_2,2026-11-27,EUR,l1,refund,{payment.provider_id},-5.00,0").differences == ()
    assert ledger_agrees()


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("po_1,2026-11-20,EUR,l1,charge,nobody,40.95,0", "no payment"),
        ("po_1,2026-11-20,EUR,l1,charge,{id},40.00,0", "our books say"),
        ("po_1,2026-11-20,USD,l1,charge,{id},40.95,0", "was in EUR"),
        ("po_1,2026-11-20,EUR,l1,refund,{id},-40.95,0", "our books say"),
        ("po_1,2026-11-20,EUR,l1,other,,-3.00,0", "does not say"),
        ("po_1,2026-11-20,EUR,l1,dispute,{id},-40.95,0", "our books say"),
    ],
)
def test_what_does_not_agree_is_booked_as_it_came_and_waits_for_an_explanation(line: str, word: str) -> None:
    payment = taken()

    made = brought(line.format(id=payment.provider_id))

    assert word in made.differences[0].difference
    assert [one.pk for one in payouts.differences()] == [made.differences[0].pk]
    assert ledger_agrees()
    payouts.explain(line_id=made.differences[0].pk, text="Asked them.")
    assert payouts.differences() == []


def test_a_charge_paid_out_twice_is_noticed() -> None:
    payment = taken()
    brought(f"po_1,2026-11-20,EUR,l1,charge,{payment.provider_id},40.95,0")

    assert brought(f"po_2,2026-11-27,EUR,l9,charge,{payment.provider_id},40.95,0").differences


@pytest.mark.parametrize(
    "lines",
    [
        ["payout_id,gross"],
        [HEADER, "po_1,yesterday,EUR,l1,charge,x,1.00,0"],
        [HEADER, "po_1,2026-11-20,EUR,l1,charge,x,1.001,0"],
        [HEADER, "po_1,2026-11-20,EUR,l1,gift,x,1.00,0"],
        [HEADER, "po_1,2026-11-20,XXX,l1,charge,x,1.00,0"],
        [HEADER, ",2026-11-20,EUR,l1,charge,x,1.00,0"],
    ],
)
def test_a_file_that_cannot_be_read_says_where_and_books_nothing(lines: list[str]) -> None:
    with pytest.raises(InvalidInput) as refused:
        payouts.read(lines)

    assert "Line 2" in refused.value.message or "columns" in refused.value.message
    assert not Payout.objects.exists()


def test_one_payout_is_one_currency_and_one_day() -> None:
    with pytest.raises(InvalidInput):
        brought("po_1,2026-11-20,EUR,l1,fee,,0,1.00", "po_1,2026-11-21,EUR,l2,fee,,0,1.00")


def test_the_sandboxs_own_file_leaves_nothing_with_it_and_nothing_unexplained() -> None:
    for at in range(5):
        taken(f"co:{at}:1:auth", 1000 + at)
    give_back(taken("co:9:1:auth"), 1000)
    taken("co:10:1:auth", 1800, "JPY")

    for on in (date(2026, 11, 20), date(2026, 11, 27)):
        file = io.StringIO()
        csv.writer(file).writerows(sandbox_payout.rows(on))
        made = payouts.import_rows(
            provider="sandbox", rows=payouts.read(file.getvalue().splitlines()), at=timezone.now()
        )
        assert made.differences == ()

    assert Payout.objects.count() == 2
    assert [one.minor for one in ledger.balances_of(Account.PROVIDER)] == [0, 0]
    assert ledger_agrees()


def news(status: str) -> DisputeNews:
    return DisputeNews("dp_1", Money(4095, "EUR"), "fraudulent", status)


@pytest.mark.parametrize(
    ("told", "receivable", "written_off", "with_provider"),
    [
        (["open"], 0, 0, 0),
        (["open", "open", "won"], -4095, 0, 4095),
        (["won", "open"], -4095, 0, 4095),
        (["open", "lost", "lost"], -4095, 4095, 0),
        (["lost", "won", "open"], -4095, 4095, 0),
    ],
)
def test_a_dispute_is_booked_once_however_its_messages_come(
    told: list[str], receivable: int, written_off: int, with_provider: int
) -> None:
    payment = taken()

    for status in told:
        disputes.hear(payment=payment, news=news(status), at=timezone.now())

    assert standing(Account.RECEIVABLE) == receivable
    assert standing(Account.WRITE_OFFS) == written_off
    assert standing(Account.PROVIDER) == with_provider
    assert ledger_agrees()


def test_what_the_bank_took_and_the_payout_says_so_agree() -> None:
    payment = taken()
    disputes.hear(payment=payment, news=news("open"), at=timezone.now())

    made = brought(
        f"po_1,2026-11-20,EUR,l1,charge,{payment.provider_id},40.95,0.82",
        f"po_1,2026-11-20,EUR,l2,dispute,{payment.provider_id},-40.95,15.00",
    )

    assert made.differences == ()
    assert ledger_agrees()


def test_the_sandboxs_customer_disputes_it_after_a_minute() -> None:
    payment = operations.create(
        key="co:1:1:auth",
        reference="test:1",
        provider_name="sandbox",
        amount=Money(4095, "EUR"),
        token="sandbox_dispute",
        known_by={},
        at=timezone.now(),
    )
    payment = operations.authorise(payment=payment, return_url="/", description="")
    payment = operations.capture(payment=payment, at=timezone.now())
    waiting = [task for task in QueuedTask.objects.all() if "dispute_open" in str(task.arguments)]
    assert [task.run_after > timezone.now() for task in waiting] == [True]

    deliver.call("evt_1", "dispute_open", payment.key)
    deliver_all()

    assert [(one.payment, one.status) for one in Dispute.objects.all()] == [(payment, "open")]
    assert ledger_agrees()
