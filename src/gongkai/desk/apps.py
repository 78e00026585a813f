"""Plugs desk into Django."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "gongkai.desk"
    label = "desk"
    default_auto_field = "django.db.models.BigAutoField"
