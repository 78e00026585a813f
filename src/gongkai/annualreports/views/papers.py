"""The report as files: each text that no longer changes as Word, PDF, spreadsheet and JSON, and the draft as it is."""

import json
from urllib.parse import quote

from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gongkai.annualreports import tasks
from gongkai.annualreports.actions import printing
from gongkai.annualreports.models.outputs import Output
from gongkai.annualreports.models.reports import Report
from gongkai.annualreports.models.texts import Text
from gongkai.annualreports.pages import tables
from gongkai.annualreports.queries import desk, papers, revisions
from gongkai.core import toasts
from gongkai.core.permissions import Permission, requires
from gongkai.disclosures.actions import files
from gongkai.documents import kinds
from gongkai.documents import printing as printer

SANDBOX = "default-src 'none'; sandbox"


def _visible(request: HttpRequest, report_id: int) -> Report:
    return get_object_or_404(desk.within(request.access, Permission.REPORT_VIEW), pk=report_id)  # type: ignore[attr-defined]


@requires(Permission.REPORT_VIEW)
@require_safe
def report_files(request: HttpRequest, report_id: int) -> HttpResponseBase:
    """The texts that were sent to review, each with its files; what the newest changed; the draft."""
    report = _visible(request, report_id)
    texts = papers.texts_of(report)
    released = [each for each in texts if each.is_released]  # type: ignore[attr-defined]
    rows = [_row(each, each in released) for each in texts]
    older = next((each for each in released if texts and each.number < texts[0].number), None)
    revision = revisions.between(older, texts[0]) if older else None
    context = {
        "heading": _("Word, PDF, spreadsheet"),
        "crumbs": [
            (reverse("annualreports:list"), _("Annual reports")),
            (reverse("annualreports:report", args=[report.pk]), str(report)),
            ("", _("Files")),
        ],
        "report": report,
        "rows": rows,
        "running": any(one.is_waiting for each in texts for one in each.outputs.all()),
        "revision": revision,
        "changed": tables.changed(revision.figures) if revision else [],
        "has_draft": report.snapshot is not None and bool(report.edition),
        "kinds": Output.Kind.choices,
    }
    return render(request, "annualreports/files.html", context)


def _row(text: Text, is_public: bool) -> tuple[Text, list[Output], bool, bool]:
    outputs = list(text.outputs.all())
    is_whole = len(outputs) == len(Output.Kind) and not any(each.message for each in outputs)
    return text, outputs, is_public, is_whole


@requires(Permission.REPORT_VIEW)
@require_POST
def print_report(request: HttpRequest, report_id: int, text_id: int) -> HttpResponseBase:
    """Have the files of a text made that are not there."""
    report = _visible(request, report_id)
    text = get_object_or_404(report.texts.select_related("report"), pk=text_id)
    with transaction.atomic():
        if printing.ask(text=text, at=timezone.now()):
            tasks.print_text.enqueue(text_id=text.pk)
    return redirect("annualreports:files", report_id=report.pk)


@requires(Permission.REPORT_VIEW)
@require_safe
def output(request: HttpRequest, report_id: int, output_id: int) -> HttpResponseBase:
    """One file of a text."""
    report = _visible(request, report_id)
    rows = Output.objects.filter(text__report=report, file__isnull=False).select_related("file")
    found = get_object_or_404(rows, pk=output_id)
    assert found.file is not None
    try:
        path = files.path_of(found.file)
    except files.FileLost as lost:
        toasts.warn(request, lost.sentence)
        return redirect("annualreports:files", report_id=report.pk)
    return _named(FileResponse(path.open("rb"), content_type=kinds.MEDIA_TYPES[found.kind]), found.name)


@requires(Permission.REPORT_VIEW)
@require_safe
def document(request: HttpRequest, report_id: int, text_id: int) -> HttpResponseBase:
    """A text with its figures as JSON."""
    report = _visible(request, report_id)
    text = get_object_or_404(report.texts.select_related("snapshot", "report"), pk=text_id)
    written = json.dumps(papers.document(text), ensure_ascii=False)
    response = HttpResponse(written, content_type="application/json; charset=utf-8")
    return _named(response, papers.file_name(report, "json", number=text.number))


@requires(Permission.REPORT_VIEW)
@require_safe
def draft(request: HttpRequest, report_id: int, kind: str) -> HttpResponseBase:
    """The text and figures as they stand now, marked as a draft; nothing is kept."""
    report = _visible(request, report_id)
    if kind not in Output.Kind.values or report.snapshot is None or not report.edition:
        raise Http404
    try:
        content = printing.content(papers.of_draft(report, report.snapshot), kind)
    except printer.NoPrinter as fault:
        toasts.warn(request, fault.message)
        return redirect("annualreports:files", report_id=report.pk)
    return _named(HttpResponse(content, content_type=kinds.MEDIA_TYPES[kind]), papers.file_name(report, kind))


def _named(response: HttpResponseBase, name: str) -> HttpResponseBase:
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response["Content-Security-Policy"] = SANDBOX
    return response
