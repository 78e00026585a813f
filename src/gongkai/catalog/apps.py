"""Plugs catalog into Django."""

from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "gongkai.catalog"
    label = "catalog"
    default_auto_field = "django.db.models.BigAutoField"
