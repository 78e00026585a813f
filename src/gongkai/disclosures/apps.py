"""Plugs disclosures into Django."""

from django.apps import AppConfig


class DisclosuresConfig(AppConfig):
    name = "gongkai.disclosures"
    label = "disclosures"
    default_auto_field = "django.db.models.BigAutoField"
