"""The page of one report with its QR code, and the tombstone after it was withdrawn.

They change when it is published, published anew with corrections, or withdrawn, and when another year of its body is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gongkai.annualreports.models.reports import Correction, Finding, Original, Release, Report, Snapshot
from gongkai.annualreports.pages import figures, places, prose, tables, texts, versions
from gongkai.annualreports.queries import desk, library, shelves, statutory
from gongkai.core import pages
from gongkai.disclosures import pages as item_pages
from gongkai.orgs import pages as org_pages

# A text that states more is shown in the data only, so that the page stays light.
MOST_SENTENCES = 60


@dataclass(frozen=True)
class Paper:
    """The original as the page offers it."""

    name: str
    kind: str
    address: str
    size: str
    sha256: str


@dataclass(frozen=True)
class Change:
    """A line of the history of a report in the library."""

    at: str
    words: str
    note: str


@dataclass(frozen=True)
class Remarks:
    """What is said about single figures: by cell, by figure of the text, and as a list in the order of the page."""

    by_cell: dict[str, list[tables.Note]]
    corrected: set[int]
    all: tuple[tables.Note, ...]


def report_page(public: library.PublicReport) -> pages.Page:
    """The page of a public report. Two queries, one more for published findings, two for a correction."""
    report, sheet = public.report, public.sheet
    snapshot = _snapshot(report)
    text, earlier = public.text, public.text_before
    revision = texts.revision(earlier, text) if text is not None and earlier is not None else None
    by_report = shelves.stated(public.years, figures.SIDE_BY_SIDE)
    series = [(each, by_report.get(each.pk, {})) for each in public.years if each.year <= report.year]
    now = statutory.by_indicator(sheet.figures)
    before = next((stated for each, stated in series if each.year == report.year - 1), None)
    remarks = _remarks(public, revision)
    chapters = prose.chapters(snapshot.original, sheet.prose, remarks.corrected)
    shown, is_cut = _cut(chapters)
    shown_tables = tables.tables(sheet, remarks.by_cell)
    written = texts.written(text, shown_tables) if text is not None else None
    context = {
        **_about(public, snapshot),
        "written": written,
        "revision": revision,
        "older": versions.older(public),
        "first": figures.first(now, before, sheet),
        "charts": figures.drawn(sheet, now, series),
        "years": figures.years(series),
        "tables": written.annexed if written is not None else shown_tables,
        "chapters": shown,
        "is_cut": is_cut,
        "others": prose.chapters(snapshot.original, sheet.table_figures, remarks.corrected),
        "remarks": remarks.all,
        "changes": _changes(public.releases),
        "paper": _paper(snapshot.original) if snapshot.original else None,
        "compare": _compare(public, series),
    }
    path = f"{places.folder(report)}index.html"
    return pages.Page(path, "annualreports/public/report.html", context, about=report.reference)


def _about(public: library.PublicReport, snapshot: Snapshot) -> dict[str, object]:
    report = public.report
    title = places.title_of(report)
    here = places.address(report)
    own = settings.SITE_ADDRESS + here
    key = shelves.key_of(report)
    name = report.agency.short_name if report.agency else report.body
    years = {each.year: each for each in public.years}
    neighbours = [years.get(report.year - 1), years.get(report.year + 1)]
    published = public.releases[0].at if public.releases else report.published_at
    return {
        "page_title": title,
        "section": places.SECTION,
        "crumbs": places.crumbs(pages.Crumb(str(report.year), places.year_address(report.year)), pages.Crumb(name)),
        "report": report,
        "snapshot": snapshot,
        "title": pages.breakable(title),
        "body_address": places.body_address(key),
        "agency_address": org_pages.agency_address(report.agency) if report.agency else "",
        "neighbours": [(each.year, places.address(each)) if each else None for each in neighbours],
        "data": {"csv": f"{here}data.csv", "json": f"{here}data.json"},
        "document": f"{here}report.json" if public.text is not None else "",
        "published": pages.day(published),
        "filed": pages.day(report.filed_on),
        "inhabitants": pages.count(report.inhabitants) if report.inhabitants else "",
        "form": public.sheet.form,
        "figure_count": pages.count(snapshot.figure_count),
        "correction_count": len(public.corrections),
        "entered_count": sum(bool(each.is_entered) for each in public.sheet.figures),
        "version": library.number_of(public.versions[-1]) if public.versions else snapshot.number,
        "content_hash": public.text.content_hash if public.text is not None else snapshot.content_hash,
        "files": texts.files(public.outputs_of(public.text)),
        "address": own,
        "code_address": f"{here}code.svg",
        "cite": _("{body}: {title}, read on this site, version {number}, {day}, {address}").format(
            body=report.body,
            title=title,
            number=library.number_of(public.versions[-1]) if public.versions else snapshot.number,
            day=pages.day(snapshot.at),
            address=own,
        ),
        "updated": pages.minute(report.published_at),
    }


def _snapshot(report: Report) -> Snapshot:
    assert report.public_snapshot is not None, "a public report has a public snapshot"
    return report.public_snapshot


def _remarks(public: library.PublicReport, revision: texts.Revision | None) -> Remarks:
    """Corrections and, where the office publishes them, accepted findings; numbered through the page."""
    by_cell: dict[str, list[tables.Note]] = {}
    corrected: set[int] = set()
    found: list[tables.Note] = []
    figures_of = public.sheet.figures
    for correction in public.corrections:
        note = tables.Note(len(found) + 1, _("Corrected"), _correction_words(correction, public.report.edition))
        found.append(note)
        if correction.cell:
            by_cell.setdefault(correction.cell, []).append(note)
        old = correction.figure
        corrected.update(
            each.pk
            for each in figures_of
            if (correction.cell and each.cell == correction.cell)
            or (old and not correction.cell and (each.start, each.indicator) == (old.start, old.indicator))
        )
    for cell, name, was, now in revision.cells if revision is not None else ():
        words = _("{name}: {old} in version {number}, corrected to {new}").format(
            name=name, old=was, number=revision.before if revision else 0, new=now
        )
        found.append(note := tables.Note(len(found) + 1, _("Corrected"), words))
        by_cell.setdefault(cell, []).append(note)
    for figure in figures_of:
        if figure.is_entered and public.sheet.form is not None and figure.cell in public.sheet.form.cells:
            name = public.sheet.form.cells[figure.cell].name
            words = _("{name}: stated by hand in place of the count, with a reason and a proof").format(name=name)
            note = tables.Note(len(found) + 1, _("By hand"), words)
            found.append(note)
            by_cell.setdefault(figure.cell, []).append(note)
    if settings.REPORT_FINDINGS_PUBLIC:
        accepted = library.accepted(public.report)
        marked = desk.with_findings(accepted, figures_of)
        for finding in accepted:
            note = tables.Note(len(found) + 1, _("Checked"), finding.sentence)
            found.append(note)
            for cell in _cells_of(finding, public.sheet, marked):
                by_cell.setdefault(cell, []).append(note)
    return Remarks(by_cell, corrected, tuple(found))


def _cells_of(finding: Finding, sheet: statutory.Sheet, marked: dict[int, list[Finding]]) -> list[str]:
    return [each.cell for each in sheet.figures if each.cell and finding in marked.get(each.pk, ())][:1]


def _correction_words(correction: Correction, edition: str) -> str:
    name = desk.cell_words(edition, correction)
    old, new = tables.number_words(correction.old_number), tables.number_words(correction.new_number)
    day = pages.day(correction.at)
    if correction.old_number is None:
        return _("{name}: read from the paper by hand as {new} ({day})").format(name=name, new=new, day=day)
    if correction.new_number is None:
        return _("{name}: the reading {old} is no figure of the report and was struck out ({day})").format(
            name=name, old=old, day=day
        )
    return _("{name}: first read as {old}, corrected to {new} ({day})").format(name=name, old=old, new=new, day=day)


def _changes(releases: Sequence[Release]) -> list[Change]:
    """When it came into the library and what changed since, newest first."""
    found = []
    for number, each in enumerate(releases):
        if each.kind == Release.Kind.WITHDRAW:
            words = _("Withdrawn.")
        elif number == 0:
            words = _("First published.")
        else:
            words = _("Published anew, corrected, version {number}.").format(number=library.number_of(each))
        found.append(Change(pages.minute(each.at), words, each.note))
    return found[::-1]


def _paper(original: Original) -> Paper:
    name = original.name
    return Paper(
        name=name.rpartition(".")[0] or name,
        kind=(name.rpartition(".")[2] if "." in name else original.kind)[:5].upper(),
        address=places.original_address(original),
        size=pages.size(original.file.size),
        sha256=original.file.sha256,
    )


def _cut(chapters: list[prose.Chapter]) -> tuple[list[prose.Chapter], int]:
    """The chapters as far as the page has room, and how many sentences are left to the data."""
    room = MOST_SENTENCES
    shown: list[prose.Chapter] = []
    for chapter in chapters:
        if room > 0:
            shown.append(prose.Chapter(chapter.title, chapter.sentences[:room]))
        room -= len(chapter.sentences)
    return shown, max(0, -room)


def _compare(public: library.PublicReport, series: Sequence[tuple[Report, figures.Stated]]) -> str:
    """The address that puts the last years of this body side by side."""
    years = [each.year for each, _stated in series][-figures.YEARS_SHOWN :]
    wanted = [name for name in figures.OVER_YEARS if any(name in stated for _each, stated in series)]
    return places.compare_address([shelves.key_of(public.report)], years, wanted[:3])


def code_page(report: Report) -> pages.Page:
    """The QR code of a report's address."""
    content = item_pages.code_image(settings.SITE_ADDRESS + quote(places.address(report)))
    return pages.Page(f"{places.folder(report)}code.svg", content=content, about=report.reference)


def tombstone_page(release: Release) -> pages.Page:
    """What stands in the place of a withdrawn report."""
    report = release.report
    title = places.title_of(report)
    context = {
        "page_title": title,
        "section": places.SECTION,
        "crumbs": places.crumbs(
            pages.Crumb(str(report.year), places.year_address(report.year)),
            pages.Crumb(pgettext("portal", "withdrawn")),
        ),
        "report": report,
        "title": pages.breakable(title),
        "note": release.note,
        "withdrawn": pages.day(release.at),
        "published": pages.day(report.published_at),
        "agency_address": org_pages.agency_address(report.agency) if report.agency else "",
        "updated": pages.day(release.at),
    }
    path = f"{places.folder(report)}index.html"
    return pages.Page(path, "annualreports/public/tombstone.html", context, about=f"report-tombstone:{report.pk}")
