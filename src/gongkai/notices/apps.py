"""Plugs notices into Django."""

import importlib

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "gongkai.notices"
    label = "notices"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """What the clock sends, and what the doctor looks at."""
        importlib.import_module("gongkai.notices.tasks")
