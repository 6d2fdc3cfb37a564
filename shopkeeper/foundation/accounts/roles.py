"""What staff may do, as data. A right is a subject and a verb; a role is a set of rights."""

from __future__ import annotations

from shopkeeper.foundation.accounts.models import User

RIGHTS: dict[str, str] = {
    "orders.view": "See orders and who placed them",
    "orders.fulfil": "Pack, ship and deliver",
    "orders.cancel": "Cancel orders",
    "orders.refund": "Give money back",
    "catalogue.view": "See products and stock",
    "catalogue.edit": "Change products, pictures and categories",
    "prices.edit": "Change prices",
    "stock.edit": "Count and move stock",
    "content.edit": "Change pages and the front page",
    "customers.view": "See customers",
    "customers.edit": "Change or delete customers",
    "mail.view": "Read the mail the shop has sent",
    "settings.edit": "Change markets, taxes, delivery and ways to pay",
    "ledger.view": "See the books",
    "staff.edit": "Invite staff and change their roles",
    "audit.view": "Read who did what",
}

_SERVICE = frozenset({"orders.view", "customers.view", "catalogue.view", "mail.view"})
ROLES: dict[str, frozenset[str]] = {
    "owner": frozenset(RIGHTS),
    "manager": frozenset(RIGHTS) - {"staff.edit", "settings.edit"},
    "fulfilment": frozenset({"orders.view", "orders.fulfil", "catalogue.view", "stock.edit"}),
    "support": _SERVICE | {"orders.cancel", "orders.refund", "customers.edit"},
    "editor": frozenset({"catalogue.view", "catalogue.edit", "content.edit"}),
}


def rights_of(user: User) -> frozenset[str]:
    """Every right of a person; none for customers and for staff without a known role."""
    if not user.is_active or not user.is_staff:
        return frozenset()
    return ROLES["owner"] if user.is_superuser else ROLES.get(user.role, frozenset())


def may(user: User, right: str) -> bool:
    """Whether ``user`` holds ``right``. KeyError for a right that does not exist: that is a typing mistake."""
    RIGHTS[right]
    return right in rights_of(user)
