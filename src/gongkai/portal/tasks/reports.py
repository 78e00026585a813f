"""Baking annual reports: a report's page and data, its body's pages, its years, the library and what spans it."""

import datetime
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from gongkai.annualreports.models.outputs import Output
from gongkai.annualreports.models.reports import Original, Report
from gongkai.annualreports.pages import library as library_pages
from gongkai.annualreports.pages import one, opendata, places, versions
from gongkai.annualreports.queries import library, shelves
from gongkai.catalog import pages as catalog_pages
from gongkai.catalog.models import Column
from gongkai.core import pages
from gongkai.disclosures import pages as item_pages
from gongkai.portal import queries
from gongkai.portal.actions import baking, writing
from gongkai.portal.pages import feeds

KINDS = (
    "report.published",
    "report.printed",
    "report.described",
    "report.finding-accepted",
    "report.finding-dismissed",
    "report.finding-reopened",
)
# How many reports are read and written while the folder is held.
CHUNK = 10


def refresh(ids: Iterable[int], *, common: dict[str, Any], target: baking.Target, at: datetime.datetime) -> set[int]:
    """Bake these reports, or their tombstones, and every page that names them. Returns the agencies they are of."""
    touched = [each for each in sorted(set(ids)) if each]
    bake_reports(touched, common=common, target=target, at=at)
    near = shelves.siblings(touched)
    chosen = [each for each in near if each.pk in set(touched)]
    others = _neighbours(near, chosen)
    bake_reports(others, common=common, target=target, at=at, with_data=False)
    bake_library(
        years={each.year for each in chosen},
        keys={shelves.key_of(each) for each in chosen},
        common=common,
        target=target,
        at=at,
    )
    return {each.agency_id for each in chosen if each.agency_id is not None}


def _neighbours(near: Sequence[Report], chosen: Sequence[Report]) -> list[int]:
    """The other reports whose pages name a chosen one: the year before links to it, later years show its figures."""
    first: dict[str, int] = {}
    for each in chosen:
        key = shelves.key_of(each)
        first[key] = min(each.year, first.get(key, each.year))
    known = {each.pk for each in chosen}
    return sorted(
        each.pk
        for each in near
        if each.pk not in known and each.is_public and each.year >= first.get(shelves.key_of(each), each.year) - 1
    )


def bake_reports(
    ids: Sequence[int],
    *,
    common: dict[str, Any],
    target: baking.Target,
    at: datetime.datetime,
    with_data: bool = True,
) -> None:
    """Bake reports with codes, data and originals, or their tombstones; what is public no longer goes first.

    Without data only the pages: enough where the figures are as they were.
    """
    for start in range(0, len(ids), CHUNK):
        with writing.exclusive():
            chunk = ids[start : start + CHUNK]
            _take_down(chunk, target=target)
            for pk in chunk:
                _bake_report(pk, common=common, target=target, at=at, with_data=with_data)


def _bake_report(
    pk: int, *, common: dict[str, Any], target: baking.Target, at: datetime.datetime, with_data: bool
) -> None:
    public = library.page_of(pk)
    if public is not None:
        snapshot = public.report.public_snapshot
        if snapshot is not None and snapshot.original is not None:
            baking.bring(copies=[_copy(snapshot.original)], target=target, at=at)
        baking.bring(copies=[_file(each) for each in public.outputs], target=target, at=at)
        found = [one.report_page(public), *versions.version_pages(public)]
        if with_data:
            data = opendata.files(public)
            found += [one.code_page(public.report), data.csv, data.json]
            document = opendata.report_document(public)
            found += [document] if document is not None else []
        baking.bake(found=found, common=common, target=target, at=at)
        return
    release = library.withdrawn(pk)
    if release is not None and not _standing(release.report):
        baking.bake(found=[one.tombstone_page(release)], common=common, target=target, at=at)


def _standing(report: Report) -> bool:
    """Whether another report of the same body and year is public, at the same address."""
    return Report.objects.public().of_body(report).filter(year=report.year).exists()


def _take_down(ids: Sequence[int], *, target: baking.Target) -> None:
    """Remove what is public no longer: pages, data, and originals that nothing public offers any more."""
    papers = shelves.originals_of(ids)
    copies = [_copy(each) for each in papers] + [_file(each) for each in shelves.outputs_of(ids)]
    offered = queries.public_files({each.sha256 for each in copies})
    still = {(sha256, item_pages.safe_name(name)) for sha256, name in offered}
    paths = {each.path for each in copies if (each.sha256, each.path.rpartition("/")[2]) not in still}
    known = shelves.public_among(ids)
    numbers = shelves.versions_of(set(ids) - known)
    for report in Report.objects.filter(pk__in=set(ids) - known).select_related("agency", "keeper"):
        if not _standing(report):
            paths.update(places.files_of(report))
            paths.update(f"{places.version_folder(report, each)}index.html" for each in numbers.get(report.pk, ()))
    baking.remove(paths=paths, target=target)


def _file(output: Output) -> baking.StoredCopy:
    assert output.file is not None, "only files that were made are public"
    source = Path(settings.FILES_ROOT) / output.file.path
    return baking.StoredCopy(places.output_path(output), output.file.sha256, source)


def _copy(original: Original) -> baking.StoredCopy:
    source = Path(settings.FILES_ROOT) / original.file.path
    return baking.StoredCopy(places.original_path(original), original.file.sha256, source)


def bake_library(
    *,
    years: Iterable[int] | None,
    keys: Iterable[str] | None,
    common: dict[str, Any],
    target: baking.Target,
    at: datetime.datetime,
) -> None:
    """Bake the front of the library with its feeds, the pages of these years and bodies (None: all), and the data."""
    on = timezone.localdate(at)
    with writing.exclusive():
        bodies = shelves.bodies(library.reports())
        found = [library_pages.library_page(bodies, news := library_pages.news(), _columns(), on=on)]
        found += feeds.feed_pages(
            places.LIBRARY, found[0].context["page_title"], f"/{places.LIBRARY}", feeds.report_entries(news),
            about="reports:feed",
        )  # fmt: skip
        baking.bake(found=found, common=common, target=target, at=at)
        known = {year for each in bodies for year in each.reports}
        for year in sorted(known if years is None else set(years)):
            _bake_year(year, bodies, on=on, common=common, target=target, at=at)
        by_key = {each.key: each for each in bodies}
        for key in sorted(by_key if keys is None else set(keys)):
            _bake_body(by_key.get(key), key, on=on, common=common, target=target, at=at)
        _bake_whole(bodies, common=common, target=target, at=at)


def bake_day(*, common: dict[str, Any], target: baking.Target, at: datetime.datetime) -> None:
    """At the turn of the day: the front, and where last year's reports are named that have become due."""
    last = timezone.localdate(at).year - 1
    on = timezone.localdate(at)
    late = [
        each.key
        for each in shelves.bodies(library.reports())
        if any(gap.year == last for gap in shelves.missing(each, on=on))
    ]
    bake_library(years=[last], keys=late, common=common, target=target, at=at)


def _bake_year(
    year: int,
    bodies: Sequence[shelves.Body],
    *,
    on: datetime.date,
    common: dict[str, Any],
    target: baking.Target,
    at: datetime.datetime,
) -> None:
    rows = [each.reports[year] for each in bodies if year in each.reports]
    found: list[pages.Page] = []
    about = f"reports:{year}"
    if rows:
        found = library_pages.year_pages(year, bodies, shelves.stated(rows, library_pages.in_year(year)), on=on)
        found += opendata.joined(_parts(rows, target), f"{places.LIBRARY}{year}/", about)
    left = set(queries.baked_about(about)) - {each.path for each in found} if target.is_recorded else set()
    baking.remove(paths=left, target=target)
    baking.bake(found=found, common=common, target=target, at=at)


def _bake_body(
    body: shelves.Body | None,
    key: str,
    *,
    on: datetime.date,
    common: dict[str, Any],
    target: baking.Target,
    at: datetime.datetime,
) -> None:
    if body is None:
        baking.remove(paths=[places.body_path(key)], target=target)
        return
    stated = shelves.stated(body.reports.values(), library_pages.figures.SIDE_BY_SIDE)
    baking.bake(found=[library_pages.body_page(body, stated, on=on)], common=common, target=target, at=at)


def _bake_whole(
    bodies: Sequence[shelves.Body], *, common: dict[str, Any], target: baking.Target, at: datetime.datetime
) -> None:
    """The data of the whole library, what tells about them, and the part of the sitemap."""
    rows = [each.reports[year] for each in bodies for year in each.years]
    files = opendata.joined(_parts(rows, target), places.LIBRARY, "reports:data")
    sizes = {each.path.rpartition(".")[2]: len(each.content or b"") for each in files}
    changes: list[tuple[str, datetime.datetime | None]] = [(f"/{places.LIBRARY}", None), (f"/{places.DATA}", None)]
    changes += [(places.year_address(year), None) for year in sorted({each.year for each in rows})]
    changes += [(places.body_address(each.key), None) for each in bodies]
    changes += [(places.address(each), each.published_at) for each in rows]
    found = [*files, opendata.guide_page(rows[::-1], sizes), feeds.sitemap_of_reports(changes)]
    baking.bake(found=found, common=common, target=target, at=at)


def _parts(rows: Iterable[Report], target: baking.Target) -> list[tuple[bytes, bytes]]:
    """The data files of reports as they lie in the folder; what is missing there is made anew."""
    found = []
    for report in rows:
        csv, document = (target.root / f"{places.folder(report)}data.{kind}" for kind in ("csv", "json"))
        if csv.is_file() and document.is_file():
            found.append((csv.read_bytes(), document.read_bytes()))
            continue
        public = library.page_of(report.pk)
        if public is not None:
            files = opendata.files(public)
            found.append((files.csv.content or b"", files.json.content or b""))
    return found


def _columns() -> list[tuple[str, str]]:
    """The first-level columns in which agencies publish their reports as items."""
    rows = Column.objects.open().filter(parent__isnull=True, block=Column.Block.REPORTS).in_tree_order()
    return [(each.name, catalog_pages.column_address(each)) for each in rows]
