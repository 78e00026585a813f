"""Plugs events into Django."""

from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "gongkai.events"
    label = "events"
    default_auto_field = "django.db.models.BigAutoField"
