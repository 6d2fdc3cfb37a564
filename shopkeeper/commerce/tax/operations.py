"""Asking tax services and registers, and keeping what they said. Never inside a transaction, never in the way."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from shopkeeper.commerce.pricing.taxing import TaxRule
from shopkeeper.commerce.tax.decide import Buyer, is_supply_within_union
from shopkeeper.commerce.tax.guard import NotAnswered
from shopkeeper.commerce.tax.models import TaxAnswer, VatCheck
from shopkeeper.commerce.tax.ports import TaxQuestion
from shopkeeper.commerce.tax.providers import GuardedTax, register, tax_service
from shopkeeper.commerce.tax.queries import Sale, is_charged, question, rules_as_json, seller, terms, vat_check
from shopkeeper.commerce.tax.regions import tax_place

# How long an answer of the register stands before it is asked again.
_STANDS = {
    VatCheck.Verdict.VALID: timedelta(days=1),
    VatCheck.Verdict.INVALID: timedelta(hours=1),
    VatCheck.Verdict.UNAVAILABLE: timedelta(minutes=2),
}


def ask_about(sale: Sale, *, at: datetime) -> None:
    """Ask whoever may know more about ``sale`` than the shop's own table, where one is set up and has not said yet.

    Costs nothing for a consumer's sale in a shop without a tax service. Whoever does not answer in time is done
    without: :func:`queries.terms` then says so by a flag. Raises RuntimeError inside a transaction.
    """
    if sale.vat_number:
        confirm_vat_number(sale, at=at)
    service = tax_service()
    if service is None or not is_charged(terms(sale, on=at.date())):
        return
    asked = question(sale, on=at.date())
    if not TaxAnswer.objects.filter(key=asked.key, provider=service.provider.name).exists():
        _ask_service(service, asked, at)


def _ask_service(service: GuardedTax, asked: TaxQuestion, at: datetime) -> None:
    def answer() -> Mapping[str, TaxRule]:
        rules = service.provider.rules(asked)
        _check(asked, rules)
        return rules

    try:
        rules = service.guard.ask(answer)
    except NotAnswered:
        return
    kept = {"provider": service.provider.name, "rules": rules_as_json(rules), "asked_at": at}
    TaxAnswer.objects.update_or_create(key=asked.key, defaults=kept)


def _check(asked: TaxQuestion, rules: Mapping[str, TaxRule]) -> None:
    """An answer that misses a class or names an absurd rate is none."""
    missing = set(asked.classes) - rules.keys()
    absurd = [rule for rule in rules.values() if not rule.rate.is_finite() or not 0 <= rule.rate < 1]
    if missing or absurd:
        raise ValueError(f"Missing classes {sorted(missing)}, rates {[str(rule.rate) for rule in absurd]}.")


def confirm_vat_number(sale: Sale, *, at: datetime) -> VatCheck | None:
    """Ask the register whether the buyer's number is in use, where that decides the tax; null where it does not or
    nobody can be asked. What it said stands for a day."""
    place = tax_place(sale.country, sale.postal_code, sale.region)
    service = register()
    if service is None or not is_supply_within_union(seller(), Buyer(sale.vat_number), place):
        return None
    standing = vat_check(sale.vat_number)
    if standing and at - standing.asked_at < _STANDS[VatCheck.Verdict(standing.verdict)]:
        return standing
    try:
        said = service.guard.ask(lambda: service.register.check(sale.vat_number))
    except NotAnswered:
        if standing and standing.verdict != VatCheck.Verdict.UNAVAILABLE:
            # An older answer says more than none at all.
            return standing
        return _keep(sale.vat_number, VatCheck.Verdict.UNAVAILABLE, at)
    verdict = VatCheck.Verdict.VALID if said.is_valid else VatCheck.Verdict.INVALID
    return _keep(sale.vat_number, verdict, at, said.name, said.consultation)


def _keep(number: str, verdict: str, at: datetime, name: str = "", consultation: str = "") -> VatCheck:
    told = {"verdict": verdict, "asked_at": at, "name": name[:300], "consultation": consultation[:60]}
    return VatCheck.objects.update_or_create(number=number, defaults=told)[0]


def forget_answers(*, before: datetime) -> int:
    """Drop tax services' answers of earlier days; orders keep what was agreed. Returns how many."""
    return TaxAnswer.objects.filter(asked_at__lt=before).delete()[0]
