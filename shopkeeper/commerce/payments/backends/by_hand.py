"""Ways to pay whose outcome staff confirm: bank transfer, invoice, cash on delivery.

Authorising writes down a promise, capturing takes it once staff have said that the money is there
(``payments.promises``). Spoken to like any other provider; the policy is in ``Terms``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shopkeeper.commerce.payments.models import Promise, Terms
from shopkeeper.commerce.payments.ports import Answer, BadSignature, Charge, Notice, Outcome
from shopkeeper.commerce.payments.ways import Way
from shopkeeper.foundation import clock
from shopkeeper.foundation.errors import Conflict, NotFound
from shopkeeper.foundation.money import Money

PROMISE = "promise"
_OUTCOMES = {
    Promise.Status.OPEN: Outcome.AUTHORISED,
    Promise.Status.TAKEN: Outcome.CAPTURED,
    Promise.Status.VOIDED: Outcome.VOIDED,
}


class ByHand:
    """What the three have in common."""

    name = ""

    def ways(self, amount: Money, country: str) -> Iterator[Way]:
        terms = Terms.objects.filter(provider=self.name, is_offered=True).first()
        if terms is None or (terms.countries and country not in terms.countries):
            return
        if not terms.most_minor or amount.minor <= terms.most_minor:
            label, detail = self.words(terms)
            yield Way(self.name, PROMISE, label, detail, icon="bank" if self.name == "transfer" else "lock")

    def words(self, terms: Terms) -> tuple[str, str]:
        """How the choice is called and what it means, for customers."""
        raise NotImplementedError

    def card_of(self, token: str) -> str:
        return ""

    def authorise(self, charge: Charge) -> Answer:
        at = clock.now()
        terms = Terms.objects.filter(provider=self.name).first()
        try:
            with transaction.atomic():
                made = Promise.objects.create(
                    key=charge.key,
                    provider=self.name,
                    currency=charge.amount.currency,
                    amount_minor=charge.amount.minor,
                    due_on=at.date() + timedelta(days=terms.due_days if terms else 7),
                    created_at=at,
                )
        except IntegrityError:
            made = Promise.objects.get(key=charge.key)
        return _answer(made)

    def capture(self, provider_id: str, amount: Money, key: str) -> Answer:
        """How it stands: staff have taken it, or it is still awaited."""
        return _answer(self._promise(provider_id))

    @transaction.atomic
    def void(self, provider_id: str, key: str) -> Answer:
        promise = self._promise(provider_id)
        Promise.objects.filter(pk=promise.pk, status=Promise.Status.OPEN).update(status=Promise.Status.VOIDED)
        return _answer(self._promise(provider_id))

    @transaction.atomic
    def refund(self, provider_id: str, amount: Money, key: str) -> Answer:
        """From now on the customer is owed it; who sends it back confirms it (``promises.send_back``)."""
        promise = self._promise(provider_id)
        if key in promise.acted_keys:
            return _answer(promise)
        within = Promise.objects.filter(
            pk=promise.pk, status=Promise.Status.TAKEN, amount_minor__gte=F("refunded_minor") + amount.minor
        )
        acted = [*promise.acted_keys, key]
        if not within.update(refunded_minor=F("refunded_minor") + amount.minor, acted_keys=acted):
            raise Conflict("That is more than came in.")
        return _answer(self._promise(provider_id))

    def fetch(self, payment_key: str) -> Answer:
        found = Promise.objects.filter(key=payment_key).first()
        return _answer(found) if found else Answer(Outcome.MISSING)

    def read_webhook(self, headers: Mapping[str, str], body: bytes) -> list[Notice]:
        raise BadSignature("Nobody sends messages about this.")

    def _promise(self, provider_id: str) -> Promise:
        number = provider_id.removeprefix("promise_")
        found = Promise.objects.filter(pk=number, provider=self.name) if number.isdigit() else Promise.objects.none()
        promise = found.select_for_update().first() if transaction.get_connection().in_atomic_block else found.first()
        if promise is None:
            raise NotFound("Nobody promised this.")
        return promise


class Transfer(ByHand):
    """Paid before the goods leave."""

    name = "transfer"

    def words(self, terms: Terms) -> tuple[str, str]:
        days = ngettext("within %(days)s day", "within %(days)s days", terms.due_days) % {"days": terms.due_days}
        detail = _("We send your order when the money is here. Please pay %(when)s.") % {"when": days}
        return _("Bank transfer"), detail


class Invoice(ByHand):
    """Paid after the goods have come."""

    name = "invoice"

    def words(self, terms: Terms) -> tuple[str, str]:
        days = ngettext("within %(days)s day", "within %(days)s days", terms.due_days) % {"days": terms.due_days}
        return _("Invoice"), _("Pay by bank transfer %(when)s, after your order has come.") % {"when": days}


class CashOnDelivery(ByHand):
    """Paid to the carrier, who hands it on."""

    name = "cod"

    def words(self, terms: Terms) -> tuple[str, str]:
        return _("Cash on delivery"), _("You pay whoever brings the parcel.")


def _answer(promise: Promise) -> Answer:
    taken = promise.amount_minor if promise.status == Promise.Status.TAKEN else 0
    return Answer(
        outcome=_OUTCOMES[Promise.Status(promise.status)],
        provider_id=f"promise_{promise.pk}",
        amount=Money(promise.amount_minor, promise.currency),
        captured=Money(taken, promise.currency),
        refunded=Money(promise.refunded_minor, promise.currency),
    )
