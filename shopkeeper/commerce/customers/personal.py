"""What is kept about customers: who they are, where they live, what they allowed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from shopkeeper.commerce.customers.models import Address, Consent, ConsentSubject, Customer
from shopkeeper.commerce.customers.queries import postal, subjects_of
from shopkeeper.foundation.privacy.ports import Person, Silent


class Customers(Silent):
    name = "customer"
    tables: Sequence[str] = (
        "customers_customer",
        "customers_address",
        "customers_consentsubject",
        "customers_consent",
    )

    def export(self, person: Person) -> Mapping[str, Any]:
        profile = Customer.objects.filter(user_id=person.user_id)
        book = Address.objects.filter(customer__user_id=person.user_id)
        consents = Consent.objects.filter(subject__in=subjects_of(person.email)).order_by("pk")
        return {
            "profile": list(profile.values("phone", "market_code", "language", "created_at")),
            "addresses": [postal(one).as_json() for one in book],
            "consents": list(consents.values("purpose", "channel", "is_given", "wording", "source", "by", "at")),
        }

    def erase(self, person: Person, *, at: datetime) -> None:
        """The proof of what was allowed stays; whose it was is forgotten."""
        if not person.user_id:
            return
        subjects = [one.pk for one in subjects_of(person.email)]
        ConsentSubject.objects.filter(pk__in=subjects).update(email_key="", customer=None)
        ConsentSubject.objects.filter(customer__user_id=person.user_id).update(email_key="", customer=None)
        Customer.objects.filter(user_id=person.user_id).delete()
