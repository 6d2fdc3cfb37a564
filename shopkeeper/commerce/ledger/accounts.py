"""The chart of accounts. Pure.

A debit is a positive amount, a credit a negative one. Assets and expenses usually stand in debit; liabilities and
income in credit. An account may be kept for many subjects (a gift card, a customer, a country's tax): the sub-ledger.
"""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    ASSET = "asset"
    LIABILITY = "liability"
    INCOME = "income"
    EXPENSE = "expense"


class Account(StrEnum):
    """An account; :data:`KINDS` says what it is, :data:`SUBJECTS` what it is kept for."""

    BANK = "bank"
    PROVIDER = "provider"
    CASH = "cash"
    RECEIVABLE = "receivable"
    GIFT_CARDS = "gift_cards"
    STORE_CREDIT = "store_credit"
    TAX = "tax"
    SALES = "sales"
    SHIPPING = "shipping"
    SALES_RETURNS = "sales_returns"
    RETURN_FEES = "return_fees"
    GOODWILL = "goodwill"
    PROVIDER_FEES = "provider_fees"
    WRITE_OFFS = "write_offs"


KINDS: dict[Account, Kind] = {
    Account.BANK: Kind.ASSET,
    Account.PROVIDER: Kind.ASSET,
    Account.CASH: Kind.ASSET,
    Account.RECEIVABLE: Kind.ASSET,
    Account.GIFT_CARDS: Kind.LIABILITY,
    Account.STORE_CREDIT: Kind.LIABILITY,
    Account.TAX: Kind.LIABILITY,
    Account.SALES: Kind.INCOME,
    Account.SHIPPING: Kind.INCOME,
    Account.SALES_RETURNS: Kind.INCOME,
    Account.RETURN_FEES: Kind.INCOME,
    Account.GOODWILL: Kind.EXPENSE,
    Account.PROVIDER_FEES: Kind.EXPENSE,
    Account.WRITE_OFFS: Kind.EXPENSE,
}

TITLES: dict[Account, str] = {
    Account.BANK: "Bank",
    Account.PROVIDER: "With payment providers",
    Account.CASH: "Cash",
    Account.RECEIVABLE: "Owed by customers",
    Account.GIFT_CARDS: "Gift cards outstanding",
    Account.STORE_CREDIT: "Store credit outstanding",
    Account.TAX: "Tax to be paid",
    Account.SALES: "Sales",
    Account.SHIPPING: "Delivery charged",
    Account.SALES_RETURNS: "Sales returned",
    Account.RETURN_FEES: "Return fees",
    Account.GOODWILL: "Goodwill",
    Account.PROVIDER_FEES: "Payment fees",
    Account.WRITE_OFFS: "Written off",
}

# What the subject of an account's entries names; accounts that are not here have none.
SUBJECTS: dict[Account, str] = {
    Account.PROVIDER: "the provider",
    Account.RECEIVABLE: "the order",
    Account.GIFT_CARDS: "the card",
    Account.STORE_CREDIT: "the account",
    Account.TAX: "the country, the tax and its rate",
}
