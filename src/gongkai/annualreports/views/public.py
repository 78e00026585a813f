"""The comparison that a reader composes: its address carries the choice, so that it can be sent and cited."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.annualreports import forms
from gongkai.annualreports.pages import places, tables
from gongkai.annualreports.queries import choices, hashing, paper, shelves
from gongkai.core import exports, pages
from gongkai.core.permissions import PUBLIC, requires
from gongkai.documents import charts

ALL_SHOWN = 60
FOUND_SHOWN = 30
LINES, BARS = 6, 24
COLUMNS = (
    "id", "name", "body", "body_key", "year", "value", "unit", "per_10000_inhabitants", "approximate", "evidence",
    "report",
)  # fmt: skip


@dataclass(frozen=True)
class Option:
    """Something that can be chosen."""

    value: str
    words: str
    is_chosen: bool


@dataclass(frozen=True)
class Cell:
    """A number of the table, with the report it is from."""

    words: str
    share: str
    address: str
    is_zero: bool
    has_report: bool


@dataclass(frozen=True)
class Part:
    """One statistic: its chart, and the table of bodies and years."""

    name: str
    unit: str
    svg: SafeString
    rows: tuple[tuple[str, str, tuple[Cell, ...]], ...]
    has_shares: bool


@requires(PUBLIC)
@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Years, bodies and statistics side by side. What is unknown in the address is left out and named. Two queries."""
    bodies = choices.bodies_there()
    form = forms.ComparisonForm(request.GET, bodies=bodies)
    choice = form.choice()
    compared = choices.compare(bodies, choice) if choice.is_whole else []
    title = _("Compare annual reports")
    carried = places.compare_address(choice.bodies, choice.years, choice.figures)
    per = "&per=1" if choice.by_inhabitants and choice.is_whole else ""
    context = {
        "page_title": title,
        "section": places.SECTION,
        "crumbs": places.crumbs(pages.Crumb(title)),
        "faults": form.faults,
        "words": form.words,
        "bodies": list(_bodies(bodies, choice, form.words)),
        "is_searched": len(bodies) > ALL_SHOWN,
        "years": [Option(str(year), str(year), year in choice.years) for year in _years(bodies)],
        "figures": [Option(name, words, name in choice.figures) for name, words in form.statistics()],
        "choice": choice,
        "parts": [_part(each, choice) for each in compared],
        "is_nothing": choice.is_whole and not compared,
        "without_inhabitants": choice.by_inhabitants and not any(each.has_shares for each in compared),
        "heads": choice.years,
        "csv": places.compare_address(choice.bodies, choice.years, choice.figures, f"{places.COMPARE}data.csv") + per,
        "address": settings.SITE_ADDRESS + carried + per,
        "examples": list(_examples(bodies)),
    }
    return render(request, "annualreports/public/compare.html", context)


@requires(PUBLIC)
@require_safe
def compare_csv(request: HttpRequest) -> HttpResponse:
    """The same comparison, a line for each value with the report and the words it was read from. Two queries."""
    bodies = choices.bodies_there()
    choice = forms.ComparisonForm(request.GET, bodies=bodies).choice()
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for compared in choices.compare(bodies, choice) if choice.is_whole else []:
        for each in compared.values:
            writer.writerow([exports.cell(value) for value in _line(compared, each)])
    response = HttpResponse(("\ufeff" + written.getvalue()).encode(), content_type="text/csv; charset=utf-8")
    name = f"annual-reports-{timezone.localdate():%Y%m%d}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _line(compared: choices.Compared, each: choices.Value) -> list[object]:
    figure, report = each.figure, each.report
    return [
        compared.indicator,
        compared.name,
        report.body if report is not None else each.body.name,
        each.body.key,
        each.year,
        paper.number(each.number) if each.number is not None else None,
        compared.unit,
        paper.number(each.share) if each.share is not None else None,
        int(figure.is_approximate) if figure is not None else None,
        figure.words if figure is not None else None,
        settings.SITE_ADDRESS + places.address(report) if report is not None else None,
    ]


def _years(bodies: Iterable[shelves.Body]) -> list[int]:
    return sorted({year for each in bodies for year in each.reports}, reverse=True)


def _bodies(bodies: Sequence[shelves.Body], choice: choices.Choice, words: str) -> Iterable[Option]:
    """The chosen ones, then those that were looked for; all of them where they are few."""
    offered = list(bodies) if len(bodies) <= ALL_SHOWN else choices.found_bodies(bodies, words) if words else []
    if len(bodies) <= ALL_SHOWN:
        for each in bodies:
            yield Option(each.key, _name(each), each.key in choice.bodies)
        return
    by_key = {each.key: each for each in bodies}
    for key in choice.bodies:
        yield Option(key, _name(by_key[key]), True)
    for each in [each for each in offered if each.key not in choice.bodies][:FOUND_SHOWN]:
        yield Option(each.key, _name(each), False)


def _name(body: shelves.Body) -> str:
    return body.agency.short_name if body.agency else body.name


def _part(compared: choices.Compared, choice: choices.Choice) -> Part:
    by_inhabitants = choice.by_inhabitants and compared.has_shares
    unit = compared.unit
    if by_inhabitants:
        unit = _("{unit} for each 10,000 inhabitants").format(unit=compared.unit)
    rows = tuple(
        (_name(row[0].body), places.body_address(row[0].body.key), tuple(_cell(each, choice) for each in row))
        for row in compared.rows
    )
    return Part(compared.name, unit, _svg(compared, unit, by_inhabitants), rows, compared.has_shares)


def _cell(each: choices.Value, choice: choices.Choice) -> Cell:
    mark = "≈" if each.figure is not None and each.figure.is_approximate else ""
    return Cell(
        words=mark + tables.number_words(each.number) if each.number is not None else "",
        share=hashing.decimal(each.share) if each.share is not None and choice.by_inhabitants else "",
        address=places.address(each.report) if each.report is not None else "",
        is_zero=each.number == 0,
        has_report=each.report is not None,
    )


def _svg(compared: choices.Compared, unit: str, by_inhabitants: bool) -> SafeString:
    def shown(each: choices.Value) -> Decimal | None:
        return each.share if by_inhabitants else each.number

    stated = [
        (row[0].body, [(each.year, number) for each in row if (number := shown(each)) is not None])
        for row in compared.rows
    ]
    known = [(body, points) for body, points in stated if points]
    title = compared.name
    if not known:
        return SafeString("")
    if len(known) == 1 and len(known[0][1]) > 1:
        points = sorted(known[0][1])
        svg = charts.columns(title, [(year, paper.number(number)) for year, number in points], unit=unit)
    elif len(known) <= LINES and any(len(points) > 1 for _body, points in known):
        series = {_name(body): [(year, paper.number(number)) for year, number in points] for body, points in known}
        svg = charts.lines(title, series, unit=unit, is_narrow=True)
    else:
        years = {year for _body, points in known for year, _number in points}
        bars = [
            (_name(body) if len(years) == 1 else f"{_name(body)} {year}", paper.number(number))
            for body, points in known
            for year, number in points
        ]
        svg = charts.bars(title, bars[:BARS], unit=unit, is_narrow=True)
    return mark_safe(svg)  # noqa: S308  our own text, escaped where it is drawn


def _examples(bodies: Sequence[shelves.Body]) -> Iterable[tuple[str, str]]:
    """Two comparisons that can be made here, for those who chose nothing yet."""
    if not bodies:
        return
    longest = max(bodies, key=lambda each: len(each.reports))
    if len(longest.reports) > 1:
        words = _("Requests received by {body} over the years").format(body=_name(longest))
        yield places.compare_address([longest.key], longest.years[-8:], ["requests.received.total"]), words
    year = max(_years(bodies), key=lambda each: (sum(each in body.reports for body in bodies), each))
    beside = [each.key for each in bodies if year in each.reports][:8]
    if len(beside) > 1:
        words = _("Requests received and decided in {year}, body by body").format(year=year)
        yield places.compare_address(beside, [year], ["requests.received.total", "requests.handled.total"]), words
