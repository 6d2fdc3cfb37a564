"""Writing customers and their addresses."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from shopkeeper.commerce.customers.addresses import PostalAddress
from shopkeeper.commerce.customers.consents import Question
from shopkeeper.commerce.customers.models import Address, Consent, ConsentSubject, Customer
from shopkeeper.commerce.customers.queries import allows, consents_of, subject_of_link
from shopkeeper.foundation.errors import NotFound
from shopkeeper.foundation.text import email_key


def customer_of(user: Any) -> Customer:
    """The customer a signed-in user is, made at first need."""
    return Customer.objects.get_or_create(user=user)[0]


@transaction.atomic
def save_address(
    *, customer: Customer, address: PostalAddress, address_id: int | None = None, make_default: bool = False
) -> Address:
    """Add an address to the customer's book, or replace one of their own. Raises NotFound for someone else's."""
    # Two tabs wait for each other here: both would be the first address, or the new default.
    list(Customer.objects.select_for_update(no_key=True).filter(pk=customer.pk).values_list("pk"))
    row = Address(customer=customer)
    if address_id is not None:
        standing = Address.objects.filter(pk=address_id, customer=customer).first()
        if standing is None:
            raise NotFound("This address is not in your book (any more).")
        row = standing
    for name, value in address.as_json().items():
        setattr(row, name, value)
    first = not Address.objects.filter(customer=customer).exclude(pk=row.pk).exists()
    if make_default or first:
        Address.objects.filter(customer=customer, is_default=True).exclude(pk=row.pk).update(is_default=False)
        row.is_default = True
    row.save()
    return row


@transaction.atomic
def remove_address(*, customer: Customer, address_id: int) -> None:
    """Take an address out of the customer's own book. Twice is fine; someone else's is never touched."""
    Address.objects.filter(pk=address_id, customer=customer).delete()


@transaction.atomic
def keep_first_address(*, customer: Customer, address: Mapping[str, str]) -> None:
    """Keep the address of an order in a book that has none yet."""
    if not Address.objects.filter(customer=customer).exists():
        save_address(customer=customer, address=PostalAddress.from_json(address), make_default=True)


@transaction.atomic
def save_language(*, customer: Customer, language: str) -> None:
    """The language that mails to the customer are written in."""
    Customer.objects.filter(pk=customer.pk).update(language=language[:10])
    customer.language = language[:10]


@transaction.atomic
def answer(
    *,
    email: str,
    question: Question,
    is_given: bool,
    source: str,
    by: str,
    at: datetime,
    customer: Customer | None = None,
) -> None:
    """Write down what somebody allowed, or no longer does. ``source`` is the page, ``by`` who it was (``customer``,
    ``guest``, ``link``). The same answer again is not written again; it holds from now on. Anybody can type an address
    at the checkout, so a guest's yes never undoes a no.
    """
    if allows(email=email, purpose=question.purpose, channel=question.channel) == is_given:
        return
    if is_given and by == "guest" and f"{question.purpose}:{question.channel}" in consents_of(email):
        return
    key = email_key(email)
    subject = ConsentSubject.objects.filter(customer=customer, email_key=key).order_by("pk").first()
    Consent.objects.create(
        subject=subject or ConsentSubject.objects.create(customer=customer, email_key=key),
        purpose=question.purpose,
        channel=question.channel,
        is_given=is_given,
        wording=question.wording,
        version=question.version,
        source=source,
        by=by,
        at=at,
    )


def withdraw_by_link(*, token: str, at: datetime) -> Question:
    """The one tap in a mail. Twice is the same as once. Raises NotFound for a forged link."""
    subject, question = subject_of_link(token)
    customer = subject.customer
    email = customer.user.email if customer else subject.email_key
    if email:
        answer(email=email, question=question, is_given=False, source="mail", by="link", at=at, customer=customer)
    return question
