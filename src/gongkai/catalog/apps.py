"""Plugs catalog into Django."""

from importlib import import_module

from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "gongkai.catalog"
    label = "catalog"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare the kinds of events this app records, and what the clock does."""
        for name in ("catalogues", "columns", "duties", "numbers", "vocabularies"):
            import_module(f"gongkai.catalog.actions.{name}")
        import_module("gongkai.catalog.tasks")
