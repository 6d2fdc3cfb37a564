"""The contract of a tax service, as tests a plug-in's author runs against their own class.

Inherit, say how to make one, and run it with pytest. Nothing here needs a database.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from time import monotonic

from shopkeeper.commerce.pricing.taxing import TaxRule
from shopkeeper.commerce.tax.ports import TaxProvider, TaxQuestion, TaxUnavailable


class TaxProviderContract:
    """``make`` returns a provider; ``question`` is one it can answer."""

    def make(self) -> TaxProvider:
        raise NotImplementedError

    def question(self) -> TaxQuestion:
        return TaxQuestion("US", "US", "CA", "94103", ("reduced", "standard"), date(2026, 3, 2), "USD")

    def test_it_has_a_name_that_orders_can_keep(self) -> None:
        name = self.make().name

        assert name == name.strip()
        assert 0 < len(name) <= 40

    def test_it_answers_every_class_that_was_asked_about(self) -> None:
        asked = self.question()

        assert set(self.make().rules(asked)) >= set(asked.classes)

    def test_rates_are_exact_fractions_of_one_with_a_name_and_a_jurisdiction(self) -> None:
        for rule in self.make().rules(self.question()).values():
            assert isinstance(rule, TaxRule)
            assert rule.rate.is_finite()
            assert 0 <= rule.rate < 1
            assert rule.name
            assert rule.jurisdiction
            assert rule.category in {"S", "Z", "E"}
            assert bool(rule.reason) == (rule.category == "E")

    def test_the_same_question_has_the_same_answer(self) -> None:
        provider, asked = self.make(), self.question()

        assert dict(provider.rules(asked)) == dict(provider.rules(asked))

    def test_it_answers_within_a_second(self) -> None:
        provider, asked = self.make(), self.question()
        began = monotonic()

        provider.rules(asked)

        assert monotonic() - began < 1

    def test_it_may_be_asked_by_several_threads_at_once(self) -> None:
        provider, asked = self.make(), self.question()
        with ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(lambda _: dict(provider.rules(asked)), range(16)))

        assert all(answer == answers[0] for answer in answers)

    def test_a_place_it_does_not_know_is_answered_or_refused_in_the_agreed_way(self) -> None:
        unknown = TaxQuestion("US", "AQ", "", "", ("standard",), date(2026, 3, 2), "USD")
        try:
            answer = self.make().rules(unknown)
        except TaxUnavailable:
            return

        assert "standard" in answer
