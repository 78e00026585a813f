"""Plugs requests into Django."""

import importlib

from django.apps import AppConfig

_MODELS = (
    "cases",
    "clock",
    "handling",
    "letters",
    "remedies",
    "calendars",
    "intake",
    "templates",
    "making",
    "reminders",
)


class FoiConfig(AppConfig):
    name = "gongkai.foi"
    label = "foi"
    default_auto_field = "django.db.models.BigAutoField"

    def import_models(self) -> None:
        """Load the models of every subject; the package file itself holds no code."""
        for name in _MODELS:
            importlib.import_module(f"gongkai.foi.models.{name}")
        super().import_models()

    def ready(self) -> None:
        """Declare the kinds of events, what listens to them, what the clock does, and what the doctor looks at."""
        importlib.import_module("gongkai.foi.tasks")
