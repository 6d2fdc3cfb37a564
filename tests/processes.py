"""For tests that start other processes: the environment that leads them to the test's own database."""

from __future__ import annotations

import os

from django.conf import settings
from django.db import connection


def environment(**more: str) -> dict[str, str]:
    """The environment of this process, with the test's database and folder."""
    chosen = connection.settings_dict
    url = f"sqlite://{chosen['NAME']}"
    if connection.vendor == "postgresql":
        login = f"{chosen['USER']}:{chosen['PASSWORD']}" if chosen["PASSWORD"] else chosen["USER"]
        url = f"postgres://{login}@{chosen['HOST']}:{chosen['PORT']}/{chosen['NAME']}"
    return {
        **os.environ,
        "SHOPKEEPER_DATABASE_URL": url,
        "SHOPKEEPER_HOME": str(settings.HOME),
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        **more,
    }
