"""The policy library: documents with a number or a validity, by issuer, level, topic, year and validity."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gongkai.catalog import pages as catalog_pages
from gongkai.core import pages
from gongkai.disclosures import pages as item_pages
from gongkai.disclosures.queries import public
from gongkai.orgs.models import Agency
from gongkai.portal import queries

FOLDER = "policies/"
NEWEST_SHOWN = 8
ISSUERS_SHOWN = 60


@dataclass(frozen=True)
class Shelfmark:
    """Where one list of the library lies and what it is called."""

    folder: str
    title: str


@dataclass(frozen=True)
class Entry:
    """A list of the library with how many documents it holds; `tag` where it is a validity."""

    name: str
    address: str
    total: str
    tag: pages.Tag | None = None


@dataclass(frozen=True)
class Facet:
    """One way through the library."""

    name: str
    entries: tuple[Entry, ...]


def shelfmark(
    key: str, *, agencies: Mapping[int, Agency], topics: Mapping[str, catalog_pages.Topic]
) -> Shelfmark | None:
    """The list of a key such as "policy:year:2026"; None where its subject is unknown."""
    _kind, _colon, rest = key.partition(":")
    by, _colon, value = rest.partition(":")
    whole = _("Policy documents")
    if not by:
        return Shelfmark(f"{FOLDER}all/", whole)
    if by == "agency" and int(value) in agencies:
        agency = agencies[int(value)]
        return Shelfmark(f"{FOLDER}agencies/{agency.code}/", f"{agency.short_name} · {whole}")
    if by == "level" and value in Agency.Level.values:
        return Shelfmark(f"{FOLDER}levels/{value}/", f"{Agency.Level(value).label} · {whole}")
    if by == "topic" and value in topics:
        return Shelfmark(f"{FOLDER}topics/{item_pages.topic_slug(value)}/", f"{topics[value].label} · {whole}")
    if by == "year":
        return Shelfmark(f"{FOLDER}years/{value}/", f"{value} · {whole}")
    tag = item_pages.tag(value) if by == "validity" else None
    return Shelfmark(f"{FOLDER}validity/{value}/", f"{tag.words} · {whole}") if tag else None


def library_page(
    *, on: datetime.date, words: item_pages.Words, topics: Mapping[str, catalog_pages.Topic]
) -> pages.Page:
    """The front of the library: what is newest and every way through, with counts. A fixed number of queries."""
    totals = queries.totals_below(f"{queries.POLICY}:")
    front = queries.fronts([queries.POLICY])[queries.POLICY]
    rows = public.rows(front.item_ids[:NEWEST_SHOWN])
    lines = item_pages.Rows(words)
    ids = [int(key.rpartition(":")[2]) for key in totals if key.startswith(f"{queries.POLICY}:agency:")]
    agencies = Agency.objects.in_bulk(ids)
    title = _("Policy library")
    context = {
        "page_title": title,
        "section": "policies",
        "crumbs": (pages.Crumb(pgettext("portal", "Home"), "/"), pages.Crumb(title)),
        "total": pages.count(front.total),
        "newest": [lines.printed(rows[pk]) for pk in front.item_ids if pk in rows],
        "facets": [facet for facet in _facets(totals, agencies, topics) if facet.entries],
        "all_address": f"/{FOLDER}all/",
        "is_cut": len(ids) > ISSUERS_SHOWN,
        "feed": f"/{FOLDER}all/feed.xml",
        "feed_title": title,
        "updated": pages.day(on),
    }
    return pages.Page(f"{FOLDER}index.html", "portal/policies.html", context, about="policies")


def _facets(
    totals: Mapping[str, int], agencies: Mapping[int, Agency], topics: Mapping[str, catalog_pages.Topic]
) -> list[Facet]:
    def entries(by: str, values: list[str], names: Mapping[str, str]) -> tuple[Entry, ...]:
        found = []
        for value in values:
            key = f"{queries.POLICY}:{by}:{value}"
            mark = shelfmark(key, agencies=agencies, topics=topics) if totals.get(key) else None
            if mark is not None:
                tag = item_pages.tag(value) if by == "validity" else None
                found.append(Entry(names[value], f"/{mark.folder}", pages.count(totals[key]), tag))
        return tuple(found)

    years = sorted((key.rpartition(":")[2] for key in totals if ":year:" in key), reverse=True)
    most = sorted(agencies.values(), key=lambda each: (-totals.get(f"{queries.POLICY}:agency:{each.pk}", 0), each.pk))
    shown = sorted(most[:ISSUERS_SHOWN], key=lambda each: (each.sort_path, each.pk))
    classes = list(topics)
    valid = {value: str(words) for value, (words, _shape) in item_pages.VALIDITY.items()}
    levels = {str(value): str(label) for value, label in Agency.Level.choices}
    return [
        Facet(pgettext("portal", "Validity"), entries("validity", list(valid), valid)),
        Facet(pgettext("portal", "Level"), entries("level", list(levels), levels)),
        Facet(pgettext("portal", "Year"), entries("year", years, {year: year for year in years})),
        Facet(pgettext("portal", "Topic"), entries("topic", classes, {code: topics[code].label for code in classes})),
        Facet(
            pgettext("portal", "Issuer"),
            entries("agency", [str(each.pk) for each in shown], {str(each.pk): each.short_name for each in shown}),
        ),
    ]
