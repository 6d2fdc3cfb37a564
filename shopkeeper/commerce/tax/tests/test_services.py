"""A tax service and a register of VAT numbers are asked where they are set up, and never stand in the way."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from shopkeeper.commerce.checkout.makers import NOON
from shopkeeper.commerce.pricing.models import TaxRate
from shopkeeper.commerce.tax import operations, providers, queries
from shopkeeper.commerce.tax.backends.simulated import RATE, SimulatedTax
from shopkeeper.commerce.tax.backends.vies import Vies
from shopkeeper.commerce.tax.models import ShopIdentity, TaxAnswer, VatCheck
from shopkeeper.commerce.tax.ports import RegisterUnavailable, VatAnswer
from shopkeeper.commerce.tax.queries import Sale
from shopkeeper.foundation.remember import forget_all

pytestmark = pytest.mark.django_db
SERVICE = "shopkeeper.commerce.tax.backends.simulated.SimulatedTax"
REGISTER = "shopkeeper.commerce.tax.tests.test_services.Register"
ON = NOON.date()
CALIFORNIA = Sale("US", ("standard",), "USD", postal_code="94103")
GERMANY = Sale("DE", ("standard",), "EUR", vat_number="DE136695976")


class Register:
    """Says what it is told to; an exception is raised."""

    answers: list[VatAnswer | Exception] = []
    asked: list[str] = []

    def check(self, number: str) -> VatAnswer:
        self.asked.append(number)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    @classmethod
    def says(cls, *answers: VatAnswer | Exception) -> None:
        cls.answers[:] = list(answers)
        cls.asked.clear()


@pytest.fixture(autouse=True)
def _services(settings: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    settings.TAX_PROVIDER, settings.VAT_REGISTER = SERVICE, REGISTER  # type: ignore[attr-defined]
    monkeypatch.setattr(providers, "TAX_SECONDS", 0.2)
    providers.forget_services()
    SimulatedTax.play()
    Register.says()
    TaxRate.objects.create(
        country="US", region="CA", rate=Decimal("0.06"), name="Table tax", valid_from=date(2020, 1, 1)
    )
    TaxRate.objects.create(country="DE", rate=Decimal("0.19"), name="VAT", valid_from=date(2020, 1, 1))
    forget_all()
    yield
    SimulatedTax.wake.set()
    providers.forget_services()


def dutch_shop() -> None:
    ShopIdentity.objects.create(pk=1, country="NL", vat_number="NL004495445B01")
    forget_all()


def test_a_service_that_answers_is_believed_over_the_table() -> None:
    operations.ask_about(CALIFORNIA, at=NOON)

    found = queries.terms(CALIFORNIA, on=ON)

    assert (found.rules["standard"].rate, found.provider, found.flags) == (RATE, "simulated", ())
    assert found.rules["standard"].jurisdiction == "US-CA"


def test_the_same_question_is_asked_once_a_day() -> None:
    for hours in (0, 1, 5, 24):
        operations.ask_about(CALIFORNIA, at=NOON + timedelta(hours=hours))
    operations.ask_about(replace(CALIFORNIA, postal_code="94104"), at=NOON)

    assert [(one.postal_code, one.on) for one in SimulatedTax.asked] == [
        ("94103", ON),
        ("94103", ON + timedelta(days=1)),
        ("94104", ON),
    ]


@pytest.mark.parametrize("script", ["down", "slow", "nonsense", "incomplete"])
def test_without_a_usable_answer_the_table_stands_in_and_says_so(script: str) -> None:
    SimulatedTax.play(script)

    operations.ask_about(CALIFORNIA, at=NOON)

    found = queries.terms(CALIFORNIA, on=ON)
    assert (found.rules["standard"].name, found.provider, found.flags) == ("Table tax", "table", ("estimated",))
    assert not TaxAnswer.objects.exists()


def test_a_service_that_keeps_failing_is_left_alone() -> None:
    SimulatedTax.play(*["down"] * 9)

    for number in range(9):
        operations.ask_about(replace(CALIFORNIA, postal_code=f"9410{number}"), at=NOON)

    assert len(SimulatedTax.asked) == 3


def test_a_service_is_not_asked_about_what_the_law_frees() -> None:
    dutch_shop()
    Register.says(VatAnswer(True))

    operations.ask_about(GERMANY, at=NOON)

    assert SimulatedTax.asked == []
    assert queries.terms(GERMANY, on=ON).rules["standard"].category == "K"


def test_what_a_service_said_two_days_ago_is_forgotten() -> None:
    operations.ask_about(CALIFORNIA, at=NOON - timedelta(days=3))
    operations.ask_about(CALIFORNIA, at=NOON)

    assert operations.forget_answers(before=NOON - timedelta(days=2)) == 1
    assert TaxAnswer.objects.count() == 1


def test_a_number_the_register_confirms_frees_without_a_doubt() -> None:
    dutch_shop()
    Register.says(VatAnswer(True, "Muster GmbH", "WAPI1"))

    operations.ask_about(GERMANY, at=NOON)

    found = queries.terms(GERMANY, on=ON)
    assert (found.rules["standard"].rate, found.rules["standard"].category, found.flags) == (0, "K", ())
    assert (VatCheck.objects.get().name, VatCheck.objects.get().consultation) == ("Muster GmbH", "WAPI1")


def test_a_number_the_register_refuses_frees_nobody() -> None:
    dutch_shop()
    Register.says(VatAnswer(False))

    operations.ask_about(GERMANY, at=NOON)

    found = queries.terms(GERMANY, on=ON)
    assert (found.rules["standard"].category, found.flags) == ("S", ())


def test_a_register_that_is_away_frees_with_a_doubt_and_is_asked_again_soon() -> None:
    dutch_shop()
    Register.says(RegisterUnavailable("away"), VatAnswer(True))

    operations.ask_about(GERMANY, at=NOON)
    assert queries.terms(GERMANY, on=ON).flags == ("vat_number_unconfirmed",)

    operations.ask_about(GERMANY, at=NOON + timedelta(minutes=1))
    assert len(Register.asked) == 1
    operations.ask_about(GERMANY, at=NOON + timedelta(minutes=3))

    assert queries.terms(GERMANY, on=ON).flags == ()


def test_a_confirmed_number_stands_while_the_register_is_away() -> None:
    dutch_shop()
    Register.says(VatAnswer(True), RegisterUnavailable("away"))
    operations.ask_about(GERMANY, at=NOON)

    operations.ask_about(GERMANY, at=NOON + timedelta(days=2))

    assert queries.terms(GERMANY, on=ON).flags == ()


@pytest.mark.parametrize("sale", [replace(GERMANY, country="NL"), replace(GERMANY, vat_number="")])
def test_the_register_is_not_asked_where_its_answer_changes_nothing(sale: Sale) -> None:
    dutch_shop()

    operations.ask_about(sale, at=NOON)

    assert Register.asked == []


class ViesAnswers(BaseHTTPRequestHandler):
    """Answers by the number asked about; the shape is that of the Commission's interface."""

    def do_POST(self) -> None:
        told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        answers: dict[str, tuple[int, bytes]] = {
            "136695976": (200, b'{"valid": true, "name": "MUSTER GMBH", "requestIdentifier": "WAPI7"}'),
            "000000000": (200, b'{"valid": false, "name": "---"}'),
            "111111111": (200, b'{"actionSucceed": false, "errorWrappers": [{"error": "MS_UNAVAILABLE"}]}'),
            "222222222": (200, b"<html>maintenance</html>"),
        }
        status, body = answers.get(told["vatNumber"], (500, b""))
        self.send_response(status if told["countryCode"] == "DE" else 400)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: object) -> None:
        """Nothing on the screen."""


@pytest.fixture
def vies() -> Iterator[Vies]:
    server = HTTPServer(("127.0.0.1", 0), ViesAnswers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Vies(f"http://127.0.0.1:{server.server_port}/check")
    server.shutdown()
    server.server_close()


def test_vies_says_yes_and_no(vies: Vies) -> None:
    assert vies.check("DE136695976") == VatAnswer(True, "MUSTER GMBH", "WAPI7")
    assert not vies.check("DE000000000").is_valid


@pytest.mark.parametrize("number", ["DE111111111", "DE222222222", "DE333333333", "FR136695976"])
def test_vies_that_cannot_say_says_neither(vies: Vies, number: str) -> None:
    with pytest.raises(RegisterUnavailable):
        vies.check(number)


def test_vies_that_is_not_there_says_neither() -> None:
    with pytest.raises(RegisterUnavailable):
        Vies("http://127.0.0.1:9/check").check("DE136695976")
