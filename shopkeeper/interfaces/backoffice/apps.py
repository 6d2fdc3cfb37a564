"""Sets the office up."""

from __future__ import annotations

from django.apps import AppConfig


class Backoffice(AppConfig):
    name = "shopkeeper.interfaces.backoffice"

    def ready(self) -> None:
        from shopkeeper.interfaces.backoffice import live

        live.offer()
