"""The room where money waits for a person, and what staff do there."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from shopkeeper.commerce.checkout import saga
from shopkeeper.commerce.checkout.makers import make_checkout, make_offer, make_shop, pay_request
from shopkeeper.commerce.ledger import queries as ledger
from shopkeeper.commerce.ledger.accounts import Account
from shopkeeper.commerce.orders import holds
from shopkeeper.commerce.orders.models import Order
from shopkeeper.commerce.payments import disputes, payouts
from shopkeeper.commerce.payments.models import Payment, Promise, Receipt, Terms
from shopkeeper.commerce.payments.ports import DisputeNews
from shopkeeper.foundation.audit.models import AuditEntry
from shopkeeper.foundation.money import Money
from shopkeeper.interfaces.backoffice.makers import at_the_desk, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Client:
    return at_the_desk(make_staff("owner"))


def placed(provider: str = "transfer", token: str = "promise") -> Order:
    Terms.objects.get_or_create(provider="transfer", defaults={"is_offered": True, "iban": "NL91ABNA0417164300"})
    now = timezone.now()
    checkout = make_checkout(make_shop(), make_offer(at=now), quantity=2, at=now)
    asked = pay_request(checkout, at=now)
    wanted = saga.PayRequest(asked.total_minor, asked.currency, provider, token, "/back", asked.payer)
    order = saga.pay(checkout_id=checkout.public_id, request=wanted, at=now).order
    assert order is not None
    return order


def page(desk: Client, url: str = "/office/money/") -> str:
    answer = desk.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def promise_url() -> str:
    return f"/office/money/promises/{Promise.objects.get().pk}/"


def test_a_quiet_day_says_so(desk: Client) -> None:
    assert "Nothing waits for you" in page(desk)


def test_what_is_awaited_is_confirmed_and_the_order_can_be_packed(desk: Client) -> None:
    order = placed()
    assert order.number in page(desk)
    assert "Waits for its payment" in page(desk, f"/office/orders/{order.number}/")
    assert "On hold" in page(desk, "/office/orders/?view=all")

    desk.post(f"{promise_url()}received", {"amount": "20.00", "note": "line 3", "idempotency_key": "a" * 20})
    assert "€20.95" in page(desk)
    desk.post(f"{promise_url()}received", {"amount": "20.95", "idempotency_key": "b" * 20})

    assert "Nothing waits for you" in page(desk)
    assert Payment.objects.get().status == Payment.Status.CAPTURED
    assert "Waits for its payment" not in page(desk, f"/office/orders/{order.number}/").partition("Timeline")[0]
    assert AuditEntry.objects.filter(action="payments.received").count() == 2


def test_the_same_press_twice_counts_once(desk: Client) -> None:
    placed()

    for _ in range(2):
        desk.post(f"{promise_url()}received", {"amount": "20.00", "idempotency_key": "a" * 20})

    assert Receipt.objects.count() == 1


@pytest.mark.parametrize("typed", ["", "nonsense", "-5", "0", "12.345"])
def test_a_wrong_amount_comes_back_as_it_was_typed(desk: Client, typed: str) -> None:
    placed()

    answer = desk.post(f"{promise_url()}received", {"amount": typed, "idempotency_key": "a" * 20})

    assert answer.status_code == 422
    assert f'value="{typed}"' in answer.content.decode()
    assert not Receipt.objects.exists()


def test_too_much_is_sent_back_and_too_little_given_up(desk: Client) -> None:
    placed()
    desk.post(f"{promise_url()}received", {"amount": "50.00", "idempotency_key": "a" * 20})
    assert "€9.05" in page(desk, promise_url())

    desk.post(f"{promise_url()}sent-back", {"note": "same account", "idempotency_key": "b" * 20})

    assert ledger.balance(Account.BANK, "EUR") == Money(4095, "EUR")
    assert "Nothing waits for you" in page(desk)


def test_a_held_order_shows_why_and_is_released_with_a_reason(desk: Client) -> None:
    order = placed("sandbox", "sandbox_approve")
    holds.hold(order=order, kind="risk", reasons=["Four cards were tried."], score=80, at=timezone.now())
    assert "Four cards were tried." in page(desk)
    url = f"/office/orders/{order.number}/"
    package = order.packages.get()
    desk.post(f"{url}packages/{package.pk}/pack", {"idempotency_key": "a" * 20})
    package.refresh_from_db()
    assert package.status == "open"

    desk.post(f"{url}release", {"note": "", "idempotency_key": "b" * 20})
    assert holds.standing(order)
    desk.post(f"{url}release", {"note": "Telephoned.", "idempotency_key": "c" * 20})

    assert holds.standing(order) == []
    assert AuditEntry.objects.get(action="orders.release").reason == "Telephoned."


def test_a_dispute_is_listed_with_its_evidence_without_internal_notes(desk: Client) -> None:
    order = placed("sandbox", "sandbox_approve")
    news = DisputeNews("dp_1", order.total, "fraudulent", "open")
    disputes.hear(payment=Payment.objects.get(), news=news, at=timezone.now())
    desk.post(f"/office/orders/{order.number}/notes", {"text": "smells of trouble", "idempotency_key": "a" * 20})
    assert "fraudulent" in page(desk)

    evidence = page(desk, f"/office/orders/{order.number}/evidence")

    for told in (order.number, order.email, "Keizersgracht 1", "Order placed", "dp_1"):
        assert told in evidence
    assert "smells of trouble" not in evidence


def test_a_payout_line_that_differs_is_explained_away(desk: Client) -> None:
    rows = payouts.read([",".join(payouts.COLUMNS), "po_1,2026-11-20,EUR,l1,other,,-3.00,0"])
    made = payouts.import_rows(provider="sandbox", rows=rows, at=timezone.now())
    assert "does not say" in page(desk)

    line = made.differences[0].pk
    desk.post(f"/office/money/lines/{line}/explained", {"text": "A fine.", "idempotency_key": "a" * 20})

    assert "does not say" not in page(desk)
    assert "po_1" in page(desk)


def test_terms_are_checked_and_kept(desk: Client) -> None:
    url = "/office/policies/payments/transfer/"
    typed = {"is_offered": "yes", "due_days": "10", "remind_days": "2", "cancel_days": "", "countries": "nl, de"}
    wrong = desk.post(url, {**typed, "iban": "NL91ABNA0417164301"})
    assert (wrong.status_code, "every digit" in wrong.content.decode()) == (422, True)

    assert desk.post(url, {**typed, "iban": "nl91 abna 0417 1643 00"}).status_code == 302

    terms = Terms.objects.get(provider="transfer")
    assert (terms.is_offered, terms.due_days, terms.cancel_days, terms.countries, terms.iban) == (
        True,
        10,
        None,
        ["NL", "DE"],
        "NL91ABNA0417164300",
    )
    assert "NL91ABNA0417164300" in page(desk, "/office/policies/")


@pytest.mark.parametrize(
    "changed",
    [{"due_days": "-1"}, {"due_days": "999"}, {"countries": "XX"}, {"bic": "no"}, {"most": "a lot"}, {"iban": ""}],
)
def test_terms_that_cannot_be_are_refused(desk: Client, changed: dict[str, str]) -> None:
    typed = {"is_offered": "yes", "due_days": "10", "remind_days": "2", "iban": "NL91ABNA0417164300", **changed}

    assert desk.post("/office/policies/payments/transfer/", typed).status_code == 422
    assert not Terms.objects.exists()
