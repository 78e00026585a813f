"""Addresses of catalog."""

from django.urls import path

from gongkai.catalog.views import catalogues, columns, keeping

app_name = "catalog"
urlpatterns = [
    path("", columns.columns, name="columns"),
    path("new/", columns.new, name="new"),
    path("<int:column_id>/", columns.edit, name="column"),
    path("<int:column_id>/move/", columns.move, name="move"),
    path("<int:column_id>/close/", columns.close, name="close"),
    path("<int:column_id>/merge/", columns.merge, name="merge"),
    path("hand-over/", columns.hand_over, name="hand-over"),
    path("duties/", keeping.duties, name="duties"),
    path("duties/take-over/", keeping.take_over, name="take-over"),
    path("duties/<int:duty_id>/", keeping.duty, name="duty"),
    path("catalogues/", catalogues.catalogues, name="catalogues"),
    path("catalogues/template/", catalogues.template, name="catalogue-template"),
    path("catalogues/<int:catalogue_id>/", catalogues.catalogue, name="catalogue"),
    path("catalogues/<int:catalogue_id>/undo/", catalogues.undo, name="catalogue-undo"),
    path("catalogues/<int:catalogue_id>/rows/", catalogues.rows, name="catalogue-rows"),
    path("vocabularies/", keeping.vocabularies, name="vocabularies"),
    path("vocabularies/load/", keeping.load, name="load"),
    path("vocabularies/<slug:code>/new/", keeping.new_version, name="new-version"),
    path("vocabularies/<slug:code>/<int:version>/", keeping.vocabulary, name="vocabulary"),
    path("index-numbers/", keeping.templates, name="templates"),
]
