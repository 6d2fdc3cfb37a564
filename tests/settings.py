"""The shop's own settings on a database of their own; SHOPKEEPER_DATABASE_URL chooses the engine, as in life."""

import os
import tempfile

os.environ.setdefault("SHOPKEEPER_HOME", tempfile.mkdtemp(prefix="shopkeeper-tests-"))

from shopkeeper.config.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Lists and kept pages are never behind in tests.
SEARCH_REFRESH_SECONDS = 0

# Sixty-four threads on a busy machine may wait longer for SQLite's one writer than customers should.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    DATABASES["default"]["OPTIONS"]["timeout"] = 90  # noqa: F405
