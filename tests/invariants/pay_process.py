"""Pays for one checkout, or leaves its bank's page, in a process of its own, for tests that kill it on the way."""

from __future__ import annotations

import sys

import django

if __name__ == "__main__":
    django.setup()
    from shopkeeper.commerce.checkout import bank, saga
    from shopkeeper.commerce.checkout.makers import NOON, pay_request
    from shopkeeper.commerce.checkout.queries import checkout

    found = checkout(sys.argv[2])
    if sys.argv[1] == "pay":
        print(saga.pay(checkout_id=found.public_id, request=pay_request(found), at=NOON).state)
    else:
        print(bank.leave(checkout_id=found.public_id, at=NOON).state)
