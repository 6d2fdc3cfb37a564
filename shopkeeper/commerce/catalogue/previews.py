"""Links to products that shoppers do not see yet: signed, for a while, for whoever is given one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.core import signing

from shopkeeper.foundation.errors import NotFound

SALT = "shopkeeper.catalogue.preview"
LASTS = timedelta(days=3)


@dataclass(frozen=True)
class Preview:
    """What a link opens, and until when."""

    product_id: int
    until: datetime


def preview_token(product_id: int, *, at: datetime) -> str:
    """What makes a link to a product's preview that works for three days from ``at``."""
    return signing.dumps([product_id, int((at + LASTS).timestamp())], salt=SALT, compress=False)


def read_token(token: str, *, at: datetime) -> Preview:
    """What a link opens. Raises NotFound for a forged one and after its time."""
    try:
        product_id, until = signing.loads(token, salt=SALT)
        found = Preview(int(product_id), datetime.fromtimestamp(int(until), UTC))
    except (signing.BadSignature, ValueError, TypeError, OverflowError):
        found = None
    if found is None or at >= found.until:
        raise NotFound("This preview is over, or its link was cut short. Ask for a new one.")
    return found
