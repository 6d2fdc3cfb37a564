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


def run(chosen: argparse.Namespace) -> int:
    migrate()
    from shopkeeper.foundation.accounts.models import User
    from shopkeeper.foundation.errors import InvalidInput
    from shopkeeper.foundation.text import email_key

    password = os.environ.get("SHOPKEEPER_STAFF_PASSWORD") or getpass.getpass("Password (at least 12 characters): ")
    if len(password) < 12:
        raise InvalidInput("The password is too short: use at least 12 characters.")
    user, made = User.objects.get_or_create(email=email_key(chosen.email))
    user.is_staff, user.role = True, chosen.role
    user.name = chosen.name or user.name
    user.set_password(password)
    user.save()
    done = "Added" if made else "Changed"
    print(f"{done} {user.email} ({chosen.role}). The second factor is set up at the first sign-in.")
    return 0
