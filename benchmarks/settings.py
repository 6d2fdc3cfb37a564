"""The shop's own settings, with the floor added to its addresses."""

from shopkeeper.config.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.urls"
