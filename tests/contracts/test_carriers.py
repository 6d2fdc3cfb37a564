"""What every carrier backend must do. A new one is added to ``CARRIERS`` here with what it needs, and passes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest

from shopkeeper.commerce.shipping.backends.simulated import Simulated, signed
from shopkeeper.commerce.shipping.backends.table import TableCarrier
from shopkeeper.commerce.shipping.ports import (
    BadSignature,
    CarrierEvent,
    CarrierProvider,
    LabelRefused,
    LabelWanted,
)

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 18, 12, tzinfo=UTC)
ADDRESS = {"name": "Ada", "line1": "Keizersgracht 1", "postal_code": "1015 CJ", "city": "Amsterdam", "country": "NL"}
WANTED = LabelWanted(key="label:1:1", service="", reference="7K2M-9QPD", address=ADDRESS, at=NOON)


@dataclass(frozen=True)
class Case:
    """A backend, and how it signs its messages; null for one that sends none."""

    make: Callable[[], CarrierProvider]
    sign: Callable[[list[CarrierEvent], datetime], tuple[dict[str, str], bytes]] | None = None


CASES = {"table": Case(TableCarrier), "simulated": Case(Simulated, signed)}


@pytest.fixture(params=sorted(CASES))
def case(request: pytest.FixtureRequest) -> Case:
    return CASES[request.param]


@pytest.fixture
def carrier(case: Case) -> CarrierProvider:
    return case.make()


def test_it_has_a_name_of_one_word(carrier: CarrierProvider) -> None:
    assert carrier.name.isidentifier()


def test_a_label_has_a_number_to_follow_it_by(carrier: CarrierProvider) -> None:
    bought = carrier.buy_label(WANTED)

    assert bought.provider_id
    assert 0 < len(bought.tracking_number) <= 100
    assert bought.pdf == b"" or bought.pdf.startswith(b"%PDF")


def test_asking_again_with_the_same_key_gives_the_same_label(carrier: CarrierProvider, case: Case) -> None:
    first = carrier.buy_label(WANTED)

    assert case.make().buy_label(replace(WANTED, at=NOON + timedelta(minutes=5))) == first


def test_another_key_gets_another_label(carrier: CarrierProvider) -> None:
    numbers = {carrier.buy_label(replace(WANTED, key=f"label:{n}:1")).tracking_number for n in range(200)}

    assert len(numbers) == 200


def test_a_label_can_be_voided_twice(carrier: CarrierProvider) -> None:
    bought = carrier.buy_label(WANTED)

    carrier.void_label(bought.provider_id, WANTED.key)
    carrier.void_label(bought.provider_id, WANTED.key)


def test_a_parcel_nobody_has_seen_has_no_history(carrier: CarrierProvider) -> None:
    assert carrier.track("NO-SUCH-NUMBER", at=NOON) == []


def test_history_is_told_oldest_first_and_the_same_every_time(carrier: CarrierProvider) -> None:
    bought = carrier.buy_label(WANTED)

    early = carrier.track(bought.tracking_number, at=NOON + timedelta(hours=13))
    late = carrier.track(bought.tracking_number, at=NOON + timedelta(days=9))

    assert late[: len(early)] == early
    assert [event.at for event in late] == sorted(event.at for event in late)
    assert len({event.event_id for event in late}) == len(late)
    assert all(event.tracking_number == bought.tracking_number and event.at.tzinfo for event in late)


def test_an_unsigned_message_is_not_believed(carrier: CarrierProvider) -> None:
    with pytest.raises(BadSignature):
        carrier.read_webhook({}, b'{"events": []}', at=NOON)


def test_signed_messages_are_read_and_forged_or_old_ones_are_not(carrier: CarrierProvider, case: Case) -> None:
    if case.sign is None:
        pytest.skip("This carrier sends no messages.")
    number = carrier.buy_label(WANTED).tracking_number
    events = carrier.track(number, at=NOON + timedelta(days=9))
    headers, body = case.sign(events, NOON)

    assert carrier.read_webhook(headers, body, at=NOON + timedelta(minutes=1)) == events
    for forged, at in ((body + b" ", NOON), (body, NOON + timedelta(hours=1))):
        with pytest.raises(BadSignature):
            carrier.read_webhook(headers, forged, at=at)


def test_the_simulated_carrier_refuses_services_it_does_not_have() -> None:
    with pytest.raises(LabelRefused):
        Simulated().buy_label(replace(WANTED, service="by-swan"))
