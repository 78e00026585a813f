"""Addresses of catalog."""

from django.urls import path

from gongkai.catalog.views import columns, keeping

app_name = "catalog"
urlpatterns = [
    path("", columns.columns, name="columns"),
    path("new/", columns.new, name="new"),
    path("<int:column_id>/", columns.edit, name="column"),
    path("<int:column_id>/move/", columns.move, name="move"),
    path("<int:column_id>/close/", columns.close, name="close"),
    path("duties/", keeping.duties, name="duties"),
    path("duties/take-over/", keeping.take_over, name="take-over"),
    path("duties/<int:duty_id>/", keeping.duty, name="duty"),
    path("vocabularies/", keeping.vocabularies, name="vocabularies"),
    path("vocabularies/load/", keeping.load, name="load"),
    path("vocabularies/<slug:code>/new/", keeping.new_version, name="new-version"),
    path("vocabularies/<slug:code>/<int:version>/", keeping.vocabulary, name="vocabulary"),
    path("index-numbers/", keeping.templates, name="templates"),
]
