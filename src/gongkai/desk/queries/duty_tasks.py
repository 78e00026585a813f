"""What duties ask of a person today: columns and entries of the basic directory to fill, yearly checks to make."""

import datetime
from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.accounts.queries import Access
from gongkai.desk.queries.tasks import Task
from gongkai.disclosures.duty_models import Shortfall
from gongkai.disclosures.queries import duty_board

Kind = Shortfall.Kind
# Who writes for more agencies than these is shown the board instead of each agency's tasks.
FEW = 2
_YEARLY = (Kind.GUIDE, Kind.RULES, Kind.CONTACTS)


def of(owed: Iterable[duty_board.Owed], access: Access, *, on: datetime.date) -> list[Task]:
    """One task for each kind of thing the person's agencies owe; for many agencies one that opens the board."""
    by_agency: dict[int, list[duty_board.Owed]] = {}
    for each in owed:
        by_agency.setdefault(each.agency_id, []).append(each)
    own = by_agency.pop(access.person.home_id or 0, [])
    tasks = [_task(each, on=on) for each in own]
    if len(by_agency) > FEW:
        tasks.append(_others(by_agency))
    else:
        tasks += [_task(each, on=on) for rows in by_agency.values() for each in rows]
    return tasks


def _task(owed: duty_board.Owed, *, on: datetime.date) -> Task:
    kind = Kind(owed.kind)
    url = f"{reverse('disclosures:owed')}?kind={kind.value}&agency={owed.agency_id}"
    if kind in _YEARLY:
        url = f"{reverse('disclosures:yearly', args=[owed.agency_id])}#{kind.value}"
    over = (on - owed.due_on).days if owed.due_on else None
    why = _why(kind)
    if over is not None and over > 0 and owed.count == 1:
        why += ngettext("%(n)d day over.", "%(n)d days over.", over) % {"n": over}
    return Task(
        title=_title(kind, owed),
        url=url,
        why=why,
        do=_("Check") if kind in _YEARLY else _("Open"),
        do_url=url,
        when=_("Duties to publish"),
        facts=(owed.agency_name,),
    )


def _title(kind: Kind, owed: duty_board.Owed) -> str:
    if owed.title:
        return f"{kind.label}：{owed.title}"
    if kind in _YEARLY:
        return str(kind.label)
    return ngettext("%(kind)s: %(n)d", "%(kind)s: %(n)d", owed.count) % {"kind": kind.label, "n": owed.count}


def _why(kind: Kind) -> str:
    return {
        Kind.EMPTY_DUTY: _("The basic directory asks for it and nothing is public."),
        Kind.STALE_DUTY: _("It had to be renewed by now."),
        Kind.EMPTY_COLUMN: _("Readers find nothing there."),
        Kind.STALE_COLUMN: _("Nothing new within its term."),
        Kind.GUIDE: _("Look whether the guide still holds; confirm or edit it."),
        Kind.RULES: _("Look whether the rules still hold; confirm or edit them."),
        Kind.CONTACTS: _("Look whether the contacts still hold; confirm or edit them."),
    }[kind]


def _others(by_agency: dict[int, list[duty_board.Owed]]) -> Task:
    url = reverse("disclosures:duties")
    count = sum(each.count for rows in by_agency.values() for each in rows)
    title = ngettext(
        "%(n)d agency is behind with its duties", "%(n)d agencies are behind with their duties", len(by_agency)
    )
    return Task(
        title=title % {"n": len(by_agency)},
        url=url,
        why=_("They owe %(n)d things in all; the board shows the worst first.") % {"n": count},
        do=_("See the board"),
        do_url=url,
        when=_("Duties to publish"),
    )
