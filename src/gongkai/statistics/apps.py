"""Plugs statistics into Django."""

import importlib

from django.apps import AppConfig


class StatisticsConfig(AppConfig):
    name = "gongkai.statistics"
    label = "statistics"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare the kinds of events, and what the clock does for the sums that are kept."""
        importlib.import_module("gongkai.statistics.actions.entering")
        importlib.import_module("gongkai.statistics.tasks")
