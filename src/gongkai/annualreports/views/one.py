"""One annual report: its figures beside the paper, findings, corrections, versions, acts, and the letter about it."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from gongkai.accounts.models import Person
from gongkai.annualreports import forms
from gongkai.annualreports.actions import amending, checking, lettering, refusals
from gongkai.annualreports.models.reports import Figure, Finding, Original, Report, Snapshot
from gongkai.annualreports.queries import desk, evidence, recognition, statutory
from gongkai.annualreports.views import sheets
from gongkai.annualreports.views.reports import LOOKS
from gongkai.core import lists, toasts
from gongkai.core.permissions import Permission, requires
from gongkai.disclosures.actions import files
from gongkai.documents import kinds

State = Report.State
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _visible(request: HttpRequest, report_id: int) -> Report:
    return get_object_or_404(desk.within(request.access, Permission.REPORT_VIEW), pk=report_id)  # type: ignore[attr-defined]


def _within(request: HttpRequest, report_id: int, permission: Permission) -> Report:
    return get_object_or_404(desk.within(request.access, permission), pk=report_id)  # type: ignore[attr-defined]


def _person(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)
    return request.user


@requires(Permission.REPORT_VIEW)
def report(request: HttpRequest, report_id: int) -> HttpResponseBase:
    """The figures of a report in the statutory tables, beside the paper; what is chosen is marked in it."""
    return _page(request, _visible(request, report_id))


def _page(request: HttpRequest, one: Report, *, wrong: forms.CorrectForm | None = None) -> HttpResponseBase:
    if one.snapshot is None:
        raise Http404
    sheet = statutory.sheet(one.snapshot)
    known = desk.findings(one)
    findings = [each for each in known if each.gone_at is None]
    doubted = desk.with_findings([each for each in findings if each.state != Finding.State.DISMISSED], sheet.figures)
    versions = desk.versions(one)
    query = (
        request.GET.dict() if wrong is None else {"figure": wrong.data.get("figure"), "cell": wrong.data.get("cell")}
    )
    choice = sheets.chosen({name: str(value or "") for name, value in query.items()}, sheet, findings)
    corrections = [each.correction for each in versions if each.correction]
    printer = sheets.Printer(one, choice=choice, doubted=doubted, corrections=corrections)
    access = request.access  # type: ignore[attr-defined]
    may_read = access.may(Permission.REPORT_READ, one.keeper) and one.state != State.WITHDRAWN
    context = {
        "heading": f"{one.body} {one.year}",
        "crumbs": [(reverse("annualreports:list"), _("Annual reports")), ("", str(one))],
        "report": one,
        "look": LOOKS[State(one.state)],
        "sheet": sheet,
        "tables": printer.tables(sheet),
        "figure_lists": [
            (_("Figures of other tables"), printer.stated(sheet.table_figures)),
            (_("Figures of the text"), printer.stated(sheet.prose)),
        ],
        "open_findings": [each for each in findings if each.state == Finding.State.OPEN],
        "decided_findings": [each for each in findings if each.state != Finding.State.OPEN],
        "gone_findings": [each for each in known if each.gone_at is not None],
        "choice": choice,
        "chosen_number": sheets.number_words(choice.figure.number) if choice.figure else "",
        "form": wrong or forms.CorrectForm(initial=sheets.initial_of(choice, one)),
        "paper": _paper(one.snapshot, choice),
        "versions": versions,
        "may_read": may_read,
        "may_publish": access.may(Permission.REPORT_PUBLISH, one.keeper),
    }
    return render(request, "annualreports/report.html", context, status=422 if wrong else 200)


def _paper(snapshot: Snapshot, choice: sheets.Choice) -> evidence.Shown | None:
    if snapshot.original is None:
        return None
    mark = evidence.mark_of(choice.figure) if choice.figure else None
    marks = [mark] if mark else evidence.marks_of(choice.finding) if choice.finding else []
    return evidence.shown(snapshot.original, marks)


@requires(Permission.REPORT_READ)
@require_POST
def correct(request: HttpRequest, report_id: int) -> HttpResponseBase:
    """Correct one figure, with the reason."""
    one = _within(request, report_id, Permission.REPORT_READ)
    form = forms.CorrectForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        snapshot = get_object_or_404(one.snapshots, pk=data["snapshot"])
        figure = Figure.objects.filter(pk=data["figure"] or 0, snapshot=snapshot).first()
        try:
            amending.correct_figure(
                report=one,
                snapshot=snapshot,
                number=None if data["is_none"] else data["number"],
                reason=data["reason"],
                figure=figure,
                cell=data["cell"],
                by=_person(request),
                at=timezone.now(),
            )
        except refusals.SameNumber as refusal:
            form.add_error("number", refusal.sentence)
        except refusals.Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            toasts.say(request, _("Corrected; the old number is kept, and the report was checked again."))
            cell = figure.cell if figure else data["cell"]
            return redirect(f"{reverse('annualreports:report', args=[one.pk])}{f'?cell={cell}#chosen' if cell else ''}")
    return _page(request, one, wrong=form)


def _checked_again(*, report: Report, by: Person, at: Any) -> Report:
    return checking.recheck(report=report, by=by, at=at)


def _confirmed(*, report: Report, by: Person, at: Any) -> Report:
    assert report.snapshot is not None
    return amending.confirm(report=report, snapshot=report.snapshot, by=by, at=at)


ACTS = {
    "recheck": (Permission.REPORT_READ, _checked_again, gettext_lazy("Checked again.")),
    "confirm": (Permission.REPORT_READ, _confirmed, gettext_lazy("Confirmed.")),
}


@requires(Permission.REPORT_VIEW)
@require_POST
def act(request: HttpRequest, report_id: int, name: str) -> HttpResponseBase:
    """Do one bare act: recheck, confirm."""
    if name not in ACTS:
        raise Http404
    permission, action, told = ACTS[name]
    one = _within(request, report_id, permission)
    try:
        action(report=one, by=_person(request), at=timezone.now())
    except refusals.Refused as refusal:
        toasts.warn(request, refusal.sentence)
    else:
        toasts.say(request, str(told))
    return redirect("annualreports:report", report_id=one.pk)


@requires(Permission.REPORT_READ)
def describe(request: HttpRequest, report_id: int) -> HttpResponseBase:
    """Say whose report it is, on which year, and what else is known of it."""
    one = _within(request, report_id, Permission.REPORT_READ)
    known = {name: getattr(one, name) for name in ("body", "year", "filed_on", "inhabitants")}
    form = forms.DescribeForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        agency = recognition.agency_named(data["body"], near=one.keeper)
        if agency is None and one.agency is not None and data["body"] == one.body:
            agency = one.agency
        access = request.access  # type: ignore[attr-defined]
        if agency is not None and not access.may(Permission.REPORT_READ, agency):
            form.add_error("body", _("You may not take in reports of this agency."))
        else:
            try:
                amending.describe(
                    report=one, keeper=one.keeper, agency=agency, by=_person(request), at=timezone.now(), **data
                )
            except refusals.Refused as refusal:
                form.add_error(None, refusal.sentence)
            else:
                toasts.say(request, _("Saved, and checked again."))
                return redirect("annualreports:report", report_id=one.pk)
    return _act_page(request, one, form, heading=_("What is known of it"), look="main", button=_("Save"))


@requires(Permission.REPORT_PUBLISH)
def publish(request: HttpRequest, report_id: int) -> HttpResponseBase:
    """Put the newest figures into the public library."""
    one = _within(request, report_id, Permission.REPORT_PUBLISH)
    form = forms.PublishForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            amending.publish(report=one, by=_person(request), at=timezone.now(), note=form.cleaned_data["note"])
        except refusals.Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            toasts.say(request, _("It is in the public library."))
            return redirect("annualreports:report", report_id=one.pk)
    lede = _("The figures and the original file become public, the findings do not.")
    return _act_page(request, one, form, heading=_("Publish"), look="seal", button=_("Publish"), lede=lede)


@requires(Permission.REPORT_VIEW)
def withdraw(request: HttpRequest, report_id: int) -> HttpResponseBase:
    """Take a report out of every comparison; a public one also out of the library, by those who publish."""
    one = _visible(request, report_id)
    one = _within(request, report_id, Permission.REPORT_PUBLISH if one.is_public else Permission.REPORT_READ)
    form = forms.WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            amending.withdraw(report=one, by=_person(request), at=timezone.now(), **form.cleaned_data)
        except refusals.Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            toasts.say(request, _("Withdrawn."))
            return redirect("annualreports:list")
    lede = _("It leaves the library and every comparison. Another can be read in its place.")
    return _act_page(request, one, form, heading=_("Withdraw"), look="stop", button=_("Withdraw"), lede=lede)


def _act_page(request: HttpRequest, one: Report, form: Any, **context: Any) -> HttpResponseBase:
    crumbs = [
        (reverse("annualreports:list"), _("Annual reports")),
        (reverse("annualreports:report", args=[one.pk]), str(one)),
    ]
    context |= {"report": one, "form": form, "crumbs": crumbs}
    return render(request, "annualreports/act.html", context, status=422 if form.errors else 200)


DECISIONS: dict[str, tuple[Callable[..., Finding], Any]] = {
    "accept": (checking.accept, gettext_lazy("Accepted; it goes into the letter.")),
    "dismiss": (checking.dismiss, gettext_lazy("Dismissed.")),
    "reopen": (checking.reopen, gettext_lazy("It is open again.")),
}


@requires(Permission.REPORT_READ)
@require_POST
def decide(request: HttpRequest, report_id: int, finding_id: int, name: str) -> HttpResponseBase:
    """Accept, dismiss or reopen a finding."""
    if name not in DECISIONS:
        raise Http404
    one = _within(request, report_id, Permission.REPORT_READ)
    finding = get_object_or_404(one.findings.select_related("report"), pk=finding_id)
    reason = {} if name == "reopen" else {"reason": request.POST.get("reason", "")[:300]}
    action, told = DECISIONS[name]
    try:
        action(finding=finding, by=_person(request), at=timezone.now(), **reason)
    except refusals.Refused as refusal:
        toasts.warn(request, refusal.sentence)
    else:
        toasts.say(request, str(told))
    fallback = f"{reverse('annualreports:report', args=[one.pk])}#findings"
    return redirect(lists.way_back(request, fallback=fallback))


@requires(Permission.REPORT_READ)
@require_POST
def letter(request: HttpRequest, report_id: int) -> HttpResponseBase:
    """The letter to the body that filed it: accepted findings, or all that were not dismissed."""
    one = _within(request, report_id, Permission.REPORT_READ)
    person = _person(request)
    findings = desk.standing(one)
    if request.POST.get("scope") == "accepted":
        findings = [each for each in findings if each.state == Finding.State.ACCEPTED]
    try:
        content = lettering.write_letter(
            report=one,
            findings=findings,
            sender=person.home or one.keeper,
            by=person,
            at=timezone.now(),
            on=timezone.localdate(),
        )
    except refusals.Refused as refusal:
        toasts.warn(request, refusal.sentence)
        return redirect("annualreports:report", report_id=one.pk)
    response = HttpResponse(content, content_type=DOCX)
    name = quote(f"核对函-{one.body}-{one.year}.docx")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return response


@requires(Permission.REPORT_VIEW)
def versions(request: HttpRequest, report_id: int) -> HttpResponseBase:
    """The snapshots of a report, and what differs between any two."""
    one = _visible(request, report_id)
    rows = desk.versions(one)
    by_number = {str(each.snapshot.number): each.snapshot for each in rows}
    new = by_number.get(request.GET.get("to", ""), rows[0].snapshot)
    older = [each.snapshot for each in rows if each.snapshot.number < new.number]
    old = by_number.get(request.GET.get("from", ""), older[0] if older else None)
    changes = desk.changes(old, new) if old is not None else []
    context = {
        "heading": _("Versions"),
        "crumbs": [
            (reverse("annualreports:list"), _("Annual reports")),
            (reverse("annualreports:report", args=[one.pk]), str(one)),
            ("", _("Versions")),
        ],
        "report": one,
        "versions": [
            (each, sheets.number_words(each.correction.old_number), sheets.number_words(each.correction.new_number))
            if each.correction
            else (each, "", "")
            for each in rows
        ],
        "old": old,
        "new": new,
        "changes": [
            (
                each,
                sheets.number_words(each.old.number) if each.old else "",
                sheets.number_words(each.new.number) if each.new else "",
            )
            for each in changes
        ],
    }
    return render(request, "annualreports/versions.html", context)


@requires(Permission.REPORT_VIEW)
def original(request: HttpRequest, report_id: int, original_id: int) -> HttpResponseBase:
    """The file a report was read from, never shown inside a page of ours."""
    one = _visible(request, report_id)
    found = get_object_or_404(Original.objects.select_related("file"), pk=original_id, report=one)
    try:
        path = files.path_of(found.file)
    except files.FileLost as lost:
        toasts.warn(request, lost.sentence)
        return redirect("annualreports:report", report_id=one.pk)
    media_type = kinds.MEDIA_TYPES.get(found.file.kind, "application/octet-stream")
    response = FileResponse(path.open("rb"), content_type=media_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(found.name)}"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
