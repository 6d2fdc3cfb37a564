"""``shopkeeper staff EMAIL --role ROLE``: a person for the office. Asks for the password; it is never an argument."""

from __future__ import annotations

import argparse
import getpass
import os

from shopkeeper.interfaces.cli.migrate_command import migrate

ROLES = ("owner", "manager", "fulfilment", "support", "editor")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("email")
    parser.add_argument("--name", default="")
    parser.add_argument("--role", choices=ROLES, default="owner")
    parser.add_argument("--new-proof", action="store_true", help="forget their app and passkeys: the phone is lost")


def run(chosen: argparse.Namespace) -> int:
    migrate()
    from shopkeeper.foundation import clock
    from shopkeeper.foundation.accounts import operations, second_factor

    password = os.environ.get("SHOPKEEPER_STAFF_PASSWORD") or getpass.getpass("Password (at least 12 characters): ")
    user = operations.appoint(email=chosen.email, name=chosen.name, role=chosen.role, password=password)
    if chosen.new_proof:
        second_factor.take_away(user=user)
    print(f"{user.email} works here now ({user.role}).")
    if not second_factor.has_factor(user):
        code = second_factor.allow_set_up(user=user, at=clock.now())
        print(f"Set-up code: {code}. Hand it over in person or by telephone, not by mail.")
        print("It is asked for once, when they set up their second proof, within three days.")
    return 0
