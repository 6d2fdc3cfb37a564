"""Reading customers and their address books."""

from __future__ import annotations

from django.core import signing
from django.db.models import Q, QuerySet

from shopkeeper.commerce.customers.addresses import PostalAddress
from shopkeeper.commerce.customers.consents import Question, question
from shopkeeper.commerce.customers.models import Address, Consent, ConsentSubject, Customer
from shopkeeper.foundation.errors import NotFound
from shopkeeper.foundation.text import email_key

UNSUBSCRIBE_SALT = "shopkeeper.customers.unsubscribe"


def customer_of_user(user_id: int) -> Customer | None:
    """The customer a user is; null for staff and for those who never bought. One query."""
    return Customer.objects.filter(user_id=user_id).first()


def addresses(customer: Customer | None) -> list[Address]:
    """The customer's addresses, the default one first; none for a guest. One query, none for a guest."""
    return list(Address.objects.filter(customer=customer)[:50]) if customer else []


def customer_by_id(customer_id: int) -> Customer | None:
    """The customer with this key and their account. One query."""
    return Customer.objects.select_related("user").filter(pk=customer_id).first()


def address(customer: Customer, address_id: int) -> Address:
    """One of the customer's own addresses. Raises NotFound, also for other people's. One query."""
    found = Address.objects.filter(customer=customer, pk=address_id).first()
    if found is None:
        raise NotFound("This address is not in your book (any more).")
    return found


def postal(address: Address) -> PostalAddress:
    """The row as a value."""
    return PostalAddress.from_json({name: getattr(address, name) for name in PostalAddress.__dataclass_fields__})


def prefill(customer: Customer | None) -> dict[str, str]:
    """What a new checkout starts with: who they are and where they live, so that nothing is typed twice."""
    if customer is None:
        return {}
    home = next(iter(addresses(customer)), None)
    known = postal(home).as_json() if home else {"name": customer.user.name}
    return {"email": customer.user.email, **{name: value for name, value in known.items() if value}}


def saved_address(customer: Customer | None, chosen: str) -> dict[str, str]:
    """The fields of the chosen address of the customer's own book; nothing when another one is being typed."""
    if customer is None or not chosen.isascii() or not chosen.isdigit() or len(chosen) > 18:
        return {}
    return postal(address(customer, int(chosen))).as_json()


def subjects_of(email: str) -> QuerySet[ConsentSubject]:
    """Whose consents speak for an address: the customer's who has it now, and those given before there was one."""
    key = email_key(email)
    return ConsentSubject.objects.filter(Q(customer__user__email=key) | Q(customer=None, email_key=key)).exclude(
        customer=None, email_key=""
    )


def allows(*, email: str, purpose: str, channel: str) -> bool:
    """Whether the latest answer to a question was yes. No answer is a no. Every sender asks this when it sends, not
    when it plans to: a withdrawal holds from the moment it is written. One query."""
    found = Consent.objects.filter(subject__in=subjects_of(email), purpose=purpose, channel=channel)
    return bool(found.order_by("-pk").values_list("is_given", flat=True).first())


def consents_of(email: str) -> dict[str, Consent]:
    """The latest answer to each question, by ``purpose:channel``. One query."""
    rows = Consent.objects.filter(subject__in=subjects_of(email)).order_by("pk")
    return {f"{one.purpose}:{one.channel}": one for one in rows}


def unsubscribe_token(*, email: str, purpose: str, channel: str) -> str:
    """What ends a kind of mail at one tap: signed, for this purpose only, without an address in it, good for ever.
    Empty when nothing was allowed. One query."""
    given = Consent.objects.filter(subject__in=subjects_of(email), purpose=purpose, channel=channel).last()
    if given is None or not given.is_given:
        return ""
    return signing.dumps([given.subject_id, f"{purpose}:{channel}"], salt=UNSUBSCRIBE_SALT)


def subject_of_link(token: str) -> tuple[ConsentSubject, Question]:
    """Whose link it is, and what it ends. Raises NotFound for a forged one. One query."""
    try:
        subject_id, key = signing.loads(token, salt=UNSUBSCRIBE_SALT)
    except (signing.BadSignature, ValueError):
        raise NotFound("This link is not one of ours.") from None
    subject = ConsentSubject.objects.select_related("customer__user").filter(pk=subject_id).first()
    asked = question(key)
    if subject is None or asked is None:
        raise NotFound("This link is not one of ours.")
    return subject, asked
