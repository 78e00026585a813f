"""Addresses of portal that are not files."""

from django.urls import path

from gongkai.portal import views

app_name = "portal"
urlpatterns = [path("scheme/", views.scheme, name="scheme")]
