from __future__ import annotations

import json
import logging

import pytest
import structlog
from django.test import Client

from shopkeeper.foundation.http.logs import formatter

SECRETS = [
    "4111111111111111",
    "4111 1111 1111 1111",
    "5500-0000-0000-0004",
    "ann@example.com",
    "hunter2-Long",
    "12 Mill Lane",
]


class Kept(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(formatter())
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture
def kept():  # type: ignore[no-untyped-def]
    handler = Kept()
    logging.getLogger().addHandler(handler)
    yield handler
    logging.getLogger().removeHandler(handler)


def test_personal_data_never_reaches_the_log(kept: Kept) -> None:
    log = structlog.get_logger("sample")
    log.warning(
        "paid",
        card=SECRETS[0],
        note=f"card {SECRETS[1]} of {SECRETS[3]}",
        customer={"email": SECRETS[3], "id": 7},
    )
    log.warning("moved", shipping_address=SECRETS[5], lines=[{"street": SECRETS[5]}], number=int(SECRETS[0]))
    logging.getLogger("elsewhere").warning("password=%s for %s", "x", SECRETS[3])
    log.warning("signed in", password=SECRETS[4], session_token=SECRETS[4], headers={"Authorization": SECRETS[4]})
    try:
        raise ValueError(f"bad card {SECRETS[2]} from {SECRETS[3]} at /orders/aB3dE5gH7jK9mN1pQ3sT5vW7/")
    except ValueError:
        log.exception("failed")

    told = "\n".join(kept.lines)
    assert len(kept.lines) == 5
    for secret in [*SECRETS, "aB3dE5gH7jK9mN1pQ3sT5vW7"]:
        assert secret not in told
    assert '"id": 7' in told
    assert "ValueError" in told


def test_ordinary_values_are_left_alone(kept: Kept) -> None:
    structlog.get_logger("sample").warning(
        "order_placed", number="7K2M-9QPD", total_minor=129900, company="Pan & Co", at=1763
    )

    line = json.loads(kept.lines[0])
    assert (line["number"], line["total_minor"], line["company"]) == ("7K2M-9QPD", 129900, "Pan & Co")


@pytest.mark.django_db
@pytest.mark.urls("shopkeeper.foundation.http.tests.urls")
def test_a_request_is_one_line_with_its_route_and_id_but_not_its_query(kept: Kept, client: Client) -> None:
    client.get("/page?secret=1", headers={"X-Request-ID": "request-1"})

    lines = [json.loads(line) for line in kept.lines]
    assert [(one["route"], one["status"], one["request_id"]) for one in lines] == [("page", 200, "request-1")]
    assert lines[0]["ms"] >= 0
    assert "secret" not in kept.lines[0]
