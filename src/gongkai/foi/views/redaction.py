"""The redaction screen: a file of a case, page by page, its marks with their grounds, the preview, the release."""

import itertools
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.core import toasts
from gongkai.core.permissions import Permission, requires
from gongkai.documents import faults, kinds
from gongkai.documents.inspection import inspecting
from gongkai.documents.redaction import marking, marks, word_texts
from gongkai.foi import tasks
from gongkai.foi.actions import files, handling, redacting, refusals
from gongkai.foi.forms import redaction as forms
from gongkai.foi.models.cases import CaseFile
from gongkai.foi.views import scope

WIDTH = 1100
MOST_PARAGRAPHS = 3000


def _file(request: HttpRequest, request_id: int, file_id: int) -> CaseFile:
    one = scope.case(request, request_id, Permission.REQUEST_HANDLE)
    rows = CaseFile.objects.select_related("file").filter(kind=CaseFile.Kind.MATERIAL)
    found = get_object_or_404(rows, pk=file_id, info_request=one)
    if found.file.kind not in redacting.KINDS:
        raise Http404
    found.info_request = one
    return found


@requires(Permission.REQUEST_HANDLE)
def redact(request: HttpRequest, request_id: int, file_id: int) -> HttpResponseBase:
    """Mark, preview, release. The marks live in the form until a worker is asked to make the file."""
    found = _file(request, request_id, file_id)
    try:
        if request.method == "GET":
            data = handling.open_file(case_file=found, by=scope.person(request), at=timezone.now())
        else:
            data = files.unseal(found.file)
    except refusals.Refused as refusal:
        toasts.warn(request, refusal.sentence)
        return redirect("foi:case", request_id=request_id)
    found_marks = forms.read(request.POST)
    act = request.POST.get("act", "")
    if act in {"preview", "release"} and not found_marks.errors:
        by, given = scope.person(request), found_marks.given
        begun = tasks.begin_redaction(
            case_file=found, given=given, is_for_release=act == "release", by=by, at=timezone.now()
        )
        return redirect("foi:making", request_id=request_id, making_id=begun.pk)
    return _page(request, found, data, found_marks)


def _page(request: HttpRequest, found: CaseFile, data: bytes, given: forms.Marking) -> HttpResponseBase:
    context: dict[str, Any] = {
        "heading": _("Redact: %(name)s") % {"name": found.name},
        "crumbs": scope.crumbs(found.info_request),
        "case": found.info_request,
        "file": found,
        "marking": given,
        "grounds": [(code, redacting.reason(code)) for code in redacting.GROUNDS],
        "ground": request.POST.get("ground", ""),
        "findings": inspecting.inspect(data, found.name).findings[:60],
        "is_sheet": found.file.kind == kinds.XLSX,
    }
    try:
        context |= _pdf(request, data, found, given) if found.file.kind == kinds.PDF else {}
        context |= _word(data, found) if found.file.kind == kinds.DOCX else {}
    except faults.UnreadableFile as fault:
        given.errors.append(fault.message)
    return render(request, "foi/redact.html", context, status=422 if given.errors else 200)


def _pdf(request: HttpRequest, data: bytes, found: CaseFile, given: forms.Marking) -> dict[str, Any]:
    pages = marking.page_texts(data, name=found.name)
    wanted = request.POST.get("goto") or request.POST.get("page") or request.GET.get("page", "1")
    number = min(max(int(wanted) if wanted.isdecimal() else 1, 1), len(pages))
    page = pages[number - 1]
    return {
        "page": page,
        "pages": [
            (each.number, any(getattr(mark, "page", None) == each.number for mark in given.given)) for each in pages
        ],
        "lines": _lines(page),
        "areas": [
            {"x0": mark.x0, "y0": mark.y0, "width": mark.x1 - mark.x0, "height": mark.y1 - mark.y0}
            for mark in given.given
            if isinstance(mark, marks.Area) and mark.page == number
        ],
        "quoted": {mark.text for mark in given.given if isinstance(mark, marks.Quote)},
    }


def _lines(page: marking.PageText) -> list[dict[str, Any]]:
    """The words of a page line by line, each with the area that would mark it."""
    found = []
    for _top, group in itertools.groupby(page.words, key=lambda word: round(word.y0 / 3)):
        row = list(group)
        words = [
            {
                "word": word,
                "carried": _area(page.number, word),
                "width": word.x1 - word.x0,
                "height": word.y1 - word.y0,
            }
            for word in row
        ]
        found.append({"words": words, "text": " ".join(word.text for word in row)})
    return found


def _area(page: int, word: marking.Word) -> str:
    return forms.carried(marks.Area(page, word.x0, word.y0, word.x1, word.y1, ""))


def _word(data: bytes, found: CaseFile) -> dict[str, Any]:
    rows = [each for each in word_texts.paragraphs(data, name=found.name) if each.text.strip()][:MOST_PARAGRAPHS]
    return {
        "paragraphs": [
            (each, forms.carried(marks.Passage(each.part, each.number, 0, len(each.text), ""))) for each in rows
        ]
    }


@requires(Permission.REQUEST_HANDLE)
def picture(request: HttpRequest, request_id: int, file_id: int, page: int) -> HttpResponseBase:
    """One page of the file as a picture."""
    found = _file(request, request_id, file_id)
    if found.file.kind != kinds.PDF:
        raise Http404
    try:
        data = marking.page_picture(files.unseal(found.file), page, WIDTH, name=found.name)
    except (marks.WrongMark, refusals.Refused, faults.UnreadableFile) as fault:
        raise Http404 from fault
    answer = HttpResponse(data, content_type="image/png")
    answer["Cache-Control"] = "private, no-store"
    return answer
