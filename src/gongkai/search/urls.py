"""Addresses of search."""

from django.urls import URLPattern, path

from gongkai.search import views

app_name = "search"
urlpatterns: list[URLPattern] = [path("", views.search, name="search")]
