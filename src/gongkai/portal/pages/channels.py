"""The public lists of official accounts and of reading points, and the channels beside an item's page."""

import dataclasses
import datetime
from collections.abc import Mapping, Sequence

from django.utils.translation import pgettext

from gongkai.activities.models.channels import Account
from gongkai.activities.queries import channels, papers
from gongkai.core import pages
from gongkai.orgs import pages as org_pages

FOLDER, POINTS = "accounts/", "reading-points/"


@dataclasses.dataclass(frozen=True)
class Line:
    """An account as the list shows it."""

    name: str
    handle: str
    channel: str
    agency: str
    agency_address: str
    address: str
    since: str
    closed: str
    note: str


def accounts_page(*, on: datetime.date) -> pages.Page:
    """The list: who keeps which account; those closed with their note. One query."""
    title = pgettext("portal", "Official accounts")
    rows = [_line(each) for each in channels.public_accounts()]
    context = {
        "page_title": title,
        "section": "agencies",
        "crumbs": (pages.Crumb(pgettext("portal", "Home"), "/"), pages.Crumb(title)),
        "open": [each for each in rows if not each.closed],
        "closed": [each for each in rows if each.closed],
        "updated": pages.day(on),
    }
    return pages.Page(f"{FOLDER}index.html", "portal/accounts.html", context, about="accounts")


def _line(row: Account) -> Line:
    return Line(
        name=row.name,
        handle=row.handle,
        channel=row.channel_label,
        agency=row.agency.short_name,
        agency_address=org_pages.agency_address(row.agency),
        address=row.address,
        since=pages.day(row.opened_on),
        closed=pages.day(row.closed_on),
        note=row.closing_note or "",
    )


def points_page(*, on: datetime.date) -> pages.Page:
    """Where anybody may read on paper (Regulation 2019, Article 25), with whom to call. One query."""
    title = pgettext("portal", "Reading points")
    context = {
        "page_title": title,
        "section": "agencies",
        "crumbs": (pages.Crumb(pgettext("portal", "Home"), "/"), pages.Crumb(title)),
        "points": [
            (row, org_pages.agency_address(row.agency), pages.day(last)) for row, last in papers.public_points()
        ],
        "updated": pages.day(on),
    }
    return pages.Page(f"{POINTS}index.html", "portal/reading_points.html", context, about="reading-points")


def with_channels(page: pages.Page, places: Mapping[int, Sequence[channels.Place]], item_id: int) -> pages.Page:
    """An item's page that also tells which other channels carry it."""
    shown = [
        (each.label, each.account, pages.day(each.on), each.address)
        for each in places.get(item_id, ())
        if each.channel not in {"website", "rss"}
    ]
    return dataclasses.replace(page, context={**page.context, "channels": shown}) if shown else page
