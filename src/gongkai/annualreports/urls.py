"""Addresses of annual reports."""

from django.urls import URLPattern

app_name = "annualreports"
urlpatterns: list[URLPattern] = []
