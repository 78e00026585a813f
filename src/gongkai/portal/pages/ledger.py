"""The update ledger: what was published, corrected, amended, repealed or withdrawn last, newest first."""

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gongkai.core import pages
from gongkai.disclosures import pages as item_pages
from gongkai.disclosures.models import Ending, Publication
from gongkai.disclosures.queries import public

SHOWN = 80


@dataclass(frozen=True)
class Act:
    """One line: when, what was done to which item, and the public word on it."""

    at: datetime.datetime
    when: str
    tag: pages.Tag
    title: str
    address: str
    agency: str
    note: str


def ledger_page(*, on: datetime.date) -> pages.Page:
    """The page, in a fixed number of queries."""
    title = _("Update ledger")
    acts = _acts()
    context = {
        "page_title": title,
        "section": "new",
        "crumbs": (pages.Crumb(pgettext("portal", "Home"), "/"), pages.Crumb(title)),
        "acts": acts,
        "updated": pages.day(on),
    }
    return pages.Page("ledger/index.html", "portal/ledger.html", context, about="ledger")


def _acts() -> list[Act]:
    # Both are append-only: the newest rows are those with the highest keys.
    publications = list(
        Publication.objects.order_by("-pk").values_list("item_id", "at", "revision__number", "note")[:SHOWN]
    )
    endings = list(Ending.objects.order_by("-pk")[:SHOWN])
    ids = {item_id for item_id, _at, _number, _note in publications} | {each.item_id for each in endings}
    rows = public.rows(ids)
    stones = {each.item.pk: each for each in public.tombstones(ids - set(rows))}
    first = _first_publications(ids)
    found = []
    for item_id, at, number, note in publications:
        if item_id in rows:
            tag = (
                pages.Tag(pgettext("portal", "published"), "ok")
                if first.get(item_id) == number
                else pages.Tag(pgettext("portal", "corrected"), "warn")
            )
            row = rows[item_id]
            said = note if tag.shape == "warn" else ""
            address = item_pages.item_address(item_id)
            found.append(Act(at, pages.minute(at), tag, row.title, address, row.agency_short_name, said))
    for each in endings:
        words = str(Ending.Kind(each.kind).label)
        address = item_pages.item_address(each.item_id)
        if each.item_id in rows:
            row, tag = rows[each.item_id], pages.Tag(words, "wait" if each.kind == Ending.Kind.RESTORE else "off")
            line = (row.title, address, row.agency_short_name, each.public_note)
        elif each.item_id in stones:
            stone, tag = stones[each.item_id], pages.Tag(words, "stop")
            line = (stone.title or _("Withdrawn information"), address, stone.item.agency.short_name, stone.note)
        else:
            continue
        found.append(Act(each.at, pages.minute(each.at), tag, *line))
    return sorted(found, key=lambda act: act.at, reverse=True)[:SHOWN]


def _first_publications(ids: set[int]) -> dict[int, int]:
    """The number of the revision with which each item first went public. One query."""
    rows = Publication.objects.filter(item__in=ids).order_by("-at", "-pk").values_list("item_id", "revision__number")
    return dict(rows)
