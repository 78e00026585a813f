"""The library of reports: its front by year and body, a year, a body with its years side by side; gaps are shown.

They change when a report is published, published anew or withdrawn, and with the day: a year becomes due.
"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gongkai.annualreports.models.reports import Figure, Release, Report
from gongkai.annualreports.pages import figures, places
from gongkai.annualreports.pages.tables import number_words
from gongkai.annualreports.queries import shelves, statutory
from gongkai.core import pages
from gongkai.orgs import pages as org_pages
from gongkai.rules import forms

YEARS_SHOWN = 6
BODIES_SHOWN = 80
NEWEST_SHOWN = 8
# What a year's table shows: of the uniform table since 2019, and of the reports before it.
IN_YEAR = (
    "disclosed.by_channel.website",
    "requests.received.total",
    "requests.granted.total",
    "requests.handled.total",
    "reconsideration.total",
)
BEFORE = (
    "disclosed.total",
    "requests.received.total",
    "requests.answered.total",
    "reconsideration.total",
    "litigation.total",
)
TABLE_OF_REQUESTS = 2019
COMPARED = ("requests.received.total", "requests.handled.total", "reconsideration.total")


@dataclass(frozen=True)
class Mark:
    """A cell of the library: a report with its address, a year that should be there, or nothing known."""

    year: int
    address: str = ""
    is_missing: bool = False
    remark: str = ""


@dataclass(frozen=True)
class ShelfView:
    """A body with its years."""

    name: str
    address: str
    is_outside: bool
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class Lines:
    """A body's report in the table of a year."""

    name: str
    address: str
    form: str
    is_corrected: bool
    is_outside: bool
    numbers: tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class GapView:
    """A body whose report on a year should be there."""

    name: str
    address: str
    due: str
    basis: str


@dataclass(frozen=True)
class News:
    """A report as news: for the feeds and lists of what is new."""

    report: Report
    title: str
    address: str
    day: str
    remark: str
    released_at: datetime.datetime


def news(size: int = shelves.NEWEST) -> list[News]:
    """The reports published or corrected last. Two queries."""
    return [_news(report, release) for report, release in shelves.newest(size)]


def _news(report: Report, release: Release) -> News:
    is_anew = report.published_at is not None and report.published_at > release.at
    remark = _("with corrected figures") if is_anew else ""
    return News(
        report, places.title_of(report), places.address(report), pages.day(report.published_at), remark, release.at
    )


def library_page(
    bodies: Sequence[shelves.Body], newest: Sequence[News], columns: Sequence[tuple[str, str]], *, on: datetime.date
) -> pages.Page:
    """The front of the library; `columns` are the columns of the directory in which reports are published as items."""
    years = sorted({year for each in bodies for year in each.reports}, reverse=True)
    shown = years[:YEARS_SHOWN]
    counts = {year: sum(year in each.reports for each in bodies) for year in years}
    title = pgettext("portal", "Annual reports")
    context = {
        "page_title": title,
        "section": places.SECTION,
        "crumbs": places.crumbs(),
        "years": [(year, places.year_address(year), pages.count(counts[year])) for year in years],
        "heads": [(year, places.year_address(year)) for year in shown],
        "bodies": [_shelf(each, shown, on=on) for each in bodies[:BODIES_SHOWN]],
        "left_out": max(0, len(bodies) - BODIES_SHOWN),
        "body_count": pages.count(len(bodies)),
        "report_count": pages.count(sum(counts.values())),
        "newest": newest[:NEWEST_SHOWN],
        "columns": columns,
        "compare": places.COMPARE,
        "feed": f"/{places.LIBRARY}feed.xml",
        "feed_title": title,
        "updated": pages.day(on),
    }
    return pages.Page(f"{places.LIBRARY}index.html", "annualreports/public/library.html", context, about="reports")


def _shelf(body: shelves.Body, years: Sequence[int], *, on: datetime.date) -> ShelfView:
    missing = {each.year for each in shelves.missing(body, on=on)}
    marks = tuple(
        Mark(year, places.address(body.reports[year]))
        if year in body.reports
        else Mark(year, is_missing=year in missing)
        for year in years
    )
    name = body.agency.short_name if body.agency else body.name
    return ShelfView(name, places.body_address(body.key), body.agency is None, marks)


def in_year(year: int) -> tuple[str, ...]:
    """The statistics that a year's table shows."""
    return IN_YEAR if year >= TABLE_OF_REQUESTS else BEFORE


def year_pages(
    year: int,
    bodies: Sequence[shelves.Body],
    stated: Mapping[int, Mapping[str, Figure]],
    *,
    on: datetime.date,
) -> list[pages.Page]:
    """The pages of a year: who filed with a few figures, then who is missing. `stated` is given by report."""
    filed = [each for each in bodies if year in each.reports]
    gaps = [_gap(each, gap) for each in bodies for gap in shelves.missing(each, on=on) if gap.year == year]
    names = in_year(year)
    lines = [_line(each, each.reports[year], stated.get(each.reports[year].pk, {}), names) for each in filed]
    every = sorted({each for body in bodies for each in body.reports}, reverse=True)
    title = _("Annual reports on {year}").format(year=year)
    form = forms.edition_for(year)
    size = places.PAGE_OF_YEAR
    last = max(1, -(-len(lines) // size))
    found = []
    for number in range(1, last + 1):
        context = {
            "page_title": title if number == 1 else f"{title} ({number})",
            "section": places.SECTION,
            "crumbs": places.crumbs(pages.Crumb(str(year))),
            "year": year,
            "title": title,
            "heads": [statutory.words_of(each) for each in names],
            "lines": lines[(number - 1) * size : number * size],
            "count": pages.count(len(lines)),
            "gaps": gaps if number == last else [],
            "form": form,
            "years": [(each, places.year_address(each), each == year) for each in every],
            "newer": _page_address(year, number - 1) if number > 1 else "",
            "older": _page_address(year, number + 1) if number < last else "",
            "compare": places.compare_address([each.key for each in filed][:8], [year], COMPARED),
            "csv": f"/{places.LIBRARY}{year}/data.csv",
            "json": f"/{places.LIBRARY}{year}/data.json",
            "updated": pages.day(on),
        }
        path = places.year_path(year, number)
        found.append(pages.Page(path, "annualreports/public/year.html", context, about=f"reports:{year}"))
    return found


def _page_address(year: int, number: int) -> str:
    return pages.address(places.year_path(year, number))


def _line(body: shelves.Body, report: Report, stated: Mapping[str, Figure], names: Sequence[str]) -> Lines:
    numbers = []
    for name in names:
        figure = stated.get(name)
        mark = "≈" if figure is not None and figure.is_approximate else ""
        words = mark + number_words(figure.number) if figure is not None else ""
        numbers.append((words, figure is not None and figure.number == 0))
    return Lines(
        name=body.agency.name if body.agency else body.name,
        address=places.address(report),
        form=report.form_year,
        is_corrected=report.public_snapshot is not None and report.public_snapshot.origin == "corrected",
        is_outside=body.agency is None,
        numbers=tuple(numbers),
    )


def _gap(body: shelves.Body, gap: shelves.Missing) -> GapView:
    return GapView(body.name, places.body_address(body.key), pages.day(gap.due_on), gap.basis)


def body_page(body: shelves.Body, stated: Mapping[int, Mapping[str, Figure]], *, on: datetime.date) -> pages.Page:
    """A body's reports: each year, charts, every total side by side, and the years that are missing."""
    series = [(body.reports[year], stated.get(body.reports[year].pk, {})) for year in body.years]
    drawn = [each for name in figures.OVER_YEARS if (each := figures.over_years(name, series)) is not None]
    title = _("Annual reports of {body}").format(body=body.name)
    wanted = [name for name in figures.OVER_YEARS if any(name in each for _report, each in series)]
    context = {
        "page_title": title,
        "section": places.SECTION,
        "crumbs": places.crumbs(pages.Crumb(body.agency.short_name if body.agency else body.name)),
        "title": pages.breakable(title),
        "body": body,
        "reports": [_of_body(report) for report, _stated in reversed(series)],
        "gaps": shelves.missing(body, on=on),
        "charts": drawn,
        "years": figures.years(series, figures.SIDE_BY_SIDE),
        "agency_address": org_pages.agency_address(body.agency) if body.agency else "",
        "keeper": body.keeper.short_name,
        "compare": places.compare_address([body.key], body.years[-figures.YEARS_SHOWN :], wanted[:3]),
        "updated": pages.day(on),
    }
    path = places.body_path(body.key)
    return pages.Page(path, "annualreports/public/body.html", context, about=f"reports:{body.key}")


def _of_body(report: Report) -> tuple[int, str, str, str, str]:
    """Year, address, title, form, day of publication."""
    return (
        report.year,
        places.address(report),
        places.title_of(report),
        report.form_year,
        pages.day(report.published_at),
    )
