"""What a Stripe on this machine cannot play: objects and errors in the shapes the API documents, answered by a stand-in
for the line to Stripe. The library itself reads them."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import stripe
from django.utils import timezone

from shopkeeper.commerce.payments.backends.stripe import Stripe, metadata_of
from shopkeeper.commerce.payments.backends.stripe_amounts import LARGEST, charged_units, money, units
from shopkeeper.commerce.payments.backends.stripe_answers import answer_of_intent, answer_of_page
from shopkeeper.commerce.payments.backends.stripe_words import PLAIN, WORDS, words
from shopkeeper.commerce.payments.models import Payment
from shopkeeper.commerce.payments.ports import BadSignature, Charge, Outcome, ProviderUnavailable
from shopkeeper.foundation.errors import InvalidInput, ShopError
from shopkeeper.foundation.money import Money
from tests.contracts import local_stripe

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stripe_keys")]
RECORDED = json.loads(Path(__file__).with_name("recorded").joinpath("stripe.json").read_text())
EUR = Money(4095, "EUR")
CHARGE = Charge("co:1:1:auth", EUR, "pm_1Aa", "/back", "Checkout 1")
Reply = tuple[int, Any] | Exception


def recorded(name: str, **changed: Any) -> dict[str, Any]:
    return {**deepcopy(RECORDED[name]), **changed}


class Line(stripe.HTTPClient):
    """Answers each call with the next reply, and keeps what was asked."""

    name = "line"

    def __init__(self, *replies: Reply) -> None:
        super().__init__()
        self.replies = list(replies)
        self.asked: list[tuple[str, str, dict[str, str]]] = []

    def request(self, method: str, url: str, headers: Any, post_data: Any = None) -> tuple[str, int, dict[str, str]]:
        self.asked.append((method, url, dict(headers)))
        reply = self.replies.pop(0)
        if isinstance(reply, Exception):
            raise reply
        return json.dumps(reply[1]), reply[0], {}

    def close(self) -> None:
        return None


def with_line(*replies: Reply) -> tuple[Stripe, Line]:
    line, backend = Line(*replies), Stripe()
    backend.__dict__["api"] = stripe.StripeClient(local_stripe.SECRET_KEY, http_client=line, max_network_retries=0).v1
    return backend, line


def error(kind: str, code: str = "", **more: Any) -> dict[str, Any]:
    return {"error": {"type": kind, "code": code, "message": "Said by Stripe.", **more}}


def test_a_refusal_keeps_the_banks_own_reason_and_the_payment_it_left_behind() -> None:
    backend, _ = with_line((402, RECORDED["decline"]))

    answer = backend.authorise(CHARGE)

    assert (answer.outcome, answer.code, answer.provider_id) == (Outcome.DECLINED, "insufficient_funds", "pi_3Aa")
    assert answer.message == WORDS["insufficient_funds"]


@pytest.mark.parametrize(
    "reply",
    [
        stripe.APIConnectionError("No route."),
        (500, error("api_error")),
        (503, error("api_error")),
        (409, error("api_error", "idempotency_key_in_use")),
        (400, error("idempotency_error")),
        (429, error("invalid_request_error", "rate_limit")),
    ],
    ids=["line dead", "500", "503", "key in use", "key used otherwise", "too many"],
)
@pytest.mark.parametrize("token", ["pm_1Aa", "hosted"])
def test_whatever_leaves_open_whether_stripe_acted_is_an_open_question(reply: Reply, token: str) -> None:
    backend, line = with_line(reply)

    with pytest.raises(ProviderUnavailable):
        backend.authorise(Charge("k", EUR, token, "/back"))
    assert len(line.asked) == 1, "Nothing is tried again inside."


@pytest.mark.parametrize(
    ("status", "kind"), [(401, "invalid_request_error"), (403, "invalid_request_error"), (400, "invalid_request_error")]
)
def test_what_stripe_will_not_do_is_a_refusal_and_names_no_vendor(status: int, kind: str) -> None:
    backend, _ = with_line((status, error(kind)))

    with pytest.raises(ShopError) as refused:
        backend.authorise(CHARGE)

    assert not isinstance(refused.value, ProviderUnavailable)
    assert "Stripe" not in refused.value.message


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        ("requires_payment_method", Outcome.DECLINED),
        ("requires_confirmation", Outcome.PROCESSING),
        ("requires_action", Outcome.REQUIRES_ACTION),
        ("processing", Outcome.PROCESSING),
        ("requires_capture", Outcome.AUTHORISED),
        ("succeeded", Outcome.CAPTURED),
        ("canceled", Outcome.VOIDED),
        ("something_new", Outcome.PROCESSING),
    ],
)
def test_every_state_has_its_meaning_and_a_new_one_decides_nothing(status: str, outcome: Outcome) -> None:
    assert answer_of_intent(recorded("intent", status=status)).outcome == outcome


def test_three_d_secure_sends_the_customer_to_the_address_stripe_names() -> None:
    action = {"type": "redirect_to_url", "redirect_to_url": {"url": "https://hooks.stripe.com/3d/1"}}
    told = recorded("intent", status="requires_action", next_action=action)

    assert answer_of_intent(told).action_url == "https://hooks.stripe.com/3d/1"


def test_what_was_taken_and_given_back_is_read_from_the_charge() -> None:
    charge = {"id": "ch_1", "amount_refunded": 1000}
    told = recorded("intent", status="succeeded", amount_received=4095, latest_charge=charge)

    answer = answer_of_intent(told)

    assert (answer.captured, answer.refunded) == (EUR, Money(1000, "EUR"))


def test_a_card_is_kept_only_where_stripe_holds_it_for_somebody() -> None:
    kept = answer_of_intent(recorded("intent", payment_method=RECORDED["card"], customer="cus_1")).kept

    assert kept is not None
    assert (kept.token, kept.brand, kept.last4, kept.exp_year) == ("cus_1/pm_1Aa", "visa", "4242", 2031)
    assert answer_of_intent(recorded("intent", payment_method=RECORDED["card"])).kept is None


@pytest.mark.parametrize(
    ("status", "outcome"),
    [("open", Outcome.REQUIRES_ACTION), ("expired", Outcome.VOIDED), ("complete", Outcome.PROCESSING)],
)
def test_a_page_is_open_run_out_or_done(status: str, outcome: Outcome) -> None:
    assert answer_of_page(recorded("page", status=status)).outcome == outcome


def test_a_finished_page_is_what_its_payment_is() -> None:
    answer = answer_of_page(recorded("page", status="complete", payment_intent=RECORDED["intent"]))

    assert (answer.outcome, answer.provider_id) == (Outcome.AUTHORISED, "pi_3Aa")


def test_a_lost_attempt_is_looked_for_in_the_lists_never_by_asking_for_money_again() -> None:
    mine = recorded("intent", metadata=metadata_of("co:1:1:auth"))
    strangers = {"shopkeeper_key": "co:1:1:auth", "shopkeeper_shop": "another shop on the same account"}
    listed = {"object": "list", "url": "/v1/payment_intents", "has_more": False}
    theirs = recorded("intent", id="pi_theirs", metadata=strangers)
    Payment.objects.create(
        key="co:1:1:auth", reference="checkout:1", provider="stripe", method="pm_1Aa", currency="EUR",
        amount_minor=4095, created_at=timezone.now(),
    )  # fmt: skip
    backend, line = with_line((200, {**listed, "data": [theirs, mine]}), (200, mine))

    assert backend.fetch("co:1:1:auth").provider_id == "pi_3Aa"
    assert {method for method, _, _ in line.asked} == {"get"}
    assert "created" in line.asked[0][1]


def test_money_that_moved_while_we_asked_is_told_as_it_stands() -> None:
    taken = recorded("intent", status="succeeded", amount_received=4095)
    conflict = (400, error("invalid_request_error", "payment_intent_unexpected_state"))
    backend, _ = with_line((200, RECORDED["intent"]), conflict, (200, taken))

    assert backend.void("pi_3Aa", "k:void").outcome == Outcome.CAPTURED


def test_a_refund_the_bank_did_not_take_has_failed() -> None:
    taken = recorded("intent", status="succeeded", amount_received=4095)
    none = {"object": "list", "url": "/v1/refunds", "has_more": False, "data": []}
    failed = {"id": "re_1", "object": "refund", "status": "failed", "amount": 1000, "currency": "eur", "metadata": {}}
    backend, _ = with_line((200, taken), (200, none), (200, failed))

    with pytest.raises(ShopError):
        backend.refund("pi_3Aa", Money(1000, "EUR"), "r1")


def test_our_keys_go_along_and_differ_from_another_shops(settings: Any) -> None:
    sent = []
    for secret in ("a" * 50, "b" * 50):
        settings.SECRET_KEY = secret
        backend, line = with_line((200, RECORDED["intent"]))
        backend.authorise(CHARGE)
        sent.append(line.asked[0][2]["Idempotency-Key"])

    assert all(key.endswith(":co:1:1:auth") for key in sent)
    assert sent[0] != sent[1]


EVENT = {
    "id": "evt_1",
    "type": "payment_intent.succeeded",
    "data": {"object": {"id": "pi_3Aa", "object": "payment_intent", "metadata": {}}},
}


def read(headers: dict[str, str], body: bytes) -> str:
    return Stripe().read_webhook(headers, body)[0].payment_key


def test_a_message_from_yesterday_is_refused_and_a_fresh_one_read() -> None:
    now = timezone.now().timestamp()

    assert read(*local_stripe.signed(EVENT, at=now - 200)) == ""
    with pytest.raises(BadSignature):
        read(*local_stripe.signed(EVENT, at=now - 400))


def test_without_a_secret_nothing_is_believed(settings: Any) -> None:
    told = local_stripe.signed(EVENT)
    settings.STRIPE_WEBHOOK_SECRET = ""

    with pytest.raises(BadSignature):
        read(*told)


@pytest.mark.parametrize("body", [[], {"id": "evt_1"}, {"id": 1, "type": "x", "data": {"object": []}}, "text"])
def test_a_signed_message_that_is_no_event_is_refused(body: Any) -> None:
    with pytest.raises(BadSignature):
        read(*local_stripe.signed(body))


def test_a_dispute_leads_to_the_payment_it_is_about() -> None:
    Payment.objects.create(
        key="co:1:1:auth", reference="checkout:1", provider="stripe", provider_id="pi_3Aa", currency="EUR",
        amount_minor=4095, created_at=timezone.now(),
    )  # fmt: skip

    assert read(*local_stripe.signed(RECORDED["dispute"])) == "co:1:1:auth"


UNITS = [
    (Money(4095, "EUR"), 4095),
    (Money(1800, "JPY"), 1800),
    (Money(1230, "KWD"), 1230),
    (Money.parse("500", "ISK"), 50000),
    (Money.parse("3000", "UGX"), 300000),
    (Money.parse("2500", "HUF"), 250000),
    (Money.parse("900", "RSD"), 90000),
    (Money.parse("12", "MGA"), 12),
]


@pytest.mark.parametrize(("amount", "told"), UNITS, ids=str)
def test_amounts_are_counted_as_stripe_counts_them_and_back(amount: Money, told: int) -> None:
    assert units(amount) == told
    assert money(told, amount.currency.lower()) == amount


@pytest.mark.parametrize("amount", [Money(1235, "KWD"), Money(29, "GBP"), Money(LARGEST + 1, "EUR")], ids=str)
def test_what_stripe_cannot_charge_is_refused_in_words(amount: Money) -> None:
    with pytest.raises(InvalidInput) as refused:
        charged_units(amount)
    assert refused.value.message.endswith(".")


@pytest.mark.parametrize("code", ["lost_card", "stolen_card", "fraudulent", "pickup_card", "do_not_honor", ""])
def test_a_thief_is_told_no_more_than_anybody(code: str) -> None:
    assert words(code) == PLAIN


FINDINGS: list[tuple[dict[str, Any], Callable[[list[str]], bool]]] = [
    ({"HTTPS": True}, lambda told: any("live key" in one for one in told)),
    ({"STRIPE_WEBHOOK_SECRET": ""}, lambda told: any("WEBHOOK_SECRET" in one for one in told)),
    ({}, lambda told: told == []),
]


@pytest.mark.parametrize(("changed", "is_right"), FINDINGS)
def test_the_doctor_reads_the_keys(settings: Any, changed: dict[str, Any], is_right: Any) -> None:
    for name, value in changed.items():
        setattr(settings, name, value)
    backend, _ = with_line((200, {"object": "balance"}))

    assert is_right([told for _, told in backend.findings()])


def test_the_doctor_says_when_stripe_does_not_take_the_key_or_is_away() -> None:
    wrong, _ = with_line((401, error("invalid_request_error")))
    away, _ = with_line(stripe.APIConnectionError("No route."))

    assert [level for level, _ in wrong.findings()] == ["BAD"]
    assert [level for level, _ in away.findings()] == ["WARNING"]
