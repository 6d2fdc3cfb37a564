"""What may be asked of a customer, and in which words. Pure.

Mail about an order, a return or an account is no purpose: it is the contract itself. Everything else needs a yes that
was freely given, can be proved and is as easily taken back (Regulation (EU) 2016/679, art. 7). A changed wording gets a
new version; what was agreed to before stays written as it was shown.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Question:
    """One purpose on one channel, and how it is asked."""

    purpose: str
    channel: str
    version: int
    title: str
    wording: str

    @property
    def key(self) -> str:
        return f"{self.purpose}:{self.channel}"


def questions() -> tuple[Question, ...]:
    """Everything that is asked, in the language of whoever looks."""
    return (
        Question(
            "marketing",
            "email",
            1,
            _("News by e-mail"),
            _("Write to me about new things and offers. Every such mail has a link that ends it."),
        ),
        Question(
            "personalised",
            "site",
            1,
            _("A shop that knows me"),
            _("Use what I looked at and bought to choose what I am shown first."),
        ),
        Question(
            "measuring",
            "site",
            1,
            _("Counting visits"),
            _("Count my visits, so that the shop learns which pages work. Nobody else gets the numbers."),
        ),
    )


def question(key: str) -> Question | None:
    return next((one for one in questions() if one.key == key), None)
