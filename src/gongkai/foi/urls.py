"""Addresses of requests: of the desk, and of the public."""

from django.urls import URLPattern, path

from gongkai.foi.views import calculators, public_check, public_form, public_status, public_uploads

app_name = "foi"
urlpatterns: list[URLPattern] = []

_public: list[URLPattern] = [
    path("apply/", public_form.what, name="what"),
    path("apply/where/", public_form.where, name="where"),
    path("apply/who/", public_form.who, name="who"),
    path("apply/how/", public_form.how, name="how"),
    path("apply/check/", public_check.check, name="check"),
    path("apply/receipt/", public_check.receipt, name="receipt"),
    path("apply/discard/", public_check.discard, name="discard"),
    path("apply/files/", public_uploads.begin, name="uploads"),
    path("apply/files/<slug:token>/", public_uploads.one, name="upload"),
    path("status/", public_status.look, name="status"),
    path("status/leave/", public_status.leave, name="leave"),
    path("status/letters/<int:letter_id>.pdf", public_status.letter, {"kind": "pdf"}, name="letter-pdf"),
    path("status/letters/<int:letter_id>.docx", public_status.letter, {"kind": "docx"}, name="letter-docx"),
    path("status/files/<int:file_id>/", public_status.file, name="file"),
    path("status/<slug:name>/", public_status.act, name="act"),
    path("deadline/", calculators.deadline, name="deadline"),
    path("fee/", calculators.fee, name="fee"),
]
public = (_public, "requests")
