"""Journals and entries. The database refuses to change or delete either, and to keep what does not balance."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from shopkeeper.commerce.ledger.accounts import Account


class Journal(models.Model):
    """One event in the money's life. Its entries are written first: when the journal's own row is inserted the
    database adds them up, and afterwards it takes no more (migration 0001).

    ``key`` is what happened, once (``payment:co:7:1:auth:capture``); ``reference`` what it is about (``order:17``).
    """

    id = models.BigIntegerField(primary_key=True)
    key = models.CharField(max_length=160, unique=True)
    kind = models.CharField(max_length=40)
    reference = models.CharField(max_length=120, db_index=True)
    memo = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.key


class Entry(models.Model):
    """``amount_minor`` on an account: debit above zero, credit below."""

    journal = models.ForeignKey(Journal, models.PROTECT, related_name="entries")
    account = models.CharField(max_length=40, choices=[(one.value, one.value) for one in Account])
    subject = models.CharField(max_length=120, blank=True)
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()

    class Meta:
        indexes = (
            # Balances are sums: this index answers them without reading a row.
            models.Index(fields=("account", "currency", "subject", "amount_minor"), name="ledger_balance_idx"),
        )
        constraints = (models.CheckConstraint(condition=~Q(amount_minor=0), name="ledger_entry_not_nothing"),)
