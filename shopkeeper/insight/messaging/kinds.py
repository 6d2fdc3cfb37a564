"""Which kinds of mail need a yes, and can be ended at one tap.

What is not named here belongs to the contract: orders, returns, codes, word about an account. Such mails cannot be
unsubscribed from, and carry no link that pretends they can.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

from shopkeeper.commerce.customers.queries import allows, unsubscribe_token


@dataclass(frozen=True)
class Marketing:
    """A kind that is sent only while ``purpose`` is allowed by e-mail."""

    kind: str
    purpose: str = "marketing"

    def is_allowed(self, email: str) -> bool:
        return allows(email=email, purpose=self.purpose, channel="email")

    def link(self, email: str) -> str:
        """The address that ends it, for the letter and for the mail program's own button; empty without consent."""
        token = unsubscribe_token(email=email, purpose=self.purpose, channel="email")
        return f"{settings.PUBLIC_URL}/unsubscribe/{token}" if token else ""


_KINDS: dict[str, Marketing] = {}


def register(kind: Marketing) -> None:
    """Say that a kind of mail needs a yes. Before it is first written."""
    _KINDS[kind.kind] = kind


def marketing(kind: str) -> Marketing | None:
    """The kind as marketing; nothing for what belongs to the contract."""
    return _KINDS.get(kind)


def unsubscribe_headers(link: str) -> dict[str, str]:
    """The mail program's own button, at one tap (RFC 8058): it posts to the link without asking anything more."""
    return {"List-Unsubscribe": f"<{link}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
