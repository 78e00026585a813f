"""Addresses of notices."""

from django.urls import URLPattern, path

from gongkai.notices import views

app_name = "notices"
urlpatterns: list[URLPattern] = [
    path("sent/", views.messages, name="messages"),
    path("sent/again/", views.again, name="again"),
]
