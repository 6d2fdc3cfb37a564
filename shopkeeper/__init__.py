"""Shopkeeper: one core for a retailer, a marketplace and an auction house.

Importing the package first swaps the standard library's SQLite driver for ``pysqlite3``,
whose bundled SQLite is newer than 3.51.3. Older versions can corrupt a database in WAL mode
when a checkpoint races a writer, and a shop keeps its money there.
"""

import sys

import pysqlite3

sys.modules["sqlite3"] = pysqlite3
sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2

__version__ = "0.1.0"
