"""Plugs disclosures into Django."""

import importlib

from django.apps import AppConfig


class DisclosuresConfig(AppConfig):
    name = "gongkai.disclosures"
    label = "disclosures"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare the kinds of events, what listens to them, what the clock does, and what the doctor looks at."""
        importlib.import_module("gongkai.disclosures.tasks")
