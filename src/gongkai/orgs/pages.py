"""Which public pages show agencies: each agency's own page and the tree of all.

They change when an agency is founded, renamed, moved, merged, split, dissolved or changes its contacts.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gongkai.core import pages
from gongkai.orgs import queries
from gongkai.orgs.models import Agency, AgencyChange


@dataclass(frozen=True)
class Contact:
    """A line of the contacts."""

    label: str
    value: str
    address: str = ""


@dataclass(frozen=True)
class Past:
    """A sentence of an agency's history, with the agencies it speaks of."""

    on: str
    words: str
    basis: str
    agencies: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Branch:
    """An agency in the tree with those below it."""

    agency: Agency
    address: str
    children: list["Branch"] = field(default_factory=list)


def agency_address(agency: Agency) -> str:
    """The address of an agency's page."""
    return f"/agencies/{agency.code}/"


def contacts(agency: Agency) -> list[Contact]:
    """What the law wants public of an agency (Regulation 2019, Articles 12 and 20 (2)), as far as it is known."""
    found = [
        Contact(_("Head"), agency.head),
        Contact(_("Responsible for disclosure"), agency.responsible),
        Contact(_("Liaison for disclosure"), agency.liaison),
        Contact(pgettext("agency", "Address"), agency.address),
        Contact(_("Postcode"), agency.postcode),
        Contact(_("Office hours"), agency.hours),
        Contact(pgettext("agency", "Telephone"), agency.phone),
        Contact(_("Fax"), agency.fax),
        Contact(pgettext("address", "E-mail"), agency.email, f"mailto:{agency.email}"),
        Contact(_("Website"), agency.website, agency.website),
        Contact(_("Unified social credit code"), agency.credit_code),
    ]
    return [contact for contact in found if contact.value]


def past(agency: Agency) -> list[Past]:
    """The acts that made an agency what it is, newest first; its founding before the records is left out."""
    words = {
        AgencyChange.Kind.FOUND: _("Founded"),
        AgencyChange.Kind.RENAME: _("Renamed"),
        AgencyChange.Kind.MOVE: _("Moved under another agency"),
        AgencyChange.Kind.MERGE: _("Merged"),
        AgencyChange.Kind.SPLIT: _("Split"),
        AgencyChange.Kind.DISSOLVE: _("Dissolved"),
    }
    found = []
    for act in queries.history(agency):
        if act.change.on.year < 1950:
            continue
        others = {each.pk: each for each in (*act.predecessors, *act.successors) if each.pk != agency.pk}
        named = tuple((each.name, agency_address(each)) for each in others.values())
        kind = AgencyChange.Kind(act.change.kind)
        found.append(Past(pages.day(act.change.on), words[kind], act.change.basis, named))
    return found


def former_names(agency: Agency) -> list[tuple[str, str]]:
    """Names an agency bore before its present one, each with the day it began; empty for before the records."""
    rows = agency.names.exclude(name=agency.name).order_by("since", "pk").values_list("name", "since")
    return [(name, pages.day(since) if since.year >= 1950 else "") for name, since in rows]


def tree(*, on: datetime.date) -> list[Branch]:
    """All agencies alive on a day, parents before children. One query."""
    branches: dict[int, Branch] = {}
    roots: list[Branch] = []
    for agency in Agency.objects.alive(on).in_tree_order():
        branch = Branch(agency, agency_address(agency))
        branches[agency.pk] = branch
        above = branches.get(agency.parent_id or 0)
        (above.children if above else roots).append(branch)
    return roots


def crumbs(agency: Agency, above: Iterable[Agency]) -> list[pages.Crumb]:
    """The way from the front page to an agency."""
    way = [pages.Crumb(pgettext("portal", "Home"), "/"), pages.Crumb(pgettext("portal", "Agencies"), "/agencies/")]
    way += [pages.Crumb(each.short_name, agency_address(each)) for each in above]
    return [*way, pages.Crumb(agency.short_name)]
