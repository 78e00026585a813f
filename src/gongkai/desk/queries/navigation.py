"""What stands in the side of every desk page: each entry with the permissions that open it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongkai.core.permissions import Access
from gongkai.core.permissions import Permission as P

REVIEWS = (P.ITEM_REVIEW, P.ITEM_SECRECY, P.ITEM_ISSUE)
CLEARANCES = (P.REQUEST_LEGAL, P.REQUEST_SECRECY, P.REQUEST_SIGN)


@dataclass(frozen=True)
class Entry:
    """One line: its words, the name of its address, and any one of the permissions that show it (none: everybody)."""

    words: Any
    url_name: str
    permissions: tuple[P, ...] = ()
    count: str = ""

    def shown_to(self, access: Access) -> bool:
        """Whether the person may open it."""
        return not self.permissions or any(access.anywhere(each) for each in self.permissions)


@dataclass(frozen=True)
class Section:
    """A heading with its entries."""

    words: Any
    entries: tuple[Entry, ...]


SECTIONS = (
    Section(
        _("Desk"),
        (
            Entry(_("Today"), "desk:home"),
            Entry(_("Review"), "disclosures:queue", REVIEWS, count="queue"),
            Entry(_("Notices"), "desk:notices", count="notices"),
            Entry(_("Tour of the desk"), "desk:tour"),
        ),
    ),
    Section(
        _("Publish"),
        (
            Entry(_("Items"), "disclosures:list", (P.ITEM_VIEW,)),
            Entry(_("Publish a file"), "disclosures:quick", (P.ITEM_DRAFT,)),
            Entry(_("Import"), "disclosures:imports", (P.ITEM_IMPORT,)),
            Entry(_("Takedown"), "site:takedown", (P.ITEM_WITHDRAW,)),
            Entry(_("Directory"), "catalog:columns", (P.ITEM_VIEW, P.COLUMN_EDIT)),
            Entry(_("Normative documents"), "disclosures:documents", (P.ITEM_VIEW,)),
            Entry(_("Duties to publish"), "disclosures:duties", (P.ITEM_VIEW,)),
            Entry(_("Opinions of other agencies"), "disclosures:questions", (P.ITEM_DRAFT, P.ITEM_OPINE, P.ITEM_RULE)),
            Entry(_("Chains of review"), "disclosures:chains", (P.ITEM_VIEW,)),
            Entry(_("Special topics"), "site:specials", (P.ITEM_VIEW,)),
            Entry(_("Accounts and channels"), "activities:accounts", (P.ACTIVITY_VIEW,)),
            Entry(_("Prints"), "activities:papers", (P.ACTIVITY_VIEW,)),
            Entry(_("Words of search"), "synonyms:list", (P.COLUMN_EDIT,)),
        ),
    ),
    Section(
        pgettext_lazy("navigation", "Requests"),
        (
            Entry(_("Requests"), "foi:list", (P.REQUEST_VIEW,)),
            Entry(_("Letters to pass"), "foi:queue", CLEARANCES),
            Entry(_("Due days"), "foi:calendar", (P.REQUEST_VIEW,)),
            Entry(_("Reconsideration and lawsuits"), "foi:remedies", (P.REQUEST_VIEW,)),
            Entry(_("Wishes that come again"), "foi:repeated", (P.REQUEST_HANDLE,)),
            Entry(_("Agencies below"), "foi:below", (P.REQUEST_OVERSEE,)),
            Entry(_("Reminders"), "foi:reminders", (P.REQUEST_ASSIGN,)),
            Entry(_("Letter templates"), "foi:templates", (P.REQUEST_ASSIGN,)),
            Entry(_("Holiday notices"), "foi:holidays", (P.CALENDAR_EDIT,)),
        ),
    ),
    Section(
        _("Account"),
        (
            Entry(_("Activities"), "activities:list", (P.ACTIVITY_VIEW,)),
            Entry(_("Figures"), "statistics:form", (P.FIGURE_VIEW,)),
            Entry(_("Annual reports"), "annualreports:list", (P.REPORT_VIEW,)),
            Entry(_("Reports of those below"), "annualreports:below", (P.REPORT_ACCEPT,)),
        ),
    ),
    Section(
        _("Settings"),
        (
            Entry(_("Agencies"), "orgs:list", (P.AGENCY_VIEW,)),
            Entry(_("People"), "accounts:list", (P.PERSON_VIEW,)),
            Entry(_("Hand over"), "desk:handovers", (P.PERSON_EDIT,)),
            Entry(_("Reports of readers"), "site:problems", (P.SITE_EDIT,)),
            Entry(_("Visits"), "site:visits", (P.SITE_EDIT,)),
            Entry(_("Old addresses"), "site:redirects", (P.SITE_EDIT,)),
            Entry(_("Days of mourning"), "site:mourning", (P.SITE_EDIT,)),
            Entry(_("Tasks"), "desk:tasks", (P.TASK_VIEW,)),
            Entry(_("Trail"), "desk:trail", (P.TRAIL_VIEW,)),
        ),
    ),
)


@dataclass(frozen=True)
class Line:
    """An entry ready to print."""

    words: Any
    url: str
    is_current: bool
    count: int


def lines(
    access: Access, *, path: str, counts: dict[str, int], reverse: Callable[[str], str]
) -> list[tuple[Any, list[Line]]]:
    """The sections a person sees, with the current line marked: the one whose address is the longest prefix."""
    found = [
        (section.words, [(entry, reverse(entry.url_name)) for entry in section.entries if entry.shown_to(access)])
        for section in SECTIONS
    ]
    found = [(words, [(entry, url) for entry, url in entries if url]) for words, entries in found]
    fitting = [url for _words, entries in found for _entry, url in entries if path.startswith(url)]
    current = max(fitting, key=len, default="")
    return [
        (words, [Line(entry.words, url, url == current, counts.get(entry.count, 0)) for entry, url in entries])
        for words, entries in found
        if entries
    ]
