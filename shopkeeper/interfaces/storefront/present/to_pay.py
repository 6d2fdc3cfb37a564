"""How to pay what is still open, for the thank-you page and the order's own."""

from __future__ import annotations

from django.utils.translation import gettext as _

from shopkeeper.commerce.checkout.to_pay import ToPay
from shopkeeper.interfaces.storefront.pages import HowToPay
from shopkeeper.interfaces.storefront.present.days import day


def how_to_pay(told: ToPay | None, language: str) -> HowToPay | None:
    """The panel, or nothing when nothing is open."""
    if told is None:
        return None
    amount = told.missing.display(language)
    if told.by == "cod":
        return HowToPay(title=_("Pay at the door"), text=_("Please have %(amount)s ready.") % {"amount": amount})
    text = _("Please transfer the amount by %(day)s and give the reference, so that we find your payment.")
    rows = [(_("Amount"), amount), (_("To"), told.holder), (_("IBAN"), _in_fours(told.iban)), (_("BIC"), told.bic)]
    rows += [(_("Reference"), _in_fours(told.reference)), (_("Due"), day(told.due_on, language))]
    if told.received:
        rows.insert(0, (_("Received so far"), told.received.display(language)))
    return HowToPay(
        title=_("Awaiting your payment") if told.by == "transfer" else _("Your invoice"),
        text=text % {"day": day(told.due_on, language)},
        rows=tuple((label, value) for label, value in rows if value),
        picture=told.picture(),
    )


def _in_fours(text: str) -> str:
    """As people read it aloud."""
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))
