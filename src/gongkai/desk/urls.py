"""Addresses of desk."""

from django.urls import path

from gongkai.desk import views

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("notices/", views.notices, name="notices"),
    path("notices/seen/", views.notices_seen, name="notices-seen"),
    path("tasks/", views.tasks, name="tasks"),
    path("tasks/<uuid:task_id>/retry/", views.task_retry, name="task-retry"),
    path("tasks/letters/<int:letter_id>/retry/", views.letter_retry, name="letter-retry"),
    path("trail/", views.trail, name="trail"),
]
