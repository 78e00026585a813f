"""Addresses of desk."""

from django.urls import path

from gongkai.desk.views import handover, home, tour

app_name = "desk"
urlpatterns = [
    path("", home.home, name="home"),
    path("notices/", home.notices, name="notices"),
    path("notices/seen/", home.notices_seen, name="notices-seen"),
    path("tasks/", home.tasks, name="tasks"),
    path("tasks/<uuid:task_id>/retry/", home.task_retry, name="task-retry"),
    path("tasks/letters/<int:letter_id>/retry/", home.letter_retry, name="letter-retry"),
    path("trail/", home.trail, name="trail"),
    path("tour/", tour.tour, name="tour"),
    path("why/", tour.why, name="why"),
    path("handover/", handover.overview, name="handovers"),
    path("handover/<int:person_id>/", handover.one, name="handover"),
    path("handover/done/<int:handover_id>/", handover.done, name="handover-done"),
    path("handover/done/<int:handover_id>/undo/", handover.undo, name="handover-undo"),
]
