from __future__ import annotations

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class TasksConfig(AppConfig):
    name = "shopkeeper.foundation.tasks"

    def ready(self) -> None:
        """Import every app's ``tasks.py``, so that a worker knows all schedules."""
        autodiscover_modules("tasks")
