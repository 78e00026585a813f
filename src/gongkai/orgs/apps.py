"""Plugs orgs into Django."""

from importlib import import_module

from django.apps import AppConfig


class OrgsConfig(AppConfig):
    name = "gongkai.orgs"
    label = "orgs"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare the kinds of events this app records."""
        import_module("gongkai.orgs.actions")
