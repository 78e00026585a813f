"""Plugs search into Django."""

import importlib

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "gongkai.search"
    label = "search"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to events, keep the index by the clock, let the doctor look at it; find for those who ask."""
        importlib.import_module("gongkai.search.tasks")
        found = importlib.import_module("gongkai.search.queries.already_public")
        importlib.import_module("gongkai.foi.queries.published").register(found.find)
