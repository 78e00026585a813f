"""Plugs notices into Django."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "gongkai.notices"
    label = "notices"
    default_auto_field = "django.db.models.BigAutoField"
