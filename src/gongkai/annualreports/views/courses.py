"""The way of a report: where it stands, what blocks it, who takes the next step; remarks and their answers."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_POST

from gongkai.accounts.models import Person
from gongkai.accounts.queries import Access
from gongkai.annualreports import forms
from gongkai.annualreports.actions import filing, refusals
from gongkai.annualreports.models.filing import Filing, Step
from gongkai.annualreports.models.reports import Figure, Report
from gongkai.annualreports.queries import chapters as law_chapters
from gongkai.annualreports.queries import courses, statutory
from gongkai.annualreports.queries.courses import Course
from gongkai.annualreports.views import sheets, steps
from gongkai.core import toasts
from gongkai.core.permissions import Permission, requires
from gongkai.rules import filing_terms
from gongkai.rules import forms as law

P = Permission
Stage = Filing.Stage
LOOKS = {
    Stage.DRAFT: "draft",
    Stage.IN_REVIEW: "wait",
    Stage.REVIEWED: "wait",
    Stage.SIGNED: "half",
    Stage.FILED: "half",
    Stage.RETURNED: "warn",
    Stage.ACCEPTED: "ok",
}
ABOVE = (Stage.FILED, Stage.RETURNED, Stage.ACCEPTED)


def shown(request: HttpRequest, report_id: int) -> Report:
    """A report a person may see: of the own agencies, or filed to one of them. Raises Http404."""
    access: Access = request.access  # type: ignore[attr-defined]
    own = Q(keeper__in=access.agencies(P.REPORT_VIEW))
    above = Q(filing__superior__in=access.agencies(P.REPORT_ACCEPT), filing__stage__in=ABOVE)
    rows = Report.objects.filter(own | above).select_related(
        "keeper", "agency__parent", "agency__filing_line__superior", "snapshot__original", "filing__superior",
        "filing__text__snapshot", "filing__snapshot", "filing__signed_text",
    )  # fmt: skip
    return get_object_or_404(rows, pk=report_id)


@requires(Permission.REPORT_VIEW)
def course(request: HttpRequest, report_id: int) -> HttpResponseBase:
    """Where a report stands, with its text and figures as they are on their way."""
    return _page(request, shown(request, report_id))


def _page(request: HttpRequest, report: Report, *, wrong: forms.RemarkForm | None = None) -> HttpResponseBase:
    access: Access = request.access  # type: ignore[attr-defined]
    one = courses.course(report)
    snapshot = one.filing.snapshot if one.filing.stage not in courses.OPEN_STAGES else report.snapshot
    sheet = statutory.sheet(snapshot) if snapshot is not None else None
    may_remark = steps.may(access, one, steps.ACTS["return"])
    cell = (wrong.data.get("cell") if wrong else request.GET.get("cell")) or ""
    known = sheet.form.cells if sheet is not None and sheet.form is not None else {}
    printer = Printer(report, cell=cell, is_rolled_up=_is_rolled_up(report), may_remark=may_remark)
    tables = printer.by_id(sheet) if sheet is not None else {}
    chapters = [(each, _taken(tables, each, sheet)) for each in one.filing.text.chapters] if one.filing.text else []
    agency = report.agency
    term = filing_terms.term(year=report.year, kind=agency.kind, level=agency.level) if agency else None
    context = {
        "heading": _("The way of the report"),
        "crumbs": [
            (reverse("annualreports:list"), _("Annual reports")),
            (reverse("annualreports:report", args=[report.pk]), str(report)),
            ("", pgettext("filing", "Way")),
        ],
        "report": report,
        "course": one,
        "look": LOOKS[Stage(one.filing.stage)],
        "term": term,
        "is_late": term is not None and timezone.localdate() > term.due_on and one.filing.filed_at is None,
        "track": track(one),
        "acts": [each for each in steps.ACTS.values() if steps.may(access, one, each)],
        "waits_for_other": [
            each
            for each in steps.ACTS.values()
            if steps.may(access, one, each, any_hands=True) and not steps.may(access, one, each)
        ],
        "blocking": courses.unsettled(report) if one.filing.stage in BEFORE_SIGNATURE else [],
        "remarks": courses.labels(one.remarks, edition=report.edition),
        "may_answer": one.filing.stage in courses.OPEN_STAGES and access.may(P.REPORT_FILE, report.keeper),
        "may_remark": may_remark,
        "chapters": chapters,
        "tables": list(tables.values()),
        "chosen": known.get(cell),
        "form": wrong or forms.RemarkForm(initial={"cell": cell}),
        "is_rolled_up": _is_rolled_up(report),
        "may_publish": _may_publish(access, one),
        "is_visible": access.may(P.REPORT_VIEW, report.keeper),
    }
    return render(request, "annualreports/course.html", context, status=422 if wrong else 200)


def _taken(
    tables: dict[str, sheets.Table], chapter: dict[str, Any], sheet: statutory.Sheet | None
) -> list[sheets.Table]:
    """The tables that stand in a chapter, taken out of those left."""
    edition = sheet.form.edition if sheet is not None and sheet.form is not None else ""
    known = law_chapters.chapters(edition) if edition else ()
    names = next((each.tables for each in known if each.id == chapter["id"]), ())
    return [tables.pop(name) for name in names if name in tables]


BEFORE_SIGNATURE = (Stage.DRAFT, Stage.IN_REVIEW, Stage.REVIEWED, Stage.RETURNED)


def _is_rolled_up(report: Report) -> bool:
    return report.snapshot is not None and report.snapshot.origin == report.snapshot.Origin.ROLLED_UP


def _may_publish(access: Access, one: Course) -> bool:
    report, text = one.report, one.filing.signed_text
    if text is None or one.filing.stage not in (Stage.SIGNED, Stage.FILED, Stage.ACCEPTED):
        return False
    return text.pk != report.public_text_id and access.may(P.REPORT_PUBLISH, report.keeper)


class Printer(sheets.Printer):
    """The tables of the way: a figure opens onto its remark, its parts, or its place in the report."""

    def __init__(self, report: Report, *, cell: str, is_rolled_up: bool, may_remark: bool) -> None:
        super().__init__(report, choice=sheets.Choice(), doubted={}, corrections=())
        self._chosen = cell
        self._target = f"{reverse('annualreports:report', args=[report.pk])}?cell={{}}#chosen"
        if is_rolled_up:
            self._target = f"{reverse('annualreports:parts', args=[report.pk])}?cell={{}}#chosen"
        if may_remark:
            self._target = f"{reverse('annualreports:course', args=[report.pk])}?cell={{}}#chosen"

    def by_id(self, sheet: statutory.Sheet) -> dict[str, sheets.Table]:
        """The statutory tables by their ids, in the order of the form."""
        return {each.table.id: self._table(each) for each in sheet.tables}

    def _figure(self, figure: Figure, cell: law.Cell | None) -> sheets.Place:
        return sheets.Place(
            words=sheets.number_words(figure.number),
            url=self._target.format(figure.cell),
            name=sheets.words_of(cell) if cell else statutory.name_of(figure),
            key=figure.cell or str(figure.pk),
            is_zero=figure.number == 0,
            is_current=bool(figure.cell) and figure.cell == self._chosen,
            is_corrected=bool(figure.is_entered),
            findings=(),
        )


@dataclass(frozen=True)
class Mark:
    """One stage of the track: done, current, or to come, with who did it and when."""

    words: Any
    state: str
    step: Step | None


_TRACK = (
    (Step.Kind.SEND, gettext_lazy("Written and sent to review"), (Stage.DRAFT, Stage.RETURNED)),
    (Step.Kind.PASS, gettext_lazy("Reviewed"), (Stage.IN_REVIEW,)),
    (Step.Kind.SIGN, gettext_lazy("Signed"), (Stage.REVIEWED,)),
    (Step.Kind.FILE, gettext_lazy("Filed to the superior"), (Stage.SIGNED,)),
    (Step.Kind.ACCEPT, gettext_lazy("Accepted by the superior"), (Stage.FILED,)),
)


def track(one: Course) -> list[Mark]:
    """The stages of the round a report is in, the steps of earlier rounds left to the history."""
    begun = max((each.number for each in one.steps if courses.STAGE_AFTER[each.kind] in courses.OPEN_STAGES), default=0)
    done = {each.kind: each for each in one.steps if each.number > begun}
    is_paper = one.report.snapshot is not None and one.report.snapshot.original_id is not None
    rows = _TRACK[3:] if is_paper else _TRACK
    marks = []
    for kind, words, stages in rows:
        step = done.get(kind)
        now = stages if not is_paper or kind != Step.Kind.FILE else courses.OPEN_STAGES
        marks.append(Mark(words, "d" if step else "c" if one.filing.stage in now else "", step))
    return marks


@requires(Permission.REPORT_VIEW)
def take(request: HttpRequest, report_id: int, name: str) -> HttpResponseBase:
    """Take one step; before a signature, what stands in its way."""
    report = shown(request, report_id)
    one = courses.course(report, with_remarks=name == "return")
    act = steps.ACTS.get(name)
    access: Access = request.access  # type: ignore[attr-defined]
    # Who stands too late before a stage is told so; who has no right here sees nothing.
    if act is None or not steps.may_ever(access, one, act):
        raise Http404
    person = request.user
    assert isinstance(person, Person)
    form_class = forms.ReasonForm if act.needs_reason else forms.StepForm
    form = form_class(request.POST if request.method == "POST" else None, initial={"seen": one.seen})
    if request.method == "POST" and form.is_valid():
        words = {"reason" if act.needs_reason or name == "return" else "note": form.cleaned_data["note"]}
        try:
            act.action(report=report, by=person, at=timezone.now(), seen=form.cleaned_data["seen"], **words)
        except (refusals.Blocked, refusals.AnswersMissing) as refusal:
            form.add_error(None, refusal.sentence)
        except refusals.Refused as refusal:
            toasts.warn(request, refusal.sentence)
            return redirect("annualreports:course", report_id=report.pk)
        else:
            toasts.say(request, str(act.told))
            return redirect("annualreports:course", report_id=report.pk)
    back = reverse("annualreports:course", args=[report.pk])
    context = {
        "heading": act.words,
        "lede": act.lede,
        "crumbs": [
            (reverse("annualreports:list"), _("Annual reports")),
            (reverse("annualreports:report", args=[report.pk]), str(report)),
            (back, pgettext("filing", "Way")),
            ("", act.words),
        ],
        "report": report,
        "form": form,
        "act": act,
        "back": back,
        "blockers": _blockers(report) if name == "sign" else [],
        "unsent": courses.labels(one.unsent, edition=report.edition) if name == "return" else [],
        "superior": one.superior if name == "file" else None,
    }
    return render(request, "annualreports/step.html", context, status=422 if form.errors else 200)


def _blockers(report: Report) -> list[tuple[str, str]]:
    """What stands in the way of a signature, each with the address where it can be put right."""
    page = reverse("annualreports:report", args=[report.pk])
    board = reverse("annualreports:board", args=[report.pk])
    return [
        (each.words, f"{page}?finding={each.finding_id}#finding-{each.finding_id}")
        if each.finding_id
        else (each.words, f"{board}?chapter={each.chapter}#passage-{each.passage_id}")
        for each in courses.blockers(report)
    ]


@requires(Permission.REPORT_ACCEPT)
@require_POST
def remark(request: HttpRequest, report_id: int) -> HttpResponseBase:
    """Note a remark on a cell, a paragraph, or the whole of a report that was filed to us."""
    report = _filed_to_us(request, report_id)
    form = forms.RemarkForm(request.POST)
    if not form.is_valid():
        return _page(request, report, wrong=form)
    person = request.user
    assert isinstance(person, Person)
    try:
        filing.add_remark(report=report, by=person, at=timezone.now(), **form.cleaned_data)
    except refusals.Refused as refusal:
        toasts.warn(request, refusal.sentence)
    else:
        toasts.say(request, _("Noted; it is sent when you return the report."))
    return redirect(f"{reverse('annualreports:course', args=[report.pk])}#remarks")


def _filed_to_us(request: HttpRequest, report_id: int) -> Report:
    rows = courses.received(request.access)  # type: ignore[attr-defined]
    return get_object_or_404(rows, pk=report_id)


@requires(Permission.REPORT_ACCEPT)
@require_POST
def drop_remark(request: HttpRequest, report_id: int, remark_id: int) -> HttpResponseBase:
    """Drop a remark that was not sent."""
    report = _filed_to_us(request, report_id)
    found = get_object_or_404(report.remarks.select_related("report"), pk=remark_id)
    try:
        filing.drop_remark(remark=found, by=request.user, at=timezone.now())  # type: ignore[arg-type]
    except refusals.Refused as refusal:
        toasts.warn(request, refusal.sentence)
    return redirect(f"{reverse('annualreports:course', args=[report.pk])}#remarks")


@requires(Permission.REPORT_FILE)
@require_POST
def answer_remark(request: HttpRequest, report_id: int, remark_id: int) -> HttpResponseBase:
    """Answer a remark of the superior."""
    access: Access = request.access  # type: ignore[attr-defined]
    rows = Report.objects.filter(keeper__in=access.agencies(P.REPORT_FILE))
    report = get_object_or_404(rows, pk=report_id)
    found = get_object_or_404(report.remarks.select_related("report"), pk=remark_id)
    words = request.POST.get("words", "")[:500]
    try:
        filing.answer_remark(remark=found, words=words, by=request.user, at=timezone.now())  # type: ignore[arg-type]
    except refusals.Refused as refusal:
        toasts.warn(request, refusal.sentence)
    else:
        toasts.say(request, _("Answered."))
    return redirect(f"{reverse('annualreports:course', args=[report.pk])}#remarks")
