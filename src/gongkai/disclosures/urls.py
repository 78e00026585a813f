"""Addresses of disclosures."""

from django.urls import path

from gongkai.disclosures.views import chains, checks, imports, items, one, review, writing

app_name = "disclosures"
urlpatterns = [
    path("", items.items, name="list"),
    path("bulk/", items.bulk, name="bulk"),
    path("restore/", items.restore_many, name="restore-many"),
    path("views/", items.view_save, name="view-save"),
    path("views/<int:view_id>/remove/", items.view_remove, name="view-remove"),
    path("new/", writing.new, name="new"),
    path("review/", review.queue, name="queue"),
    path("chains/", chains.overview, name="chains"),
    path("chains/new/", chains.edit, name="chain-new"),
    path("chains/<int:chain_id>/", chains.edit, name="chain"),
    path("chains/<int:chain_id>/end/", chains.end, name="chain-end"),
    path("away/", chains.away, name="absences"),
    path("away/<int:absence_id>/end/", chains.back, name="absence-end"),
    path("forced/", chains.forced, name="forced"),
    path("words/", checks.words, name="words"),
    path("imports/", imports.imports, name="imports"),
    path("imports/<int:batch_id>/", imports.report, name="import"),
    path("imports/<int:batch_id>/mend/", imports.mend, name="import-mend"),
    path("imports/<int:batch_id>/undo/", imports.undo, name="import-undo"),
    path("imports/<int:batch_id>/refused/", imports.refused, name="import-refused"),
    path("<int:item_id>/", one.item, name="item"),
    path("<int:item_id>/edit/", writing.edit, name="edit"),
    path("<int:item_id>/preview/<int:number>/", writing.preview, name="preview"),
    path("<int:item_id>/review/", review.page, name="review"),
    path("<int:item_id>/withdraw/", one.withdraw, name="withdraw"),
    path("<int:item_id>/standing/", one.standing, name="standing"),
    path("<int:item_id>/schedule/", one.schedule, name="schedule"),
    path("<int:item_id>/compare/", one.compare, name="compare"),
    path("<int:item_id>/files/<int:attachment_id>/", one.attachment, name="file"),
    path("<int:item_id>/force/", chains.force, name="force"),
    path("<int:item_id>/remark/", checks.remark, name="remark"),
    path("<int:item_id>/findings/<slug:fingerprint>/mask/", checks.mask, name="mask"),
    path("<int:item_id>/findings/<slug:fingerprint>/dismiss/", checks.dismiss, name="dismiss"),
    path("<int:item_id>/files/<int:attachment_id>/pages/<int:number>/", checks.pages, name="pages"),
    path("<int:item_id>/files/<int:attachment_id>/pages/<int:number>/picture/", checks.picture, name="page-picture"),
    path("<int:item_id>/do/<slug:name>/", one.act, name="act"),
]
