"""Plugs activities into Django."""

import importlib

from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    name = "gongkai.activities"
    label = "activities"
    default_auto_field = "django.db.models.BigAutoField"

    def import_models(self) -> None:
        """Load the models; the package file itself holds no code."""
        for name in ("records", "channels", "papers"):
            importlib.import_module(f"gongkai.activities.models.{name}")
        super().import_models()

    def ready(self) -> None:
        """Declare the kinds of events, and what the clock does each month."""
        importlib.import_module("gongkai.activities.tasks")
