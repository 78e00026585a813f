"""Plugs annual reports into Django."""

import importlib

from django.apps import AppConfig


class AnnualReportsConfig(AppConfig):
    name = "gongkai.annualreports"
    label = "annualreports"
    default_auto_field = "django.db.models.BigAutoField"

    def import_models(self) -> None:
        """Load the models; the package file itself holds no code."""
        importlib.import_module("gongkai.annualreports.models.reports")
        importlib.import_module("gongkai.annualreports.models.texts")
        importlib.import_module("gongkai.annualreports.models.outputs")
        importlib.import_module("gongkai.annualreports.models.filing")
        super().import_models()

    def ready(self) -> None:
        """Declare the kinds of events, the background tasks, and what the doctor looks at."""
        importlib.import_module("gongkai.annualreports.tasks")
