"""What may come back, until when, and what for. Pure.

Two rights stand side by side: the shop's own promise (``content.ReturnPolicy``), and the law, which the promise can
widen and never narrow. In the EU, the EEA and the United Kingdom a consumer may withdraw within 14 days of having the
goods (Directive 2011/83/EU, art. 9; Consumer Contracts Regulations 2013, reg. 30), except from goods the law leaves out
(art. 16), which a policy marks as not returnable; and faults are the seller's for two years (Directive 2019/771,
art. 10; six months to six years in the United Kingdom, of which the shop takes two).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from shopkeeper.commerce.content.models import ReturnPolicy
from shopkeeper.commerce.returns.models import ReturnLine

WITHDRAWAL_DAYS = 14
GUARANTEE_DAYS = 730
# Where the goods have to be on their way back by, after withdrawing (Directive 2011/83/EU, art. 14).
SEND_WITHIN_DAYS = 14
_EU = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"
WITHDRAWAL_COUNTRIES = frozenset([*_EU.split(), "IS", "LI", "NO", "GB"])
FAULTS = frozenset({"damaged", "faulty", "wrong_item", "not_as_described"})


@dataclass(frozen=True)
class Eligibility:
    """Whether units of a line can come back. ``until`` is the last day for a change of mind, ``claim_until`` for
    something wrong; ``why_not`` says why nothing can come back at all."""

    line_id: int
    units: int
    until: date | None
    claim_until: date | None
    free: bool
    why_not: str = ""
    is_on_its_way: bool = False

    def allows(self, reason: str, today: date) -> bool:
        if self.why_not or self.is_on_its_way:
            # Until the last of it has arrived no day is running.
            return not self.why_not and (reason in FAULTS or self.until is not None)
        last = self.claim_until if reason in FAULTS else self.until
        return last is not None and today <= last


def eligibility(
    *,
    line_id: int,
    units_left: int,
    has_left: bool,
    delivered_on: date | None,
    policy: ReturnPolicy | None,
    country: str,
    today: date,
) -> Eligibility:
    """What may come back of a line; ``units_left`` are those not on their way back already, ``has_left`` says that it
    is with the carrier or arrived, ``delivered_on`` the day the last of the order arrived (null: some is to come)."""
    if not has_left:
        return Eligibility(line_id, 0, None, None, False, "It has not been sent yet; you can change or cancel it.")
    if units_left < 1:
        return Eligibility(line_id, 0, None, None, False, "This is on its way back, or back already.")
    returnable = policy is None or policy.is_returnable
    promised = policy.window_days if policy and policy.is_returnable else 0
    by_law = WITHDRAWAL_DAYS if returnable and country in WITHDRAWAL_COUNTRIES else 0
    window = max(promised, by_law)
    free = policy is None or policy.fees == ReturnPolicy.Fees.FREE
    if delivered_on is None:
        # The day a window would end, were it there today; it only says that there is one.
        until = today + timedelta(days=window) if window else None
        return Eligibility(line_id, units_left, until, None, free, is_on_its_way=True)
    until = delivered_on + timedelta(days=window) if window else None
    guaranteed = GUARANTEE_DAYS if country in WITHDRAWAL_COUNTRIES else max(window, 30)
    claim_until = delivered_on + timedelta(days=guaranteed)
    why_not = ""
    if today > claim_until:
        why_not = f"It could be sent back until {claim_until:%d %B %Y}."
    return Eligibility(line_id, units_left, until, claim_until, free, why_not)


def why_refused(one: Eligibility, reason: str, policy: ReturnPolicy | None, today: date) -> str:
    """Why units cannot come back for ``reason``, in a sentence; empty when they can."""
    if one.why_not or one.allows(reason, today):
        return one.why_not
    if one.until is None:
        told = policy.reason if policy and policy.reason else "It cannot be returned once it has been delivered."
        return f"{told} If something is wrong with it, tell us what."
    return f"It could be returned until {one.until:%d %B %Y}. If something is wrong with it, tell us what."


def share_of(total: int, quantity: int, units: Iterable[int]) -> int:
    """The part of ``total`` that these units (counted from 0) of ``quantity`` bear: each has a share of its own, so
    however a line is split, its parts add up to it."""
    return sum(total * (unit + 1) // quantity - total * unit // quantity for unit in units)


def is_fault(reason: str) -> bool:
    """Whether a reason makes it the shop's to pay the way back."""
    return reason in FAULTS


REASONS = dict(ReturnLine.Reason.choices)
