from __future__ import annotations

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class EventsConfig(AppConfig):
    name = "shopkeeper.foundation.events"

    def ready(self) -> None:
        """Import every app's ``handlers.py``, so that publishing knows all subscribers."""
        autodiscover_modules("handlers")
