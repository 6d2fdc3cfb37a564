"""What happens to staff below the office, on the record."""

from __future__ import annotations

from shopkeeper.foundation.accounts.events import SecondProofSetUp, SecondProofTakenAway, StaffAppointed
from shopkeeper.foundation.audit.operations import SYSTEM, Actor, record
from shopkeeper.foundation.events import subscribe


@subscribe(StaffAppointed, name="audit.staff_appointed")
def staff_appointed(event: StaffAppointed) -> None:
    after = {"email": event.email, "role": event.role}
    record(actor=SYSTEM, action="staff.appoint", target=f"user:{event.user_id}", after=after)


@subscribe(SecondProofSetUp, name="audit.second_proof_set_up")
def second_proof_set_up(event: SecondProofSetUp) -> None:
    actor = Actor(kind="user", id=str(event.user_id), label=event.email)
    record(actor=actor, action="staff.second_proof_set_up", target=f"user:{event.user_id}")


@subscribe(SecondProofTakenAway, name="audit.second_proof_taken_away")
def second_proof_taken_away(event: SecondProofTakenAway) -> None:
    record(actor=SYSTEM, action="staff.second_proof_taken_away", target=f"user:{event.user_id}")
