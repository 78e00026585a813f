"""A roll-up and its parts: as they stand now, and as they were frozen, cell by cell."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.accounts.models import Person
from gongkai.accounts.queries import Access
from gongkai.annualreports.actions import compiling, refusals, rolling
from gongkai.annualreports.models.filing import Part
from gongkai.annualreports.models.reports import Figure, Report, Snapshot
from gongkai.annualreports.queries import rollup as queries
from gongkai.annualreports.queries import values
from gongkai.annualreports.queries.rollup import RollUp, Source
from gongkai.annualreports.views import sheets
from gongkai.annualreports.views.courses import shown
from gongkai.core import toasts
from gongkai.core.permissions import Permission, requires
from gongkai.rules import forms

P = Permission
# What is shown of each edition before somebody chooses a figure.
FIRST = {"form-2014": "s1_total", "form-2019": "table3.new.total", "form-2021": "table3.new.total"}


@requires(Permission.REPORT_READ)
def rollup(request: HttpRequest, agency_id: int, year: int) -> HttpResponseBase:
    """The own figures and the accepted reports of those below as they stand now; POST freezes them as the report."""
    access: Access = request.access  # type: ignore[attr-defined]
    agency = get_object_or_404(access.agencies(P.REPORT_READ), pk=agency_id)
    try:
        edition = compiling.edition_of(year)
        compiling.expect(agency, year, timezone.now())
        if request.method == "POST":
            assert isinstance(request.user, Person)
            made = rolling.roll_up(agency=agency, year=year, by=request.user, at=timezone.now())
            toasts.say(request, _("Rolled up; the form is filled and the text drafted."))
            return redirect("annualreports:parts", report_id=made.report_id)
    except (refusals.NoForm, refusals.NotInThatYear) as refusal:
        raise Http404(refusal.sentence) from refusal
    except refusals.Refused as refusal:
        toasts.warn(request, refusal.sentence)
        return redirect("annualreports:rollup", agency_id=agency.pk, year=year)
    found = queries.gather(agency, year, edition)
    return _page(request, found, heading=_("Roll-up"), report=found.report, is_live=True)


@requires(Permission.REPORT_VIEW)
def parts(request: HttpRequest, report_id: int) -> HttpResponseBase:
    """The parts that a roll-up was frozen with."""
    report = shown(request, report_id)
    snapshot = report.snapshot
    if snapshot is None or snapshot.origin != Snapshot.Origin.ROLLED_UP:
        raise Http404
    found = queries.frozen(report, snapshot)
    return _page(request, found, heading=_("Parts of the roll-up"), report=report, is_live=False)


def _page(
    request: HttpRequest, found: RollUp, *, heading: str, report: Report | None, is_live: bool
) -> HttpResponseBase:
    access: Access = request.access  # type: ignore[attr-defined]
    form = forms.form(found.edition)
    cell = request.GET.get("cell", "")
    if cell not in form.cells:
        cell = next((each for each in (FIRST[found.edition], *form.cells) if found.number(each)), FIRST[found.edition])
    printer = Printer(path=request.path, cell=cell)
    crumbs = [(reverse("annualreports:list"), _("Annual reports"))]
    if report is not None and not is_live:
        crumbs.append((reverse("annualreports:report", args=[report.pk]), str(report)))
    context = {
        "heading": heading,
        "lede": f"{found.agency.name} {found.year}",
        "crumbs": [*crumbs, ("", heading)],
        "found": found,
        "report": report,
        "is_live": is_live,
        "cell": form.cells[cell],
        "cell_name": sheets.words_of(form.cells[cell]),
        "total": sheets.number_words(found.number(cell)),
        "silent": found.silent(cell),
        "lines": [_line(access, each, cell, found) for each in found.sources if each.kind != Part.Kind.MISSING],
        "missing": found.missing,
        "tables": printer.tables(queries.sheet(found)),
    }
    return render(request, "annualreports/rollup.html", context)


def _line(access: Access, source: Source, cell: str, found: RollUp) -> dict[str, Any]:
    """One part with its number in the chosen cell and the address that opens onto it."""
    number = source.numbers.get(cell)
    return {
        "source": source,
        "kind": source.kind.label,
        "number": sheets.number_words(number) if number is not None else "",
        "is_zero": number == 0,
        "is_entered": cell in source.entered,
        "url": _url(access, source, cell, found),
    }


def _url(access: Access, source: Source, cell: str, found: RollUp) -> str:
    if source.report_id is not None:
        page = "report" if access.may(P.REPORT_VIEW, source.agency) else "course"
        return f"{reverse(f'annualreports:{page}', args=[source.report_id])}?cell={cell}#chosen"
    name = values.counted_as(found.edition, cell) if source.counts else None
    if name is None or not access.may(P.FIGURE_VIEW, source.agency):
        return ""
    return reverse("statistics:records", args=[source.agency.pk, found.year, name])


class Printer(sheets.Printer):
    """The tables of a roll-up: every figure opens onto its parts."""

    def __init__(self, *, path: str, cell: str) -> None:
        self._path = path
        self._cell_chosen = cell

    def _figure(self, figure: Figure, cell: forms.Cell | None) -> sheets.Place:
        return sheets.Place(
            words=sheets.number_words(figure.number),
            url=f"{self._path}?cell={figure.cell}#chosen",
            name=sheets.words_of(cell) if cell else figure.label,
            key=figure.cell,
            is_zero=figure.number == 0,
            is_current=figure.cell == self._cell_chosen,
            is_corrected=bool(figure.is_entered),
            findings=(),
        )
