"""The pages of agencies: each agency's own, with contacts, duties and what it published; and the tree of all."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gongkai.annualreports.pages import places
from gongkai.annualreports.queries import shelves
from gongkai.catalog import pages as catalog_pages
from gongkai.catalog.models import Column
from gongkai.core import pages
from gongkai.disclosures import pages as item_pages
from gongkai.disclosures.queries import public
from gongkai.orgs import pages as org_pages
from gongkai.orgs import queries as org_queries
from gongkai.orgs.models import Agency
from gongkai.portal import queries
from gongkai.portal.models import Listing
from gongkai.portal.pages.home import coverage_of

NEWEST_SHOWN = 5


@dataclass(frozen=True)
class Holding:
    """A column in which an agency has published: how much, when last, and whether that is fresh enough."""

    name: str
    address: str
    total: str
    duty: str
    freshness: catalog_pages.Freshness
    block: str = ""


@dataclass(frozen=True)
class Part:
    """One of the fixed parts of a disclosure platform as it stands at one agency; `words` where it has nothing yet."""

    name: str
    entries: tuple[tuple[str, str], ...]
    words: str = ""


def agency_page(agency: Agency, *, on: datetime.date, lines: item_pages.Rows) -> pages.Page:
    """An agency's page, in a fixed number of queries."""
    front = queries.fronts([f"agency:{agency.pk}"])[f"agency:{agency.pk}"]
    rows = public.rows(front.item_ids[:NEWEST_SHOWN])
    above = list(Agency.objects.filter(pk__in=agency.ancestor_ids[:-1]).in_tree_order())
    below = list(Agency.objects.alive(on).filter(parent=agency).in_tree_order())
    covered = coverage_of(on=on, agency_id=agency.pk).get(agency.pk)
    holdings = _holdings(agency, on=on)
    reports = [(each.year, places.address(each)) for each in shelves.reports_of(agency)]
    context = {
        "page_title": agency.name,
        "section": "agencies",
        "crumbs": org_pages.crumbs(agency, above),
        "agency": agency,
        "title": pages.breakable(agency.name),
        "contacts": org_pages.contacts(agency),
        "past": org_pages.past(agency),
        "heirs": _heirs(agency),
        "former": org_pages.former_names(agency),
        "coverage": covered,
        "missing": _missing(covered),
        "holdings": holdings,
        "parts": _parts(agency, holdings, has_reports=bool(reports)),
        "total": pages.count(front.total),
        "items_address": f"/agencies/{agency.code}/items/",
        "newest": [lines.printed(rows[pk]) for pk in front.item_ids if pk in rows],
        "reports": reports,
        "reports_address": places.body_address(agency.code),
        "below": [(each.short_name, org_pages.agency_address(each)) for each in below],
        "feed": f"/agencies/{agency.code}/feed.xml",
        "feed_title": agency.name,
        "checked": pages.day(agency.contacts_checked_on),
        "updated": pages.day(on),
    }
    return pages.Page(f"agencies/{agency.code}/index.html", "portal/agency.html", context, about=agency.reference)


def _heirs(agency: Agency) -> list[tuple[str, str]]:
    """Who carries on what an ended agency did, by name and address."""
    if agency.dissolved_on is None:
        return []
    return [(each.name, org_pages.agency_address(each)) for each in org_queries.successors(agency)]


def _parts(agency: Agency, holdings: list[Holding], *, has_reports: bool) -> list[Part]:
    """Guide, rules, statutory content, reports and requests of an agency, whatever of them it has."""
    missing = _("not published here; that of the government applies")

    def held(block: Column.Block) -> tuple[tuple[str, str], ...]:
        return tuple((each.name, each.address) for each in holdings if each.block == block)

    guide, rules = held(Column.Block.GUIDE), held(Column.Block.RULES)
    parts = [
        Part(pgettext("portal", "Guide"), guide, "" if guide else missing),
        Part(pgettext("portal", "Rules"), rules, "" if rules else missing),
        Part(pgettext("portal", "Statutory content"), ((_("All its information"), f"/agencies/{agency.code}/items/"),)),
        Part(
            pgettext("portal", "Annual reports"),
            ((_("Year by year"), places.body_address(agency.code)),) if has_reports else (),
            "" if has_reports else _("none published here yet"),
        ),
    ]
    if agency.dissolved_on is None:
        asked = ((pgettext("portal", "Ask it for information"), f"/requests/apply/?agency={agency.code}"),)
        parts.append(Part(pgettext("portal", "Ask for information"), asked))
    return parts


def _missing(covered: catalog_pages.Coverage | None) -> list[tuple[catalog_pages.Duty, str]]:
    if covered is None:
        return []
    return [
        (duty, duty.obligation.basis or catalog_pages.legal_basis(duty.obligation.legal_item))
        for duty in covered.missing
    ]


def _holdings(agency: Agency, *, on: datetime.date) -> list[Holding]:
    prefix = f"agency:{agency.pk}:column:"
    totals = dict(Listing.objects.filter(key__startswith=prefix, total__gt=0).values_list("key", "total"))
    latest = queries.latest(totals)
    ids = {int(key.rpartition(":")[2]): key for key in totals}
    columns: Sequence[Column] = list(Column.objects.filter(pk__in=ids).select_related("parent").in_tree_order())
    own = {agency.name, agency.short_name}
    return [
        Holding(
            # On an agency's page its column in a fixed part is that part.
            column.parent.name if column.parent and column.name in own else column.name,
            f"/agencies/{agency.code}/columns/{column.slug}/",
            pages.count(totals[ids[column.pk]]),
            catalog_pages.duty_words(column.fresh_days),
            catalog_pages.freshness(column.fresh_days, latest.get(ids[column.pk]), on=on),
            column.block,
        )
        for column in columns
    ]


def agencies_page(*, on: datetime.date) -> pages.Page:
    """The tree of all agencies alive on a day."""
    title = pgettext("portal", "Agencies")
    tree = org_pages.tree(on=on)
    context = {
        "page_title": title,
        "section": "agencies",
        "crumbs": (pages.Crumb(pgettext("portal", "Home"), "/"), pages.Crumb(title)),
        "tree": tree,
        "count": sum(map(_size, tree)),
        "updated": pages.day(on),
    }
    return pages.Page("agencies/index.html", "portal/agencies.html", context, about="agencies")


def _size(branch: org_pages.Branch) -> int:
    return 1 + sum(map(_size, branch.children))
