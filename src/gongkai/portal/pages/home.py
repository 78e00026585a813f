"""The front page, the directory and the gaps: what is newest, what the year brought, what should be here and is not."""

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gongkai.annualreports.pages import places
from gongkai.annualreports.queries import shelves
from gongkai.catalog import pages as catalog_pages
from gongkai.catalog.models import Column, Obligation
from gongkai.core import pages
from gongkai.disclosures import pages as item_pages
from gongkai.disclosures.queries import policies, public
from gongkai.orgs import pages as org_pages
from gongkai.orgs.models import Agency
from gongkai.portal import queries
from gongkai.portal.pages import specials
from gongkai.portal.pages.lists import Shelf

NEWEST_SHOWN = 8
AGENCIES_SHOWN = 15
REPORT_YEARS_SHOWN = 9
SPECIALS_SHOWN = 6
CONSULTATIONS_SHOWN = 6
GAPS_SHOWN = 100


@dataclass(frozen=True)
class Door:
    """One of the ways in."""

    address: str
    name: str
    words: str


@dataclass(frozen=True)
class Figure:
    """A figure of the ledger; it opens what it counts."""

    name: str
    number: str
    unit: str
    address: str
    note: str = ""


@dataclass(frozen=True)
class AgencyGap:
    """An agency with the duties it has not met."""

    name: str
    address: str
    coverage: catalog_pages.Coverage


def coverage_of(*, on: datetime.date, agency_id: int | None = None) -> dict[int, catalog_pages.Coverage]:
    """How the duties of agencies are met, by agency.

    An item counts for the duty it names; where an agency has only one duty in a column, whatever it publishes there
    counts for that duty as well. The number of queries is fixed.
    """
    duties = catalog_pages.duties_in_force(on=on, agency_id=agency_id)
    shelves: dict[tuple[int, int], int] = {}
    for duty in duties:
        shelves[duty.agency_id, duty.column_id] = shelves.get((duty.agency_id, duty.column_id), 0) + 1
    keys = {
        duty.pk: [f"duty:{duty.pk}"]
        + [f"agency:{duty.agency_id}:column:{duty.column_id}"] * (shelves[duty.agency_id, duty.column_id] == 1)
        for duty in duties
    }
    every = [key for each in keys.values() for key in each]
    totals, latest = queries.totals(every), queries.latest(every)
    by_agency: dict[int, list[Obligation]] = {}
    for duty in duties:
        by_agency.setdefault(duty.agency_id, []).append(duty)
    counted = {pk: max(totals.get(key, 0) for key in each) for pk, each in keys.items()}
    days = {pk: max(found) for pk, each in keys.items() if (found := [latest[key] for key in each if key in latest])}
    return {
        agency: catalog_pages.coverage(each, totals=counted, latest=days, on=on) for agency, each in by_agency.items()
    }


def home_page(*, on: datetime.date, known: Shelf) -> pages.Page:
    """The front page. Its figures come from the kept totals of the lists they open."""
    front = queries.fronts([queries.NEWEST])[queries.NEWEST]
    rows = public.rows(front.item_ids[:NEWEST_SHOWN])
    lines = item_pages.Rows(known.words, is_short=True)
    newest = [lines.printed(rows[pk]) for pk in front.item_ids if pk in rows]
    years = [on.year, on.year - 1, on.year - 2]
    legal = list(catalog_pages.LEGAL_ITEMS)
    totals = queries.totals([*(f"year:{year}" for year in years), *(f"law:{code}" for code in legal)])
    covered = coverage_of(on=on)
    missing = sum(len(each.missing) for each in covered.values())
    agencies = list(Agency.objects.alive(on).exclude(kind=Agency.Kind.TOWNSHIP).in_tree_order()[:AGENCIES_SHOWN])
    townships = Agency.objects.alive(on).filter(kind=Agency.Kind.TOWNSHIP).count()
    others = Agency.objects.alive(on).exclude(kind=Agency.Kind.TOWNSHIP).count()
    context = {
        "is_home": True,
        "section": "home",
        "newest": newest,
        "doors": _doors(front.total, others + townships),
        "figures": _figures(totals, years, on=on),
        "year_begins": f"{on.year}-01-01",
        "today": pages.day(on),
        "legal": [
            (str(catalog_pages.LEGAL_ITEMS[code]), f"/statutory/{code}/", pages.count(totals[f"law:{code}"]))
            for code in legal
            if f"law:{code}" in totals
        ],
        "missing": missing,
        "has_duties": bool(covered),
        "consultations": _consultations(on=on),
        "specials": [
            (each["title"], each["address"], each["kind"])
            for each in specials.lines(specials.public_specials(), "current", on=on)[:SPECIALS_SHOWN]
        ],
        "report_years": [
            (year, places.year_address(year), pages.count(number)) for year, number in shelves.counts().items()
        ][:REPORT_YEARS_SHOWN],
        "agencies": [(each.short_name, org_pages.agency_address(each)) for each in agencies],
        "agency_count": others,
        "township_count": townships,
        "updated": pages.day(on),
        "feed": "/new/feed.xml",
        "feed_title": _("Newest information"),
    }
    return pages.Page("index.html", "portal/home.html", context, about="home")


@dataclass(frozen=True)
class Consultation:
    """A draft the public is asked about, and until when."""

    title: str
    address: str
    until: str


def _consultations(*, on: datetime.date) -> list[Consultation]:
    found: dict[int, Consultation] = {}
    for step in policies.open_consultations(on=on)[: 2 * CONSULTATIONS_SHOWN]:
        item = step.item
        if item is None or item.public_revision is None or step.until is None:
            continue
        address, until = item_pages.item_address(item.pk), pages.day(step.until)
        found.setdefault(item.pk, Consultation(item.public_revision.title, address, until))
    return list(found.values())[:CONSULTATIONS_SHOWN]


def _doors(total: int, agencies: int) -> list[Door]:
    """The ways in that exist."""
    find = _("{count} items, by number, agency, topic and validity").format(count=pages.count(total))
    ask = _("Any of {count} agencies; first see what is public").format(count=pages.count(agencies))
    return [
        Door("/search/", _("Find a document"), find),
        Door("/requests/", pgettext("portal", "Ask for information"), ask),
        Door("/requests/status/", pgettext("portal", "Follow a request"), _("Where it stands, days left, and why")),
        Door("/gaps/", _("See what is missing"), _("What should be here and is not, by agency and article")),
    ]


def _figures(totals: dict[str, int], years: list[int], *, on: datetime.date) -> list[Figure]:
    return [
        Figure(
            _("Published in {year}").format(year=year),
            pages.count(totals.get(f"year:{year}", 0)),
            pgettext("portal", "items"),
            f"/years/{year}/" if totals.get(f"year:{year}") else "/new/",
            _("until {day}").format(day=pages.day(on)) if year == on.year else _("whole year"),
        )
        for year in years
        if totals.get(f"year:{year}") or year == on.year
    ]


def gaps_page(*, on: datetime.date) -> pages.Page:
    """Every duty of every agency for which nothing is there."""
    covered = coverage_of(on=on)
    agencies = Agency.objects.in_bulk(covered)
    ordered = sorted(agencies.values(), key=lambda each: (-len(covered[each.pk].missing), each.sort_path, each.pk))
    gaps = [
        AgencyGap(each.name, org_pages.agency_address(each), covered[each.pk])
        for each in ordered
        if covered[each.pk].missing
    ]
    title = _("Should be here and is not")
    context = {
        "page_title": title,
        "section": "directory",
        "crumbs": (
            pages.Crumb(pgettext("portal", "Home"), "/"),
            pages.Crumb(pgettext("portal", "Directory"), "/directory/"),
            pages.Crumb(title),
        ),
        "gaps": gaps[:GAPS_SHOWN],
        "is_cut": len(gaps) > GAPS_SHOWN,
        "duties": sum(len(each.duties) for each in covered.values()),
        "met": sum(each.met for each in covered.values()),
        "whole": sum(not each.missing for each in covered.values()),
        "agency_count": len(covered),
        "updated": pages.day(on),
    }
    return pages.Page("gaps/index.html", "portal/gaps.html", context, about="gaps")


def directory_page(*, on: datetime.date) -> pages.Page:
    """The directory: the fixed parts of the platform, first- and second-level columns with their counts."""
    columns = list(Column.objects.open().in_tree_order())
    kept = queries.totals(f"column:{column.pk}" for column in columns)
    by_id = {column.pk: kept.get(f"column:{column.pk}", 0) for column in columns}
    covered = coverage_of(on=on)
    title = pgettext("portal", "Directory")
    context = {
        "page_title": title,
        "section": "directory",
        "crumbs": (pages.Crumb(pgettext("portal", "Home"), "/"), pages.Crumb(title)),
        "blocks": catalog_pages.blocks(catalog_pages.tree(columns, by_id, depth=2)),
        "column_count": len(columns),
        "duties": sum(len(each.duties) for each in covered.values()),
        "met": sum(each.met for each in covered.values()),
        "updated": pages.day(on),
    }
    return pages.Page("directory/index.html", "portal/directory.html", context, about="directory")
