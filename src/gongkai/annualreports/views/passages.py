"""Passages of a report's text: writing, checking while one types, putting numbers right, taking wordings back."""

import dataclasses
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gongkai.accounts.models import Person
from gongkai.annualreports.actions import drafting, refusals
from gongkai.annualreports.models.reports import Report
from gongkai.annualreports.models.texts import Passage, Wording
from gongkai.annualreports.queries import board as boards
from gongkai.annualreports.queries import earlier, recognition, working
from gongkai.annualreports.views.boards import may_write, of_computed
from gongkai.core import toasts
from gongkai.core.permissions import Permission, requires

LONGEST = 8000


def _passage(request: HttpRequest, report_id: int, passage_id: int, permission: Permission) -> tuple[Report, Passage]:
    one = of_computed(request, report_id, permission)
    rows = one.passages.select_related("report", "edited_by")
    return one, get_object_or_404(rows, pk=passage_id)


def _person(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)
    return request.user


def _back(report: Report, passage: Passage) -> HttpResponseRedirect:
    query = urlencode({"chapter": passage.chapter})
    return HttpResponseRedirect(f"{reverse('annualreports:board', args=[report.pk])}?{query}#passage-{passage.pk}")


def _number(words: str | None) -> int:
    return int(words) if words and words.isascii() and words.isdecimal() and len(words) < 9 else -1


@requires(Permission.REPORT_VIEW)
def passage(request: HttpRequest, report_id: int, passage_id: int) -> HttpResponseBase:
    """One passage on a page of its own, with every wording it had; a POST writes it."""
    if request.method == "POST":
        return _write(request, report_id, passage_id)
    one, row = _passage(request, report_id, passage_id, Permission.REPORT_VIEW)
    return _page(request, one, row)


def _write(request: HttpRequest, report_id: int, passage_id: int) -> HttpResponseBase:
    one, row = _passage(request, report_id, passage_id, Permission.REPORT_READ)
    text = request.POST.get("text", "").replace("\r\n", "\n")
    version = _number(request.POST.get("version"))
    person, at = _person(request), timezone.now()
    if len(text) > LONGEST:
        said = _("A paragraph has at most %(n)d characters.") % {"n": LONGEST}
        return _page(request, one, row, typed=text, refused=said)
    try:
        row = drafting.write(passage=row, version=version, text=text, by=person, at=at)
        if "put" in request.POST:
            start = _number(request.POST["put"])
            chosen = None if start < 0 else [start - (len(text) - len(text.lstrip()))]
            row = drafting.put(passage=row, version=row.version, starts=chosen, by=person, at=at)
    except refusals.Changed as refusal:
        row = Passage.objects.select_related("edited_by").get(pk=row.pk)
        return _page(request, one, row, typed=text, refused=refusal.sentence, is_conflict=True)
    except refusals.NoSuchNumber as refusal:
        toasts.warn(request, refusal.sentence)
    except refusals.Refused as refusal:
        return _page(request, one, row, typed=text, refused=refusal.sentence)
    else:
        toasts.say(request, _("Saved, and checked again."))
    return _back(one, row)


def _page(
    request: HttpRequest,
    one: Report,
    row: Passage,
    *,
    typed: str | None = None,
    refused: str = "",
    is_conflict: bool = False,
) -> HttpResponseBase:
    figures = working.values_of(one)
    last = recognition.before(one)
    board = f"{reverse('annualreports:board', args=[one.pk])}?{urlencode({'chapter': row.chapter})}"
    line = boards.line_of(row, figures, year=one.year)
    if typed is not None:
        flags = working.flags_of(row, figures, year=one.year, text=typed)
        line = dataclasses.replace(line, flags=tuple(flags))
    context = {
        "heading": _("A passage and its wordings"),
        "crumbs": [(reverse("annualreports:list"), _("Annual reports")), (board, str(one)), ("", _("Passage"))],
        "nav": reverse("annualreports:list"),
        "report": one,
        "edition": one.edition,
        "line": line,
        "board": board,
        "typed": typed if typed is not None else line.initial,
        "refused": refused,
        "is_conflict": is_conflict,
        "names": _names(one),
        "wordings": row.wordings.order_by("-number"),
        "last": last,
        "last_texts": earlier.texts_of(last, one.edition).get(row.chapter, ()),
        "may_write": may_write(request, one),
    }
    return render(request, "annualreports/passage.html", context, status=422 if refused else 200)


def _names(report: Report) -> dict[str, str]:
    """How the wordings name those who wrote them: people by their reference."""
    written = Wording.objects.filter(passage__report=report, by__startswith="person:").values_list("by", flat=True)
    keys = {int(each.partition(":")[2]) for each in written.distinct()}
    return {f"person:{pk}": name for pk, name in Person.objects.filter(pk__in=keys).values_list("pk", "name")}


@requires(Permission.REPORT_READ)
@require_POST
def check(request: HttpRequest, report_id: int, passage_id: int) -> HttpResponseBase:
    """What is typed, compared with the figures: the part of the page that lists numbers that do not agree."""
    one, row = _passage(request, report_id, passage_id, Permission.REPORT_READ)
    text = request.POST.get("text", "").replace("\r\n", "\n")[:LONGEST]
    flags = working.flags_of(row, working.values_of(one), year=one.year, text=text)
    context = {"flags": flags, "edition": one.edition, "is_typed": True}
    return render(request, "annualreports/flags.html", context)


@requires(Permission.REPORT_READ)
@require_POST
def act(request: HttpRequest, report_id: int, passage_id: int, name: str) -> HttpResponseBase:
    """Do one bare act: restore an earlier wording or the draft, or unlink a number."""
    one, row = _passage(request, report_id, passage_id, Permission.REPORT_READ)
    whose: dict[str, Any] = {"passage": row, "version": _number(request.POST.get("version"))}
    whose |= {"by": _person(request), "at": timezone.now()}
    number = request.POST.get("number")
    try:
        if name == "restore":
            drafting.restore(**whose, number=_number(number) if number else None)
            toasts.say(request, _("The earlier wording stands again."))
        elif name == "unlink":
            drafting.unlink(**whose, start=_number(number))
            toasts.say(request, _("The number is no longer taken for this figure."))
        else:
            raise Http404
    except Wording.DoesNotExist as missing:
        raise Http404 from missing
    except refusals.Refused as refusal:
        toasts.warn(request, refusal.sentence)
    return _back(one, row)


@requires(Permission.REPORT_READ)
@require_POST
def add(request: HttpRequest, report_id: int) -> HttpResponseBase:
    """A new paragraph at the end of a chapter."""
    one = of_computed(request, report_id, Permission.REPORT_READ)
    try:
        made = drafting.add(report=one, chapter=request.POST.get("chapter", ""), by=_person(request), at=timezone.now())
    except refusals.Refused as refusal:
        toasts.warn(request, refusal.sentence)
        return HttpResponseRedirect(reverse("annualreports:board", args=[one.pk]))
    return _back(one, made)
