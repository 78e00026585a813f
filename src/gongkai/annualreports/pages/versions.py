"""Earlier versions of a public report: they stay where they can be cited, and say which one took their place."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from gongkai.annualreports.models.reports import Release, Report
from gongkai.annualreports.pages import places, tables, texts
from gongkai.annualreports.queries import library, statutory
from gongkai.core import pages


@dataclass(frozen=True)
class Older:
    """An earlier version: its number and address, its day, and why the next one took its place."""

    number: int
    address: str
    day: str
    note: str


def older(public: library.PublicReport) -> list[Older]:
    """The earlier versions of a report, newest first."""
    found = [
        Older(
            number=library.number_of(each),
            address=_address(public.report, each),
            day=pages.day(each.at),
            note=after.note,
        )
        for each, after in zip(public.versions, public.versions[1:], strict=False)
    ]
    return found[::-1]


def version_pages(public: library.PublicReport) -> list[pages.Page]:
    """A page for each earlier version. One query each."""
    return [_page(public, each, after) for each, after in zip(public.versions, public.versions[1:], strict=False)]


def _page(public: library.PublicReport, release: Release, after: Release) -> pages.Page:
    report = public.report
    number = library.number_of(release)
    sheet = statutory.sheet(release.snapshot)
    shown = tables.tables(sheet, {})
    written = texts.written(release.text, shown) if release.text is not None else None
    title = places.title_of(report)
    here = _("Version {number}").format(number=number)
    name = report.agency.short_name if report.agency else report.body
    context = {
        "page_title": f"{title}（{here}）",
        "section": places.SECTION,
        "crumbs": places.crumbs(
            pages.Crumb(str(report.year), places.year_address(report.year)),
            pages.Crumb(name, places.address(report)),
            pages.Crumb(here),
        ),
        "report": report,
        "title": pages.breakable(title),
        "number": number,
        "published": pages.day(release.at),
        "replaced": pages.day(after.at),
        "note": after.note,
        "newest": places.address(report),
        "newest_number": library.number_of(public.versions[-1]),
        "written": written,
        "tables": written.annexed if written is not None else shown,
        "files": texts.files(public.outputs_of(release.text)),
        "content_hash": release.text.content_hash if release.text is not None else release.snapshot.content_hash,
        "address": settings.SITE_ADDRESS + _address(report, release),
        "updated": pages.minute(after.at),
    }
    path = f"{places.version_folder(report, number)}index.html"
    return pages.Page(path, "annualreports/public/version.html", context, about=report.reference)


def _address(report: Report, release: Release) -> str:
    return f"/{places.version_folder(report, library.number_of(release))}"
