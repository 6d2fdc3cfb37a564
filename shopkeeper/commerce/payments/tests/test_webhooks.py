"""A message is believed when its signature is right and fresh, kept once, and only ever a hint to go and ask."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from shopkeeper.commerce.payments import operations
from shopkeeper.commerce.payments.backends.sandbox import TOLERANCE, signed
from shopkeeper.commerce.payments.events import ProviderNoticeReceived
from shopkeeper.commerce.payments.models import ProviderMessage
from shopkeeper.commerce.payments.ports import BadSignature
from shopkeeper.foundation import clock
from shopkeeper.foundation.events.testing import recorded_events
from tests.threads import at_once

EVENT = {"id": "evt_1", "type": "captured", "payment_key": "co:1:1:auth"}
Message = tuple[dict[str, str], bytes]


def receive(message: Message) -> int:
    headers, body = message
    return operations.receive_webhook(provider_name="sandbox", headers=headers, body=body, at=clock.now())


def fresh(event: dict[str, Any] | None = None) -> Message:
    return signed(event or EVENT, clock.now())


@pytest.mark.django_db
def test_a_signed_message_is_kept_word_for_word_and_announced() -> None:
    with recorded_events() as found:
        assert receive(fresh()) == 1

    kept = ProviderMessage.objects.get()
    assert (kept.kind, kept.payment_key, kept.payload) == ("captured", "co:1:1:auth", EVENT)
    assert found == [ProviderNoticeReceived(provider="sandbox", event_id="evt_1", payment_key="co:1:1:auth")]


@pytest.mark.django_db
def test_the_same_event_ten_times_is_kept_and_announced_once() -> None:
    with recorded_events() as found:
        new = [receive(fresh()) for _ in range(10)]

    assert new == [1] + [0] * 9
    assert ProviderMessage.objects.count() == len(found) == 1


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_the_same_event_ten_times_at_once_is_kept_once() -> None:
    message = fresh()

    found = at_once([partial(receive, message)] * 10, threads=10)

    assert sorted(found) == [0] * 9 + [1]  # type: ignore[type-var]
    assert ProviderMessage.objects.count() == 1


@pytest.mark.django_db
def test_an_event_about_a_payment_nobody_knows_is_kept_and_harms_nothing() -> None:
    assert receive(fresh({**EVENT, "payment_key": "of another shop"})) == 1


def resigned(secret: bytes, stamp: str = "") -> Message:
    """Signed by somebody else, in the right form."""
    body = json.dumps(EVENT, sort_keys=True).encode()
    stamp = stamp or str(int(clock.now().timestamp()))
    mac = hmac.new(secret, stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    return {"Shopkeeper-Signature": f"t={stamp},v1={mac}"}, body


def moved(message: Message, **changed: Any) -> Message:
    headers, body = message
    return changed.get("headers", headers), changed.get("body", body)


def header(text: str) -> Callable[[], Message]:
    return lambda: moved(fresh(), headers={"Shopkeeper-Signature": text})


FORGERIES: dict[str, Callable[[], Message]] = {
    "no signature": lambda: moved(fresh(), headers={}),
    "empty": header(""),
    "nonsense": header("=,=,t=,v1="),
    "not even text": header("t=\x00,v1=é"),
    "no time": header("v1=00"),
    "arabic time": header("t=١٢٣,v1=00"),
    "endless time": header("t=" + "9" * 400 + ",v1=00"),
    "no mac": lambda: moved(
        fresh(), headers={"Shopkeeper-Signature": fresh()[0]["Shopkeeper-Signature"].split(",")[0]}
    ),
    "other merchant's secret": lambda: resigned(b"the secret of another shop"),
    "empty secret": lambda: resigned(b""),
    "other body": lambda: moved(fresh(), body=fresh()[1].replace(b"co:1", b"co:2")),
    "one space more": lambda: moved(fresh(), body=fresh()[1] + b" "),
    "written another way": lambda: moved(fresh(), body=json.dumps(EVENT, indent=1).encode()),
    "no body": lambda: moved(fresh(), body=b""),
    "three days late": lambda: signed(EVENT, clock.now() - timedelta(days=3)),
    "just too old": lambda: signed(EVENT, clock.now() - TOLERANCE - timedelta(seconds=2)),
    "from the future": lambda: signed(EVENT, clock.now() + TOLERANCE + timedelta(minutes=1)),
}


@pytest.mark.django_db
@pytest.mark.parametrize("forge", FORGERIES.values(), ids=FORGERIES.keys())
def test_a_forged_old_or_changed_message_is_refused_and_not_kept(forge: Callable[[], Message]) -> None:
    with pytest.raises(BadSignature):
        receive(forge())

    assert not ProviderMessage.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("event", [{}, {"id": "e"}, {"id": "e", "type": "x"}, [], [1], "x", 3, None])
def test_a_signed_message_of_another_shape_is_refused_in_words(event: Any) -> None:
    with pytest.raises(BadSignature):
        receive(fresh(event) if event else signed(event, clock.now()))


@pytest.mark.django_db
@pytest.mark.parametrize("body", [b"\xff\xfe", b"not json", b"[" * 100_000])
def test_a_signed_message_that_cannot_be_read_is_refused_in_words(body: bytes, settings: Any) -> None:
    stamp = str(int(clock.now().timestamp()))
    secret = hashlib.sha256(b"sandbox-webhook:" + settings.SECRET_KEY.encode()).digest()
    mac = hmac.new(secret, stamp.encode() + b"." + body, hashlib.sha256).hexdigest()

    with pytest.raises(BadSignature):
        receive(({"Shopkeeper-Signature": f"t={stamp},v1={mac}"}, body))


@pytest.mark.django_db
def test_a_message_within_the_tolerance_is_taken_even_if_clocks_differ_a_little() -> None:
    assert receive(signed(EVENT, clock.now() + timedelta(minutes=4))) == 1
    assert receive(signed({**EVENT, "id": "evt_2"}, clock.now() - timedelta(minutes=4))) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("field", ["id", "type", "payment_key"])
@pytest.mark.parametrize("value", ["x" * 10_000, "a\x00b", "", 17, None, "🦆" * 500])
def test_odd_but_signed_values_never_break_the_door(field: str, value: object) -> None:
    for _ in range(2):
        receive(fresh({**EVENT, field: value}))

    assert ProviderMessage.objects.count() == 1
