"""Gift cards and store credit: money the shop owes, paid with like a card.

Owns the accounts and what payments take from them. What stands on an account is the sum of its entries in the ledger;
there is no counter that could say something else. To payments it is a provider like any other, named ``credit``.
"""
