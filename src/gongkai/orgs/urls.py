"""Addresses of orgs."""

from django.urls import path

from gongkai.orgs.views import agencies, sheets

app_name = "orgs"
urlpatterns = [
    path("", agencies.tree, name="list"),
    path("sheet/", sheets.upload, name="sheet"),
    path("sheet/template/", sheets.template, name="sheet-template"),
    path("sheet/trial/", sheets.trial, name="sheet-trial"),
    path("sheet/faulty/", sheets.faulty, name="sheet-faulty"),
    path("<int:agency_id>/", agencies.agency, name="agency"),
    path("<int:agency_id>/order/", agencies.order, name="order"),
    path("<int:agency_id>/do/<slug:name>/", agencies.act, name="act"),
]
