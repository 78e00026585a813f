"""The list pages: newest, of a year, a column, an agency, a topic, a statutory item; fronts, numbered pages, feeds."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gongkai.catalog import pages as catalog_pages
from gongkai.catalog.models import Column
from gongkai.core import pages
from gongkai.disclosures import pages as item_pages
from gongkai.disclosures.queries import public
from gongkai.orgs import pages as org_pages
from gongkai.orgs.models import Agency
from gongkai.portal import queries
from gongkai.portal.pages import feeds, policies
from gongkai.portal.queries import Front, Sheet


@dataclass(frozen=True)
class Shelf:
    """The words and names that lists are printed with, loaded once for many pages."""

    words: item_pages.Words
    topics: Mapping[str, catalog_pages.Topic]
    columns: Mapping[int, Column] = field(default_factory=dict)
    agencies: Mapping[int, Agency] = field(default_factory=dict)
    children: Mapping[int, Sequence[Column]] = field(default_factory=dict)
    totals: Mapping[str, int] = field(default_factory=dict)
    latest: Mapping[str, datetime.date] = field(default_factory=dict)

    @property
    def parents(self) -> dict[str, str]:
        """The class above each topic."""
        return {code: topic.parent_code for code, topic in self.topics.items()}


@dataclass(frozen=True)
class Head:
    """What stands above a list, and where the list lies below the public folder."""

    folder: str
    title: str
    crumbs: tuple[pages.Crumb, ...]
    section: str
    about: str
    intro: str = ""
    feed_folder: str = ""
    column: Column | None = None


def words() -> tuple[item_pages.Words, dict[str, catalog_pages.Topic]]:
    """Labels of topics, genres and statutory items. Two queries."""
    topics = catalog_pages.topics()
    legal = {code: catalog_pages.legal_basis(code) for code in catalog_pages.LEGAL_ITEMS}
    return item_pages.Words(catalog_pages.topic_labels(topics), catalog_pages.genres(), legal), topics


def shelf(keys: Iterable[str]) -> Shelf:
    """What the pages of these lists need, in a fixed number of queries."""
    labels, topics = words()
    column_ids, agency_ids = set(), set()
    for key in keys:
        parts = key.split(":")
        if parts[:2] == [queries.POLICY, "agency"]:
            agency_ids.add(int(parts[2]))
        elif parts[0] == "column":
            column_ids.add(int(parts[1]))
        elif parts[0] == "agency":
            agency_ids.add(int(parts[1]))
            if len(parts) == 4:
                column_ids.add(int(parts[3]))
    # A merged column has no page of its own: its address leads on.
    named = Column.objects.filter(merged_into__isnull=True).select_related("owner").in_bulk(column_ids)
    above = {pk for column in named.values() for pk in column.ancestor_ids} - set(named)
    columns = {**Column.objects.in_bulk(above), **named}
    children: dict[int, list[Column]] = {}
    for child in Column.objects.open().filter(parent__in=column_ids).in_tree_order():
        children.setdefault(child.parent_id or 0, []).append(child)
    counted = [f"column:{child.pk}" for below in children.values() for child in below]
    return Shelf(
        words=labels,
        topics=topics,
        columns=columns,
        agencies=Agency.objects.in_bulk(agency_ids),
        children=children,
        totals=queries.totals(counted),
        latest=queries.latest(f"column:{pk}" for pk, column in named.items() if column.fresh_days),
    )


def head(key: str, known: Shelf) -> Head | None:
    """The head of a list; None for lists without pages and for those whose subject is unknown."""
    kind, _colon, rest = key.partition(":")
    home = pages.Crumb(pgettext("portal", "Home"), "/")
    if kind == "new":
        title = _("Newest information")
        return Head("new/", title, (home, pages.Crumb(title)), "new", "list:new", feed_folder="new/")
    if kind == queries.ANSWERS:
        title = _("Disclosure log")
        above = pages.Crumb(pgettext("portal", "Ask for information"), "/requests/")
        intro = _("Answers to requests that became public, newest first: what one asked for, all can read.")
        crumbs = (home, above, pages.Crumb(title))
        folder = "requests/log/"
        return Head(folder, title, crumbs, "requests", "list:answers", intro=intro, feed_folder=folder)
    if kind == "year":
        title = _("Published in {year}").format(year=rest)
        return Head(f"years/{rest}/", title, (home, pages.Crumb(title)), "new", f"list:{key}")
    if kind == "column" and int(rest) in known.columns:
        return _column_head(known.columns[int(rest)], known)
    if kind == "agency":
        return _agency_head(key, rest.split(":"), known)
    if kind == "topic" and rest in known.topics:
        crumbs = (home, pages.Crumb(pgettext("portal", "Topics"), "/topics/"), pages.Crumb(known.topics[rest].label))
        title = known.words.topics[rest]
        folder = f"topics/{item_pages.topic_slug(rest)}/"
        return Head(folder, title, crumbs, "directory", f"list:{key}", feed_folder=folder)
    if kind == "law" and rest in catalog_pages.LEGAL_ITEMS:
        title = str(catalog_pages.LEGAL_ITEMS[rest])
        crumbs = (home, pages.Crumb(pgettext("portal", "Directory"), "/directory/"), pages.Crumb(title))
        intro = catalog_pages.legal_basis(rest)
        return Head(f"statutory/{rest}/", title, crumbs, "statutory", f"list:{key}", intro=intro)
    if kind == queries.POLICY:
        return _policy_head(key, known)
    return None


def _policy_head(key: str, known: Shelf) -> Head | None:
    mark = policies.shelfmark(key, agencies=known.agencies, topics=known.topics)
    if mark is None:
        return None
    home = pages.Crumb(pgettext("portal", "Home"), "/")
    above = pages.Crumb(_("Policy library"), f"/{policies.FOLDER}")
    feed_folder = mark.folder if key == queries.POLICY else ""
    crumbs = (home, above, pages.Crumb(mark.title))
    return Head(mark.folder, mark.title, crumbs, "policies", f"list:{key}", feed_folder=feed_folder)


def _column_head(column: Column, known: Shelf) -> Head:
    way = [known.columns[pk] for pk in column.ancestor_ids[:-1] if pk in known.columns]
    crumbs = [pages.Crumb(pgettext("portal", "Home"), "/"), pages.Crumb(pgettext("portal", "Directory"), "/directory/")]
    crumbs += [pages.Crumb(each.name, catalog_pages.column_address(each)) for each in way]
    folder = f"columns/{column.slug}/"
    return Head(
        folder,
        column.name,
        (*crumbs, pages.Crumb(column.name)),
        column.block,
        column.reference,
        intro=column.description,
        feed_folder=folder,
        column=column,
    )


def _agency_head(key: str, parts: Sequence[str], known: Shelf) -> Head | None:
    agency = known.agencies.get(int(parts[0]))
    if agency is None:
        return None
    own = org_pages.agency_address(agency)
    crumbs = (
        pages.Crumb(pgettext("portal", "Home"), "/"),
        pages.Crumb(pgettext("portal", "Agencies"), "/agencies/"),
        pages.Crumb(agency.short_name, own),
    )
    folder = f"agencies/{agency.code}/"
    if len(parts) == 1:
        title = _("Information of {agency}").format(agency=agency.name)
        last = pages.Crumb(pgettext("portal", "Information"))
        return Head(f"{folder}items/", title, (*crumbs, last), "agencies", f"list:{key}", feed_folder=folder)
    column = known.columns.get(int(parts[2]))
    if column is None:
        return None
    title = f"{agency.short_name} · {column.name}"
    return Head(
        f"{folder}columns/{column.slug}/", title, (*crumbs, pages.Crumb(column.name)), "agencies", f"list:{key}"
    )


def list_pages(
    fronts: Mapping[str, Front],
    sheets: Sequence[Sheet],
    *,
    on: datetime.date,
    known: Shelf,
    lines: item_pages.Rows,
) -> list[pages.Page]:
    """The pages of lists: each front with its feeds, and the numbered pages. One query for all rows."""
    wanted = {pk for front in fronts.values() for pk in front.item_ids}
    wanted |= {pk for sheet in sheets for pk in sheet.item_ids}
    rows = public.rows(wanted)
    views = {pk: lines.printed(row) for pk, row in rows.items()}
    found: list[pages.Page] = []
    for front in fronts.values():
        top = head(front.key, known)
        if top is not None:
            newest = [rows[pk] for pk in front.item_ids if pk in rows]
            updated = pages.day(newest[0].published_at) if newest else ""
            found.append(_front_page(front, top, views, updated, on=on, known=known))
            if top.feed_folder:
                shown = feeds.entries(newest[: queries.PAGE_SIZE])
                found += feeds.feed_pages(top.feed_folder, top.title, f"/{top.folder}", shown, about=top.about)
                if front.key == queries.NEWEST:
                    # The feed of the whole site, where readers look for it first.
                    found += feeds.feed_pages("", top.title, "/", shown, about=top.about)
    for sheet in sheets:
        top = head(sheet.key, known)
        if top is not None:
            found.append(_sheet_page(sheet, top, views))
    return found


def _front_page(
    front: Front,
    top: Head,
    views: Mapping[int, SafeString],
    updated: str,
    *,
    on: datetime.date,
    known: Shelf,
) -> pages.Page:
    shown = [views[pk] for pk in front.item_ids if pk in views]
    context: dict[str, object] = {
        "page_title": top.title,
        "head": top,
        "section": top.section,
        "crumbs": top.crumbs,
        "total": pages.count(front.total),
        "rows": shown,
        "older": f"/{top.folder}p{front.older}.html" if front.older else "",
        "oldest": f"/{top.folder}p1.html" if front.last_page > 1 else "",
        "feed": f"/{top.feed_folder}feed.xml" if top.feed_folder else "",
        "feed_title": top.title,
        "updated": updated,
    }
    template = "portal/list.html"
    if top.column is not None:
        template = "portal/column.html"
        context.update(_column_context(top.column, on=on, known=known))
    return pages.Page(f"{top.folder}index.html", template, context, about=top.about)


def _column_context(column: Column, *, on: datetime.date, known: Shelf) -> dict[str, object]:
    last = known.latest.get(f"column:{column.pk}")
    below = [
        (child.name, catalog_pages.column_address(child), pages.count(known.totals.get(f"column:{child.pk}", 0)))
        for child in known.children.get(column.pk, ())
    ]
    return {
        "column": column,
        "children": below,
        "duty": catalog_pages.duty_words(column.fresh_days),
        "freshness": catalog_pages.freshness(column.fresh_days, last, on=on) if column.fresh_days else None,
        "basis": catalog_pages.legal_basis(column.legal_item),
        "owner_address": org_pages.agency_address(column.owner),
        "kind": column.get_kind_display(),
    }


def _sheet_page(sheet: Sheet, top: Head, views: Mapping[int, SafeString]) -> pages.Page:
    number = _("page {number}, counted from the oldest").format(number=sheet.number)
    context = {
        "page_title": f"{top.title}（{number}）",
        "head": top,
        "section": top.section,
        "crumbs": (*top.crumbs[:-1], pages.Crumb(top.title, f"/{top.folder}"), pages.Crumb(number)),
        "number": number,
        "rows": [views[pk] for pk in sheet.item_ids if pk in views],
        "newer": f"/{top.folder}p{sheet.newer}.html" if sheet.newer else f"/{top.folder}",
        "older": f"/{top.folder}p{sheet.older}.html" if sheet.older else "",
        "column": top.column,
        "kind": top.column.get_kind_display() if top.column else "",
    }
    return pages.Page(f"{top.folder}p{sheet.number}.html", "portal/list.html", context, about=top.about)


def topics_page(known: Shelf) -> pages.Page:
    """All topics with how many items each has."""
    totals = queries.totals(f"topic:{code}" for code in known.topics)
    classes = []
    for code, topic in known.topics.items():
        if not topic.parent_code:
            below = [
                (each.label, _topic_address(each.code, totals), pages.count(totals.get(f"topic:{each.code}", 0)))
                for each in known.topics.values()
                if each.parent_code == code
            ]
            total = pages.count(totals.get(f"topic:{code}", 0))
            classes.append((topic.label, _topic_address(code, totals), total, below))
    title = pgettext("portal", "Topics")
    context = {
        "page_title": title,
        "section": "directory",
        "crumbs": (pages.Crumb(pgettext("portal", "Home"), "/"), pages.Crumb(title)),
        "classes": classes,
    }
    return pages.Page("topics/index.html", "portal/topics.html", context, about="list:topics")


def _topic_address(code: str, totals: Mapping[str, int]) -> str:
    """Topics without any item have no page."""
    return f"/topics/{quote(item_pages.topic_slug(code))}/" if totals.get(f"topic:{code}") else ""
