"""What staff do with the returns policy: one transaction, a new version, a record."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F

from shopkeeper.commerce.content.events import PoliciesChanged
from shopkeeper.commerce.content.models import ReturnPolicy
from shopkeeper.foundation.audit.operations import Actor, record
from shopkeeper.foundation.errors import InvalidInput, NotFound
from shopkeeper.foundation.events import publish
from shopkeeper.foundation.remember import forget_all

MOST_REFUND_DAYS = 90


def return_policy(policy_id: int) -> ReturnPolicy:
    """One policy. Raises NotFound. One query."""
    found = ReturnPolicy.objects.filter(pk=policy_id).first()
    if found is None:
        raise NotFound("There is no such policy.")
    return found


@transaction.atomic
def edit_return_policy(
    *,
    policy: ReturnPolicy,
    is_returnable: bool,
    window_days: int,
    fees: str,
    refund_days: int,
    reason: str,
    actor: Actor,
) -> ReturnPolicy:
    """Change a returns policy; every change is a new version. Raises InvalidInput. Announces PoliciesChanged."""
    wrong: dict[str, str] = {}
    if fees not in {ReturnPolicy.Fees.FREE, ReturnPolicy.Fees.CUSTOMER}:
        wrong["fees"] = "Choose who pays."
    if not is_returnable and not reason.strip():
        wrong["reason"] = "Say why these goods cannot come back."
    if is_returnable and not 1 <= window_days <= 365:
        wrong["window_days"] = "Write a number of days from 1 to 365."
    if refund_days > MOST_REFUND_DAYS:
        wrong["refund_days"] = f"Write at most {MOST_REFUND_DAYS} days; the law allows fourteen."
    if wrong:
        raise InvalidInput("The policy was not saved.", wrong)
    after: dict[str, object] = {
        "is_returnable": is_returnable,
        "window_days": window_days,
        "fees": fees,
        "refund_days": refund_days,
        "reason": reason.strip()[:300],
    }
    before = {field: getattr(policy, field) for field in after}
    if before == after:
        return policy
    ReturnPolicy.objects.filter(pk=policy.pk).update(**after, version=F("version") + 1)
    policy.refresh_from_db()
    record(
        actor=actor,
        action="content.edit_return_policy",
        target=f"return_policy:{policy.pk}",
        before={**before, "version": policy.version - 1},
        after={**after, "version": policy.version},
    )
    publish(PoliciesChanged(source="office"))
    transaction.on_commit(forget_all)
    return policy


@transaction.atomic
def begin_returns(*, window_days: int, actor: Actor) -> ReturnPolicy:
    """One policy for everything, the customer paying for the way back: where a new shop begins."""
    policy = ReturnPolicy.objects.create(name="General", window_days=window_days, fees=ReturnPolicy.Fees.CUSTOMER)
    after = {"window_days": window_days, "fees": policy.fees}
    record(actor=actor, action="content.begin_returns", target=f"return_policy:{policy.pk}", after=after)
    transaction.on_commit(forget_all)
    return policy
