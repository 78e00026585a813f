"""Plugs portal into Django."""

import importlib

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "gongkai.portal"
    label = "portal"
    default_auto_field = "django.db.models.BigAutoField"

    def import_models(self) -> None:
        """Load the tables of special topics, which stand beside models.py."""
        super().import_models()
        importlib.import_module("gongkai.portal.special_models")

    def ready(self) -> None:
        """Subscribe to what changes public pages, enter the checks and the clock; let search find annual reports."""
        importlib.import_module("gongkai.portal.tasks.subscriptions")
        importlib.import_module("gongkai.portal.tasks.mourning")
        importlib.import_module("gongkai.portal.tasks.visits")
        found = importlib.import_module("gongkai.portal.pages.findable")
        importlib.import_module("gongkai.search.queries.sources").register(found.REPORTS)
