"""Addresses of activities."""

from django.urls import path

from gongkai.activities.views import accounts, papers, postings, records, sheets

app_name = "activities"
urlpatterns = [
    path("", records.activities, name="list"),
    path("new/", records.new, name="new"),
    path("carry/", records.carry, name="carry"),
    path("sheet/", sheets.upload, name="sheet"),
    path("sheet/template/", sheets.template, name="sheet-template"),
    path("sheet/trial/", sheets.trial, name="sheet-trial"),
    path("sheet/faulty/", sheets.faulty, name="sheet-faulty"),
    path("accounts/", accounts.accounts, name="accounts"),
    path("accounts/new/", accounts.new, name="account-new"),
    path("accounts/<int:account_id>/", accounts.account, name="account"),
    path("accounts/<int:account_id>/edit/", accounts.edit, name="account-edit"),
    path("accounts/<int:account_id>/connect/", accounts.connect, name="account-connect"),
    path("accounts/<int:account_id>/check/", accounts.check, name="account-check"),
    path("accounts/<int:account_id>/close/", accounts.close, name="account-close"),
    path("postings/", postings.postings, name="postings"),
    path("postings/of/<int:item_id>/", postings.of_item, name="post"),
    path("postings/<int:posting_id>/again/", postings.again, name="post-again"),
    path("postings/<int:posting_id>/take-back/", postings.take_back, name="post-back"),
    path("postings/<int:posting_id>/gone/", postings.gone, name="post-gone"),
    path("prints/", papers.overview, name="papers"),
    path("prints/new/", papers.new, name="paper-new"),
    path("prints/points/", papers.points, name="points"),
    path("prints/points/<int:point_id>/close/", papers.close_point, name="point-close"),
    path("prints/<int:paper_id>/", papers.paper, name="paper"),
    path("prints/<int:paper_id>/confirm/", papers.confirm, name="paper-confirm"),
    path("prints/<int:paper_id>/<slug:kind>/", papers.file, name="paper-file"),
    path("<int:activity_id>/", records.activity, name="activity"),
    path("<int:activity_id>/correct/", records.correct, name="correct"),
    path("<int:activity_id>/strike/", records.strike, name="strike"),
    path("<int:activity_id>/file/", records.file, name="file"),
]
