"""The board on which a report is compiled: its chapters, the form with the records behind it, what is left to do."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gongkai.accounts.models import Person
from gongkai.accounts.queries import Access
from gongkai.annualreports import forms
from gongkai.annualreports.actions import checking, compiling, refusals, rolling
from gongkai.annualreports.models.filing import Filing
from gongkai.annualreports.models.reports import Figure, Finding, Report, Snapshot
from gongkai.annualreports.queries import behind, chapters, desk, earlier, recognition, statutory, values, working
from gongkai.annualreports.queries import board as boards
from gongkai.annualreports.views import sheets
from gongkai.core import lists, toasts
from gongkai.core.permissions import Permission, requires
from gongkai.orgs.models import Agency
from gongkai.rules import calendars
from gongkai.rules import forms as law


def of_computed(request: HttpRequest, report_id: int, permission: Permission) -> Report:
    """A report that is compiled here. Raises Http404."""
    rows = desk.within(request.access, permission)  # type: ignore[attr-defined]
    one: Report = get_object_or_404(rows.select_related("filing", "agency", "keeper", "snapshot"), pk=report_id)
    if one.agency is None or one.snapshot is None or not one.snapshot.is_counted or not one.edition:
        raise Http404
    return one


def filing_of(report: Report) -> Filing | None:
    """Where a report stands on its way; None while it is a draft nobody has sent."""
    return report.filing if hasattr(report, "filing") else None


def may_write(request: HttpRequest, report: Report) -> bool:
    """Whether the person may write now."""
    filing = filing_of(report)
    access: Access = request.access  # type: ignore[attr-defined]
    is_open = report.state != Report.State.WITHDRAWN and (filing is None or filing.is_open)
    return is_open and access.may(Permission.REPORT_READ, report.keeper)


@requires(Permission.REPORT_VIEW)
def board(request: HttpRequest, report_id: int) -> HttpResponseBase:
    """One chapter of the report beside what is left to do; a chosen cell opens onto its records."""
    one = of_computed(request, report_id, Permission.REPORT_VIEW)
    assert one.snapshot is not None and one.agency is not None
    sheet = statutory.sheet(one.snapshot)
    last = recognition.before(one)
    passages, last_passages = working.passages_with(one, last)
    figures = working.values_of(one, figures=sheet.figures, last=last)
    written = boards.lines(passages, figures, year=one.year)
    findings = desk.standing(one)
    doubted = boards.doubted_cells(findings, sheet.figures)
    tabs = boards.tabs(one.edition, written, doubted)
    tab = _tab(tabs, request.GET.get("chapter", ""))
    printer = Printer(one, doubted=doubted)
    wanted = boards.tables_of(one.edition, tab.chapter)
    known = {each.id for each in chapters.chapters(one.edition)}
    is_last = tab is tabs[-1]
    context = {
        "heading": _("Annual report on %(year)d") % {"year": one.year},
        "crumbs": [(reverse("annualreports:list"), _("Annual reports")), ("", str(one))],
        "report": one,
        "edition": one.edition,
        "filing": filing_of(one),
        "due": due(one),
        "tabs": tabs,
        "tab": tab,
        "lines": [
            each
            for each in written
            if each.passage.chapter == tab.chapter.id or (is_last and each.passage.chapter not in known)
        ],
        "tables": [printer.table(each) for each in sheet.tables if each.table.id in wanted],
        "last": last,
        "last_texts": earlier.texts_of(last, one.edition, passages=last_passages).get(tab.chapter.id, ()),
        "may_write": may_write(request, one),
        **_left(one, findings, written, passages),
    }
    return render(request, "annualreports/board.html", context)


def _tab(tabs: Sequence[boards.Tab], wanted: str) -> boards.Tab:
    return next((each for each in tabs if each.chapter.id == wanted), tabs[0] if len(tabs) < 2 else tabs[1])


def _left(
    one: Report, findings: Sequence[Finding], written: Sequence[boards.Line], passages: Sequence[Any]
) -> dict[str, Any]:
    """What is left to do before the report can go on its way."""
    places = boards.places_of(findings, working.whole(one, passages))
    open_ones = [(each, places.get(each.pk)) for each in findings if each.state == Finding.State.OPEN]
    unexplained = [each for each, _place in open_ones if each.rule == boards.MUST_EXPLAIN]
    decided = [(each, places.get(each.pk)) for each in findings if each.state != Finding.State.OPEN]
    return {
        "open_findings": [pair for pair in open_ones if pair[0].rule != boards.MUST_EXPLAIN],
        "decided_findings": decided,
        "passed": boards.passed(one.edition, findings),
        "unexplained": unexplained,
        "errors": sum(each.severity == Finding.Severity.ERROR for each, _place in open_ones),
        "unwritten": sum(each.is_required and each.is_open for each in written),
        "flagged": len(boards.numbers_left(written)),
    }


def due(report: Report) -> dict[str, Any]:
    """The last day by law, the working days until then, and the article."""
    is_government = report.agency is not None and report.agency.kind == Agency.Kind.GOVERNMENT
    form = law.form(report.edition)
    day, basis = form.due_on(report.year, "government" if is_government else "agency")
    today = timezone.localdate()
    left = calendars.Calendar.known_on(today).working_days_between(today, day) if day > today else 0
    return {"day": day, "basis": basis, "left": left, "today": today, "is_over": day < today}


class Printer(sheets.Printer):
    """The tables of the board: every figure opens onto its records."""

    def __init__(self, report: Report, *, doubted: Mapping[str, Sequence[Finding]]) -> None:
        super().__init__(report, choice=sheets.Choice(), doubted={}, corrections=())
        self._report = report
        self._doubted_cells = doubted

    def table(self, table: statutory.FilledTable) -> sheets.Table:
        """One statutory table."""
        return self._table(table)

    def _figure(self, figure: Figure, cell: law.Cell | None) -> sheets.Place:
        return sheets.Place(
            words=sheets.number_words(figure.number),
            url=boards.cell_address(self._report, figure.cell),
            name=sheets.words_of(cell) if cell else figure.label,
            key=figure.cell,
            is_zero=figure.number == 0,
            is_current=False,
            is_corrected=bool(figure.is_entered),
            findings=tuple(each.pk for each in self._doubted_cells.get(figure.cell, ())),
        )


@requires(Permission.REPORT_VIEW)
def cell(request: HttpRequest, report_id: int) -> HttpResponseBase:
    """One figure of the form: last year's, who stated it, and the first of the records behind it."""
    one = of_computed(request, report_id, Permission.REPORT_VIEW)
    assert one.snapshot is not None and one.agency is not None
    chosen = law.form(one.edition).cells.get(request.GET.get("cell", ""))
    figure = one.snapshot.figures.filter(cell=chosen.id).first() if chosen is not None else None
    if chosen is None or figure is None:
        raise Http404
    name = values.counted_as(one.edition, chosen.id)
    access: Access = request.access  # type: ignore[attr-defined]
    is_own = one.snapshot.origin == Snapshot.Origin.COMPUTED
    rows = behind.first(name, one.agency, one.year, access=access) if name and figure.number and is_own else []
    before = boards.last_of(one, chosen)
    chapter = boards.chapter_with(one.edition, chosen.id)
    board = f"{reverse('annualreports:board', args=[one.pk])}?{urlencode({'chapter': chapter})}"
    context = {
        "heading": sheets.words_of(chosen),
        "crumbs": [(reverse("annualreports:list"), _("Annual reports")), (board, str(one)), ("", chosen.row.name)],
        "nav": reverse("annualreports:list"),
        "report": one,
        "board": board,
        "cell": chosen,
        "figure": figure,
        "number": sheets.number_words(figure.number),
        "last": sheets.number_words(before) if before is not None else "",
        "indicator": name,
        "is_own": is_own,
        "rows": [(each, reverse(each.page, args=[each.key])) for each in rows],
        "may_enter": access.may(Permission.FIGURE_ENTER, one.agency) and may_write(request, one),
    }
    return render(request, "annualreports/board_figure.html", context)


@requires(Permission.REPORT_READ)
def start(request: HttpRequest) -> HttpResponseBase:
    """Compile the report of an agency and year: the form is filled and the text drafted."""
    agencies = list(request.access.agencies(Permission.REPORT_READ).in_tree_order())  # type: ignore[attr-defined]
    today = timezone.localdate()
    assert isinstance(request.user, Person)
    form = forms.CompileForm(request.POST or None, agencies=agencies, today=today, home=request.user.home_id)
    if request.method == "POST" and form.is_valid():
        try:
            made = compiling.compile_report(
                agency=form.chosen_agency, year=form.cleaned_data["year"], by=request.user, at=timezone.now()
            )
        except refusals.Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            toasts.say(request, _("Compiled: the form is filled and the text drafted."))
            return redirect("annualreports:board", report_id=made.report_id)
    context = {
        "heading": _("Compile an annual report"),
        "lede": _("The form is filled from the records, the text is drafted from the figures."),
        "crumbs": [(reverse("annualreports:list"), _("Annual reports")), ("", _("Compile"))],
        "form": form,
    }
    return render(request, "annualreports/compile.html", context, status=422 if form.errors else 200)


@requires(Permission.REPORT_READ)
@require_POST
def explain(request: HttpRequest, report_id: int) -> HttpResponseBase:
    """Explain every difference to last year's report with one sentence, which is kept with its author."""
    one = of_computed(request, report_id, Permission.REPORT_READ)
    assert isinstance(request.user, Person)
    try:
        checking.explain(
            report=one,
            rule=boards.MUST_EXPLAIN,
            reason=request.POST.get("reason", ""),
            by=request.user,
            at=timezone.now(),
        )
    except refusals.Refused as refusal:
        toasts.warn(request, refusal.sentence)
    else:
        toasts.say(request, _("The explanation is kept with your name."))
    return redirect(lists.way_back(request, fallback=reverse("annualreports:board", args=[one.pk])))


@requires(Permission.REPORT_READ)
@require_POST
def recompile(request: HttpRequest, report_id: int) -> HttpResponseBase:
    """Count everything anew; what people wrote stays and its numbers are compared."""
    one = of_computed(request, report_id, Permission.REPORT_READ)
    assert one.agency is not None and isinstance(request.user, Person)
    is_rolled_up = one.snapshot is not None and one.snapshot.origin == Snapshot.Origin.ROLLED_UP
    count = rolling.roll_up if is_rolled_up else compiling.compile_report
    try:
        made = count(agency=one.agency, year=one.year, form=one.edition, by=request.user, at=timezone.now())
    except refusals.Refused as refusal:
        toasts.warn(request, refusal.sentence)
    else:
        is_same = made.pk == one.snapshot_id
        toasts.say(request, _("Counted again; no figure has changed.") if is_same else _("Counted again."))
    chapter = request.POST.get("chapter", "")
    query = f"?{urlencode({'chapter': chapter})}" if chapter else ""
    return HttpResponseRedirect(f"{reverse('annualreports:board', args=[one.pk])}{query}")
