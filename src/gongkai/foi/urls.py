"""Addresses of requests."""

from django.urls import URLPattern

app_name = "foi"
urlpatterns: list[URLPattern] = []
