"""The invariants (docs/guide/invariants.md), asked of the data as it stands. Reads only; safe in an open shop."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

from django.db.models import Count, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from shopkeeper.commerce.checkout.holders import CARRIER
from shopkeeper.commerce.checkout.models import Checkout
from shopkeeper.commerce.credit import queries as credit
from shopkeeper.commerce.credit.models import CreditAccount
from shopkeeper.commerce.inventory.models import Allocation, Bucket, Hold, Movement
from shopkeeper.commerce.ledger import queries as ledger
from shopkeeper.commerce.ledger.accounts import Account
from shopkeeper.commerce.orders.invoicing import InvoiceDocument
from shopkeeper.commerce.orders.models import CreditNote, Invoice, InvoiceSeries, Order, OrderLine
from shopkeeper.commerce.orders.queries import paid_for
from shopkeeper.commerce.payments import disputes, payouts, promises
from shopkeeper.commerce.payments.models import Payment, Refund
from shopkeeper.commerce.shipping.models import RemedyStep
from shopkeeper.foundation import clock

_checks: list[tuple[str, Callable[[], Iterator[str]]]] = []


def _check(title: str) -> Callable[[Callable[[], Iterator[str]]], Callable[[], Iterator[str]]]:
    def register(function: Callable[[], Iterator[str]]) -> Callable[[], Iterator[str]]:
        _checks.append((title, function))
        return function

    return register


def findings() -> Iterator[tuple[str, list[str]]]:
    """Each check with what it found wrong; an empty list means it holds."""
    for title, function in _checks:
        yield title, list(function())


@_check("Stock: 0 <= taken <= total in every bucket")
def _buckets() -> Iterator[str]:
    for bucket in Bucket.objects.filter(Q(taken__lt=0) | Q(taken__gt=F("total"))):
        yield f"bucket {bucket.pk}: {bucket.taken} taken of {bucket.total}"


@_check("Stock: what is taken is what holds allocate")
def _allocations() -> Iterator[str]:
    live = (
        Allocation.objects.filter(bucket=OuterRef("pk"), hold__status__in=(Hold.Status.HELD, Hold.Status.CONFIRMED))
        .values("bucket")
        .annotate(units=Sum("quantity"))
        .values("units")
    )
    rows = Bucket.objects.annotate(allocated=Coalesce(Subquery(live), 0)).exclude(taken=F("allocated"))
    for bucket in rows:
        yield f"bucket {bucket.pk}: {bucket.taken} taken, {bucket.allocated} allocated"


@_check("Stock: what is there is the sum of its movements")
def _movements() -> Iterator[str]:
    moved = Movement.objects.filter(bucket=OuterRef("pk")).values("bucket").annotate(units=Sum("delta")).values("units")
    for bucket in Bucket.objects.annotate(moved=Coalesce(Subquery(moved), 0)).exclude(total=F("moved")):
        yield f"bucket {bucket.pk}: {bucket.total} there, movements say {bucket.moved}"


@_check("Holds: none stands a minute past its time")
def _expired() -> Iterator[str]:
    late = clock.now() - timedelta(minutes=1)
    for hold in Hold.objects.filter(status=Hold.Status.HELD, expires_at__lt=late)[:100]:
        yield f"hold {hold.pk} of {hold.reference} ran out at {hold.expires_at}"


@_check("Orders: each line has exactly one hold, in the state its order is in")
def _holds_of_lines() -> Iterator[str]:
    hold = Hold.objects.filter(pk=OuterRef("hold_id"))
    lines = OrderLine.objects.annotate(
        state=Subquery(hold.values("status")[:1]), held=Subquery(hold.values("quantity")[:1])
    ).select_related("order", "package")
    for line in lines.exclude(held=F("quantity")):
        yield f"order {line.order.number}, {line.sku}: {line.quantity} ordered, {line.held} held"
    shipped = {"shipped", "delivered"}
    for line in lines.iterator():
        if line.package.status == "cancelled":
            expected = Hold.Status.RELEASED
        else:
            expected = Hold.Status.FULFILLED if line.package.status in shipped else Hold.Status.CONFIRMED
        if line.state != expected:
            yield f"order {line.order.number}, {line.sku}: hold is {line.state}, should be {expected}"


@_check("Orders: lines, discounts, shipping and tax add up to the total")
def _totals() -> Iterator[str]:
    own = OrderLine.objects.filter(order=OuterRef("pk")).values("order")
    rows = Order.objects.annotate(
        goods=Subquery(own.annotate(n=Sum(F("unit_minor") * F("quantity"))).values("n")),
        reduced=Subquery(own.annotate(n=Sum("discount_minor")).values("n")),
        after=Subquery(own.annotate(n=Sum("total_minor")).values("n")),
    )
    wrong = rows.exclude(goods=F("lines_minor"), reduced=F("discount_minor"))
    for order in wrong:
        yield f"order {order.number}: lines say {order.goods} - {order.reduced}, order says {order.lines_minor}"
    for order in rows.exclude(after=F("lines_minor") - F("discount_minor")):
        yield f"order {order.number}: line totals {order.after}"


@_check("Money: a placed order is paid for once, to the minor unit")
def _paid() -> Iterator[str]:
    paid: dict[str, int] = {}
    # What is paid for an exchange before the goods are back is for the order that is to come.
    rows = Payment.objects.filter(status=Payment.Status.CAPTURED).exclude(part__startswith="return:")
    for row in rows.values("reference").annotate(kept=Sum(F("captured_minor") - F("refunded_minor"))):
        paid[row["reference"]] = row["kept"]
    # What a customer pays by themselves is promised until it comes; then it counts as any other money.
    promised = Payment.objects.filter(status=Payment.Status.AUTHORISED, key__in=promises.relied_on())
    for reference, minor in promised.values_list("reference", "amount_minor"):
        paid[reference] = paid.get(reference, 0) + minor
    notes = CreditNote.objects.values("order").annotate(sum=Sum("total_minor"))
    credited = {row["order"]: row["sum"] for row in notes}
    grace = clock.now() - timedelta(minutes=2)
    for order in Order.objects.filter(placed_at__lt=grace).only("number", "checkout_id", "total_minor", "status"):
        kept = paid.get(paid_for(order.checkout_id), 0)
        owed = 0 if order.status == Order.Status.CANCELLED else order.total_minor - credited.get(order.pk, 0)
        if kept != owed:
            yield f"order {order.number}: {kept} kept, {owed} owed"


@_check("Money: none without an order")
def _loose_money() -> Iterator[str]:
    grace = clock.now() - timedelta(minutes=5)
    placed = {paid_for(one) for one in Order.objects.values_list("checkout_id", flat=True)}
    rows = Payment.objects.filter(
        status__in=(Payment.Status.AUTHORISED, Payment.Status.CAPTURED),
        created_at__lt=grace,
        reference__startswith=paid_for(""),
    ).exclude(refunded_minor=F("captured_minor"), status=Payment.Status.CAPTURED)
    for payment in rows:
        if payment.reference not in placed:
            yield f"payment {payment.key}: {payment.status}, but {payment.reference} has no order"


@_check("Money: refunds never exceed what was captured")
def _refunds() -> Iterator[str]:
    rows = Refund.objects.exclude(status=Refund.Status.FAILED).values("payment__key", "payment__captured_minor")
    for row in rows.annotate(back=Sum("amount_minor")).filter(back__gt=F("payment__captured_minor")):
        yield f"payment {row['payment__key']}: {row['back']} back of {row['payment__captured_minor']}"


@_check("Invoices: numbers run without a gap")
def _invoices() -> Iterator[str]:
    for series in InvoiceSeries.objects.annotate(issued=Count("pk")):
        issued = Invoice.objects.filter(series=series).count() + CreditNote.objects.filter(series=series).count()
        if issued != series.last_number:
            yield f"series {series.code}: counted to {series.last_number}, {issued} issued"


@_check("Invoices: each says what its order costs")
def _documents() -> Iterator[str]:
    rows = Invoice.objects.exclude(document={}).select_related("series", "order").iterator()
    for invoice in rows:
        document, order = InvoiceDocument.from_json(invoice.document), invoice.order
        said = {(one.total_minor, one.tax_minor) for one in (document, invoice, order)}
        parts = sum(row.base_minor + row.tax_minor for row in document.taxes)
        if len(said) > 1 or parts != document.total_minor:
            yield f"invoice {invoice.label}: {sorted(said)} said in different places, taxes and bases {parts}"


@_check("Checkouts: none has been standing between two steps for ten minutes")
def _stuck() -> Iterator[str]:
    late = clock.now() - timedelta(minutes=10)
    for checkout in Checkout.objects.filter(status=Checkout.Status.PLACING, driven_at__lt=late):
        yield f"checkout {checkout.pk} is being placed since {checkout.driven_at}"


@_check("Ledger: every journal adds up to nothing in each currency")
def _journals() -> Iterator[str]:
    for journal_id in ledger.unbalanced():
        yield f"journal {journal_id} does not balance"


@_check("Ledger: what stands with providers is what payments say they took and gave back")
def _with_providers() -> Iterator[str]:
    # Refunds that have not reached the provider, or went back by another way, are still with it.
    still_there = Q(status=Refund.Status.PENDING) | Q(status=Refund.Status.DONE) & ~Q(destination="")
    waiting = Refund.objects.filter(still_there).values("payment__provider", "payment__currency")
    pending = {
        (row["payment__provider"], row["payment__currency"]): row["sum"]
        for row in waiting.annotate(sum=Sum("amount_minor"))
    }
    rows = Payment.objects.filter(captured_minor__gt=0).exclude(provider="credit").values("provider", "currency")
    taken = {
        (row["provider"], row["currency"]): row["kept"]
        for row in rows.annotate(kept=Sum(F("captured_minor") - F("refunded_minor")))
    }
    # Paid out to the bank, come in by hand, or taken by the customer's bank: no longer with the provider.
    gone = (payouts.paid_out(), promises.net_received(), disputes.held_by_banks())
    for place in set(taken).union(*gone):
        kept = taken.get(place, 0) + pending.get(place, 0) - sum(one.get(place, 0) for one in gone)
        booked = ledger.balance(Account.PROVIDER, place[1], subject=place[0]).minor
        if booked != kept:
            yield f"{place[0]} in {place[1]}: {booked} booked, payments say {kept}"


@_check("Money: nobody waits longer than the terms allow for what customers pay by themselves")
def _overdue() -> Iterator[str]:
    late = clock.now() - timedelta(days=1)
    for promise in promises.to_be_cancelled(at=late):
        yield f"payment {promise.key} was due on {promise.due_on}, and its order still stands"


@_check("Money: every line of a payout belongs to something, or somebody has explained it")
def _payout_lines() -> Iterator[str]:
    for line in payouts.differences():
        yield f"{line.payout.payout_id}, {line.line_id}: {line.difference}"


@_check("Credit: no card is in debt, and what payments took of cards is what cards gave")
def _credit() -> Iterator[str]:
    for one in credit.with_balances(list(CreditAccount.objects.all())):
        if one.available.minor < 0:
            yield f"{one.token}: {one.balance} on it, {one.balance - one.available} of it set aside"
    for account in CreditAccount.objects.filter(token__startswith=CARRIER):
        one = credit.credit(account)
        grace = clock.now() - timedelta(minutes=10)
        if one.available and account.created_at < grace:
            yield f"{account.token}: {one.available} that nobody can spend"
    for left in ledger.balances_of(Account.PROVIDER, subject="credit"):
        if left:
            yield f"{left} between payments and cards"


@_check("Ledger: tax and sales are what the invoices say")
def _invoiced() -> Iterator[str]:
    back = {
        row["order__currency"]: row
        for row in CreditNote.objects.values("order__currency").annotate(total=Sum("total_minor"), tax=Sum("tax_minor"))
    }
    for row in Invoice.objects.values("order__currency").annotate(total=Sum("total_minor"), tax=Sum("tax_minor")):
        code = row["order__currency"]
        note = back.get(code, {"total": 0, "tax": 0})
        tax, due = -ledger.balance(Account.TAX, code).minor, row["tax"] - note["tax"]
        if tax != due:
            yield f"{code}: {tax} of tax booked, invoices and credit notes say {due}"
        sold = -sum(ledger.balance(account, code).minor for account in _INCOME)
        if sold != row["total"] - note["total"] - due:
            yield f"{code}: {sold} of sales booked, invoices and credit notes say {row['total'] - note['total'] - due}"


_INCOME = (Account.SALES, Account.SHIPPING, Account.SALES_RETURNS, Account.RETURN_FEES)


@_check("Promises: no order is given more for broken ones than was paid for it")
def _remedies() -> Iterator[str]:
    given = RemedyStep.objects.values("promise__order__number", "promise__order__total_minor", "kind")
    rows = given.annotate(sum_minor=Sum("amount_minor"), charge=F("promise__order__shipping_minor"))
    too_much = Q(kind="charge", sum_minor__gt=F("charge")) | Q(sum_minor__gt=F("promise__order__total_minor"))
    for row in rows.filter(too_much):
        yield f"order {row['promise__order__number']}: {row['sum_minor']} as {row['kind']}"
