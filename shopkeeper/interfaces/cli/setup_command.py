"""``shopkeeper setup --country NL``: open a new shop's first market, so that its goods can be seen and bought."""

from __future__ import annotations

import argparse

from shopkeeper.interfaces.cli.migrate_command import migrate


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--country", required=True, help="where it sells first: two letters, such as NL")
    parser.add_argument("--currency", default="", help="three letters (default: the country's own)")
    parser.add_argument("--delivery", default="", help="what a parcel costs the customer, such as 4.95")
    parser.add_argument("--name", default="Home", help="what the office calls the market")


def run(chosen: argparse.Namespace) -> int:
    migrate()
    from shopkeeper.commerce.opening.operations import open_shop
    from shopkeeper.foundation import clock
    from shopkeeper.foundation.audit.operations import SYSTEM
    from shopkeeper.foundation.errors import InvalidInput

    try:
        done = open_shop(
            country=chosen.country,
            currency=chosen.currency,
            delivery=chosen.delivery,
            name=chosen.name,
            actor=SYSTEM,
            at=clock.now(),
        )
    except InvalidInput as refusal:
        raise InvalidInput(" ".join([refusal.message, *refusal.fields.values()])) from None
    tax = f"{done.rate_percent:f} % tax" if done.rate_percent is not None else "no tax (none is known for the country)"
    print(
        f"{done.market.name} is open: {', '.join(done.market.countries)} in {done.market.currency}, {tax}, delivery "
        f"{done.delivery.display()} in two to four working days, returns within {done.return_days} days.\n"
        "Look these over in the office, under Markets and Policies, before the first sale."
    )
    return 0
