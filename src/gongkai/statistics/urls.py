"""Addresses of figures."""

from django.urls import path

from gongkai.statistics.views import figures, records

app_name = "statistics"
urlpatterns = [
    path("", figures.form, name="form"),
    path("<int:agency_id>/<int:year>/<str:indicator>/", records.records, name="records"),
    path("<int:agency_id>/<int:year>/<str:indicator>/state/", figures.state, name="state"),
]
