"""What a customer still has to pay for an order by themselves, and how: account, amount, reference, until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from segno import helpers
from stdnum import iso11649

from shopkeeper.commerce.orders.models import Order
from shopkeeper.commerce.orders.queries import paid_for
from shopkeeper.commerce.payments import promises
from shopkeeper.commerce.payments.models import Payment, Terms
from shopkeeper.foundation.money import Money

# European Payments Council, EPC069-12 “Quick Response Code: Guidelines”: euro only, up to 999,999,999.99.
_LARGEST_MINOR = 99_999_999_999


@dataclass(frozen=True)
class ToPay:
    """``by``: transfer, invoice or cod. ``missing`` is what is left; the account is empty where cash is paid."""

    by: str
    missing: Money
    received: Money
    due_on: date
    reference: str
    holder: str = ""
    iban: str = ""
    bic: str = ""

    def picture(self) -> str:
        """The transfer as a code for the bank's app (an SVG as a data address); empty where it cannot be one."""
        if not self.iban or self.missing.currency != "EUR" or not 0 < self.missing.minor <= _LARGEST_MINOR:
            return ""
        code = helpers.make_epc_qr(
            self.holder or "Shop",
            self.iban,
            amount=self.missing.decimal,
            reference=self.reference,
            bic=self.bic or None,
        )
        return str(code.svg_data_uri(scale=4, border=2))


def to_pay(order: Order) -> ToPay | None:
    """What is open for ``order``; null when nothing is. One query for an order paid otherwise, four for one that is
    not."""
    paid = Payment.objects.filter(reference=paid_for(order.checkout_id), provider__in=promises.PROVIDERS)
    payment = paid.filter(status=Payment.Status.AUTHORISED).first()
    if payment is None or order.status == Order.Status.CANCELLED:
        return None
    standing, terms = promises.one(payment.key), promises.terms(payment.provider)
    if payment.provider == "cod":
        terms = Terms(provider="cod")
    return ToPay(
        by=payment.provider,
        missing=standing.missing,
        received=standing.received,
        due_on=standing.promise.due_on,
        reference=reference_of(order.number),
        holder=terms.holder,
        iban=terms.iban,
        bic=terms.bic,
    )


def reference_of(number: str) -> str:
    """The creditor reference (ISO 11649) of an order number: ``7K2M-9QPD`` is ``RF34 7K2M 9QPD`` without the spaces. A
    typing error in it is noticed by the bank."""
    base = "".join(letter for letter in number.upper() if letter.isalnum())
    digits = "".join(str(int(letter, 36)) for letter in f"{base}RF00")
    return f"RF{98 - int(digits) % 97:02}{base}"


def is_reference(text: str) -> bool:
    """Whether a text is such a reference, its check digits right."""
    return bool(iso11649.is_valid(text))
