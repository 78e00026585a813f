"""The year so far: the form as of today, figures by month against last year, drawn and as tables, and their export."""

import datetime
from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.accounts.queries import Access
from gongkai.core import exports, lists
from gongkai.core.permissions import Permission, requires
from gongkai.rules import forms as law
from gongkai.statistics import forms
from gongkai.statistics.queries import filling, indicators, progress
from gongkai.statistics.queries.progress import Course, Progress
from gongkai.statistics.views import charts, figures

# What a year is told by: drawn where there is anything of it in either year.
DRAWN = (
    "disclosed.total",
    "normative_documents.issued",
    "requests.received.total",
    "requests.handled.total",
    "reconsideration.upheld",
    "reconsideration.corrected",
    "responses.hot_topics",
    "responses.interpretations",
    "disclosed.by_channel.wechat",
    "trainings.trainees",
    "open_days.visitors",
)


@requires(Permission.FIGURE_VIEW)
def year_so_far(request: HttpRequest) -> HttpResponseBase:
    """The figures of an agency from the first of January to today; of a year that is over, to its end."""
    access: Access = request.access  # type: ignore[attr-defined]
    today = timezone.localdate()
    choice = forms.ChoiceForm(
        request.GET or None, agencies=figures.visible_agencies(request), today=today, home=access.person.home_id
    )
    agency, year, edition = choice.chosen
    if agency is None:
        raise Http404
    on = min(today, datetime.date(year, 12, 31))
    found = progress.progress(agency=agency, on=on, with_subtree=choice.with_subtree, edition=edition)
    if request.GET.get("export") in exports.FORMATS:
        return exports.respond(request.GET["export"], "figures", _head(found), _rows(found))
    drawn = [found.courses[each] for each in DRAWN if each in found.courses]
    context = {
        "heading": _("The year so far"),
        "lede": _("Counted from the records, against the same days of last year. Every figure opens onto its records."),
        "choice": choice,
        "found": found,
        "charts": [charts.chart(each) for each in drawn if each.lines and (each.now or each.before)],
        "tables": [_table(each, found, edition) for each in law.form(edition).tables],
        "besides": [each for each in found.courses.values() if not each.indicator.cells],
        "exports": [(name, lists.address(request, export=name)) for name in exports.FORMATS],
        "nav": reverse(figures.FORM),
        "crumbs": [(reverse(figures.FORM), _("Figures")), ("", _("The year so far"))],
    }
    return render(request, "statistics/progress.html", context)


def _table(table: law.Table, found: Progress, edition: str) -> dict[str, Any]:
    by_cell = indicators.of_edition(edition)
    cells: dict[tuple[str, str], Course] = {}
    for id, cell in law.form(edition).cells.items():
        if cell.table == table.id:
            cells[cell.row.id, cell.column.id] = found.courses[by_cell[id].id]
    blocks = [
        {
            "block": block,
            "rows": [(row, [cells.get((row.id, each.id)) for each in block.columns]) for row in block.rows],
        }
        for block in table.blocks
    ]
    return {"table": table, "blocks": blocks}


def _head(found: Progress) -> list[str]:
    years = (found.scope.span.year, found.last.span.year)
    months = [f"{year}-{month:02}" for year in years for month in range(1, found.scope.span.last.month + 1)]
    until = [each.span.last.isoformat() for each in (found.scope, found.last)]
    return [_("Figure"), _("Unit"), *until, _("Change"), *months]


def _rows(found: Progress) -> Iterator[list[Any]]:
    for each in found.courses.values():
        numbers = [each.now, each.before, each.change, *each.months, *each.months_before]
        yield [str(each.indicator.meaning), each.indicator.unit, *map(filling.plain, numbers)]
