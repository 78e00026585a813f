"""Addresses of activities."""

from django.urls import path

from gongkai.activities.views import records, sheets

app_name = "activities"
urlpatterns = [
    path("", records.activities, name="list"),
    path("new/", records.new, name="new"),
    path("carry/", records.carry, name="carry"),
    path("sheet/", sheets.upload, name="sheet"),
    path("sheet/template/", sheets.template, name="sheet-template"),
    path("sheet/trial/", sheets.trial, name="sheet-trial"),
    path("sheet/faulty/", sheets.faulty, name="sheet-faulty"),
    path("<int:activity_id>/", records.activity, name="activity"),
    path("<int:activity_id>/correct/", records.correct, name="correct"),
    path("<int:activity_id>/strike/", records.strike, name="strike"),
    path("<int:activity_id>/file/", records.file, name="file"),
]
