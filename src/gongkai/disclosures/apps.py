"""Plugs disclosures into Django."""

import importlib

from django.apps import AppConfig


class DisclosuresConfig(AppConfig):
    name = "gongkai.disclosures"
    label = "disclosures"
    default_auto_field = "django.db.models.BigAutoField"

    def import_models(self) -> None:
        """Load the tables of review, checks and documents too, which stand beside the items."""
        super().import_models()
        for name in (
            "chain_models",
            "check_models",
            "document_models",
            "duty_models",
            "coordination_models",
            "keeping_models",
        ):
            importlib.import_module(f"gongkai.disclosures.{name}")

    def ready(self) -> None:
        """Declare the kinds of events, what listens to them, what the clock does, and what the doctor looks at."""
        importlib.import_module("gongkai.disclosures.tasks")
