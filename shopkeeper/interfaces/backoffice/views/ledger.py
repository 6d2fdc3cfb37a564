"""The books: every figure opens down to the journals behind it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.views.decorators.http import require_GET

from shopkeeper.commerce.checkout.money import order_numbers_of
from shopkeeper.commerce.ledger import export, queries
from shopkeeper.commerce.ledger.accounts import SUBJECTS, Account
from shopkeeper.foundation import clock
from shopkeeper.foundation.errors import NotFound
from shopkeeper.interfaces.backoffice import csv, forms, render
from shopkeeper.interfaces.backoffice.guard import Staff, staff
from shopkeeper.interfaces.backoffice.present import ledger as present

LENGTH = 50
# Subjects with a balance that are listed above an account's journals; the rest are found through their order or card.
MOST_SUBJECTS = 20


@require_GET
@staff("ledger.view")
def ledger(request: HttpRequest, who: Staff) -> HttpResponse:
    """The trial balance, now or at the end of a day."""
    until = forms.day(request.GET.get("until", ""))
    rows = queries.trial_balance(until=forms.end_of(until))
    return render.page(request, who, "ledger.html", present.ledger_page(rows, until), title="Ledger")


@require_GET
@staff("ledger.view")
def account(request: HttpRequest, who: Staff, name: str) -> HttpResponse:
    """One account: what stands for whom, and its journals, newest first."""
    try:
        chosen = Account(name)
    except ValueError:
        raise NotFound("There is no such account.") from None
    subject = request.GET.get("subject", "").replace("\x00", "")[:120]
    before = request.GET.get("before", "")
    last = int(before) if before.isascii() and before.isdigit() and len(before) < 19 else None
    journals = queries.journals_on(chosen, subject=subject or None, before=last, limit=LENGTH + 1)
    balances = queries.balances_of(chosen, subject=subject or None)
    owners = queries.largest_subjects(chosen, limit=MOST_SUBJECTS) if chosen in SUBJECTS and not subject else []
    names = {journal.reference for journal in journals} | {owner for owner, _ in owners} | {subject}
    shown = present.account_page(
        chosen, subject, balances, owners, journals[:LENGTH], order_numbers_of(names), has_more=len(journals) > LENGTH
    )
    return render.page(request, who, "account.html", shown, title=shown.title)


@require_GET
@staff("ledger.view")
def export_csv(request: HttpRequest, who: Staff) -> StreamingHttpResponse:
    return csv.stream(f"ledger-{clock.now():%Y%m%d}.csv", export.CSV_HEADER, export.csv_rows(queries.every_journal()))


@require_GET
@staff("ledger.view")
def export_hledger(request: HttpRequest, who: Staff) -> StreamingHttpResponse:
    lines = (f"{line}\n" for line in export.hledger_lines(queries.every_journal()))
    response = StreamingHttpResponse(lines, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="ledger-{clock.now():%Y%m%d}.journal"'
    return response
