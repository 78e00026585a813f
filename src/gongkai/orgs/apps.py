"""Plugs orgs into Django."""

from django.apps import AppConfig


class OrgsConfig(AppConfig):
    name = "gongkai.orgs"
    label = "orgs"
    default_auto_field = "django.db.models.BigAutoField"
