"""Addresses of figures."""

from django.urls import path

from gongkai.statistics.views import figures, progress, records

app_name = "statistics"
urlpatterns = [
    path("", figures.form, name="form"),
    path("progress/", progress.year_so_far, name="progress"),
    path("proof/<int:statement_id>/", records.proof, name="proof"),
    path("<int:agency_id>/<int:year>/<str:indicator>/", records.records, name="records"),
    path("<int:agency_id>/<int:year>/<str:indicator>/state/", figures.state, name="state"),
]
